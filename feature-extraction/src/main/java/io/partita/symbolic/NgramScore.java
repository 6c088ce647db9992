package io.partita.symbolic;

import java.io.Serializable;

/**
 * Sums over predicted classes; sums of parts add up.
 *
 * @param count number of classes that were predicted
 * @param nats the sum of -ln P of what came
 * @param top1 number of times that the most likely class came
 */
public record NgramScore(long count, double nats, long top1) implements Serializable {
  public static final NgramScore NONE = new NgramScore(0, 0, 0);

  public NgramScore plus(NgramScore other) {
    return new NgramScore(count + other.count, nats + other.nats, top1 + other.top1);
  }

  /** Nats for each predicted class; NaN where there was none. */
  public double crossEntropyNats() {
    return nats / count;
  }

  /** The share of predictions that came, 0 to 1; NaN where there was none. */
  public double top1Share() {
    return (double) top1 / count;
  }
}
