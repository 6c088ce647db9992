/**
 * Trains residual vector quantisers on Spark: k-means stage by stage on what the stages before left
 * over. All sums are of whole numbers, so that any partitioning gives the same codebooks, bit for
 * bit.
 */
package io.partita.training.quantizer;
