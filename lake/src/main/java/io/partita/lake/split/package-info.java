/**
 * The files of a data set dealt into train, validation and test anew, and which files that are
 * alike stand in two of them.
 */
package io.partita.lake.split;
