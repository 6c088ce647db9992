/**
 * The Free Music Archive's metadata (Defferrard, Benzi, Vandergheynst and Bresson, 2017): its CSV
 * files row by row, with their columns and types.
 */
package io.partita.fma;
