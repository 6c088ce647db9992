/**
 * Parameter averaging on Spark, checkpoints, metrics and model archives. The only package below
 * pipeline-jobs that may use Spark; it never parses a command line and never touches Parquet.
 */
package io.partita.training;
