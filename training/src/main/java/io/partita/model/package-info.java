/**
 * What every model has in common: {@link io.partita.model.TrainableModel} and what its kind says of
 * it, {@link io.partita.model.ModelKind}. Knows nothing of Spark.
 */
package io.partita.model;
