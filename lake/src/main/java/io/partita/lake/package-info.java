/**
 * The lake: how its files are staged, published under a lock and swapped, how readers see one whole
 * version of a data set, and its tables as a catalog of Spark SQL that is only read.
 */
package io.partita.lake;
