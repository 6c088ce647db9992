package io.partita.training;

import java.util.Locale;

/** What of the workers is averaged after a round. */
public enum Averaged {
  /** Parameters and Adam's two moments: 12 bytes a parameter. */
  ALL,

  /** Parameters, 4 bytes each: Adam begins anew in each round, on each worker. */
  PARAMETERS;

  /** What a worker's result has for each parameter. */
  int bytes() {
    return this == ALL ? 3 * Float.BYTES : Float.BYTES;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
