package io.partita.model.examples;

import org.apache.spark.api.java.JavaPairRDD;

/**
 * Examples that an epoch makes itself, each for the place where it is trained on, as windows of
 * pieces that are joined in another order each time.
 */
public interface PlacedExamples<E> {
  /** How many there are in an epoch, with those that do not fill a batch of every worker. */
  long count();

  /**
   * Those of an epoch by their places: place / batch is the number of a batch, which worker number
   * mod workers has as its step number div workers. Those that fill no batch of every worker may be
   * among them.
   *
   * @param seed of the epoch
   */
  JavaPairRDD<Long, E> of(long seed, Steps steps);
}
