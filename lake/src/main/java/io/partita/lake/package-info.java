/**
 * The lake: how its files are staged, published as numbered versions, and how readers see one whole
 * version of a data set.
 */
package io.partita.lake;
