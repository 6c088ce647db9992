/**
 * The lake: its tables' schemas, how files are written, staged and published, how readers see one
 * whole version of a data set.
 */
package io.partita.lake;
