/**
 * The networks: one file for each model's graph, how its examples become arrays, how it is scored
 * and how it is sampled. Knows nothing of Spark.
 */
package io.partita.model;
