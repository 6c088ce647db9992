package io.partita.model.examples;

import java.io.Serializable;

/** How an epoch is dealt to workers. */
public interface Steps extends Serializable {
  /** Examples of a batch. */
  int batch();

  /** Who trains side by side, at least 1. */
  int workers();

  /** Batches that each worker has in the epoch. */
  long steps();

  /**
   * Whether a worker has new weights before one of its steps.
   *
   * @param step 0 to {@link #steps} - 1
   */
  boolean beginsRound(long step);
}
