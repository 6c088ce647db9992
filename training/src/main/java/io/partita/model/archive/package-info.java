/**
 * Model archives: card, weights and metrics in a folder, local or on HDFS, which is whole at any
 * moment. Hadoop's file systems and nothing of Spark.
 */
package io.partita.model.archive;
