package io.partita.model.train;

import java.util.Locale;

/** What of the workers is averaged after a round. */
public enum Averaged {
  /** Parameters and Adam's two moments: 12 bytes a parameter. */
  ALL,

  /** Parameters, 4 bytes each: Adam begins again in each round, on each worker. */
  PARAMETERS,

  /**
   * As all, but results are what a round changed, in 16 bits: 6 bytes a parameter. What is sent to
   * the workers stays whole.
   */
  DIFFERENCES;

  /** Whether Adam's state goes to the workers and comes back. */
  boolean hasAdam() {
    return this != PARAMETERS;
  }

  /** What a worker's result has for each parameter. */
  int bytes() {
    return switch (this) {
      case ALL -> 3 * Float.BYTES;
      case PARAMETERS -> Float.BYTES;
      case DIFFERENCES -> 3 * Short.BYTES;
    };
  }

  /**
   * What an averaging moves where each worker is a machine: the network to each, a result of each
   * but one to another in the tree of pairs, the mean to the driver. Less where machines are
   * shared.
   *
   * @param parameters of the network
   */
  public long movedBytes(long parameters, int workers) {
    int network = hasAdam() ? 3 * Float.BYTES : Float.BYTES;
    return parameters * workers * (network + bytes());
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
