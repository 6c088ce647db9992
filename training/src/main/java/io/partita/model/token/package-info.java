/**
 * The language model of tokens: its network, how documents become lanes and lanes arrays, its
 * score, its sampling. Knows nothing of Spark.
 */
package io.partita.model.token;
