/**
 * Residual vector quantisers of log-mel frames: k-means by stages on Spark, codes of files and data
 * sets, and their analysis.
 */
package io.partita.kind.rvq;
