package io.partita.model;

/**
 * A figure of evaluations that tells a better model from a worse one: nats from 0 on, of which
 * fewer are better, or a share, 0 to 1, of which more is.
 *
 * @param figure as evaluations call it
 */
public record Measure(String figure, boolean isLowerBetter) {
  /** A cross-entropy or another loss. */
  public static Measure nats(String figure) {
    return new Measure(figure, true);
  }

  /** An accuracy or another share of what is right. */
  public static Measure share(String figure) {
    return new Measure(figure, false);
  }

  /** Whether a number can be such a figure. */
  public boolean isInRange(double value) {
    return value >= 0 && value <= (isLowerBetter ? Double.MAX_VALUE : 1);
  }

  /** What {@link #isInRange} asks for, for people. */
  public String range() {
    return isLowerBetter ? "a number of nats" : "a share, 0 to 1";
  }

  public boolean isBetter(double one, double other) {
    return isLowerBetter ? one < other : one > other;
  }
}
