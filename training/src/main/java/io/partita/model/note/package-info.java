/**
 * The language model of notes: its network, how note lines become arrays, its score, its sampling.
 * Knows nothing of Spark.
 */
package io.partita.model.note;
