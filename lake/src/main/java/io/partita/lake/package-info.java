/**
 * The lake: how its files are staged, published under a lock and swapped, and how readers see one
 * whole version of a data set.
 */
package io.partita.lake;
