package io.partita.audio.compare;

import io.partita.statistics.ExactSum;
import java.io.Serializable;

/**
 * A mean of logarithms of densities, in nats a value. Means of parts can be joined in any order and
 * give the same bits.
 */
public final class MeanDensity implements Serializable {
  private static final long serialVersionUID = 1L;

  private final ExactSum nats = new ExactSum();
  private long values;

  /**
   * Adds a window.
   *
   * @param nats the logarithm of the window's density, the sum over its values; finite
   */
  public void add(double nats, long values) {
    this.nats.add(nats);
    this.values += values;
  }

  /** Adds what another one has added. */
  public void add(MeanDensity other) {
    nats.add(other.nats);
    values += other.values;
  }

  /** How many values were added. */
  public long values() {
    return values;
  }

  /** Nats a value: more is better; NaN without values. */
  public double perValue() {
    return nats.value().doubleValue() / values;
  }
}
