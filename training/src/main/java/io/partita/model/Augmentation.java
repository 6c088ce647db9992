package io.partita.model;

import java.io.Serializable;

/**
 * Makes of an example the one that is trained on in its place, another one in each epoch. It
 * travels to the workers; what is validated or measured never goes through it.
 *
 * @param <E> an example
 */
public interface Augmentation<E> extends Serializable {
  /**
   * @param example left as it is
   * @param seed of the training, the epoch and the example's number: the same whoever trains on it
   * @return what the model's {@link TrainableModel#arrays} take
   */
  E of(E example, long seed);

  /** What it does, as the command line names it. */
  String option();
}
