/**
 * What every network has in common: {@link io.partita.model.TrainableModel}, its seed and its
 * score. Knows nothing of Spark.
 */
package io.partita.model;
