/**
 * Training on Spark: epochs dealt in rounds, parameter averaging, checkpoints, scoring, and trained
 * models read back by their kind. The only package below pipeline-jobs that may use Spark, beside
 * the finding of GPUs; it never parses a command line and never touches Parquet.
 */
package io.partita.model.train;
