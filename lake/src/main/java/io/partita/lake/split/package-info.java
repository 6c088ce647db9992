/**
 * The files of a data set dealt into train, validation and test again, and which files that are
 * alike are in two of them.
 */
package io.partita.lake.split;
