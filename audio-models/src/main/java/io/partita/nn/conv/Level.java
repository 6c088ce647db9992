package io.partita.nn.conv;

/**
 * Loudness of any number, level(u) = 2 · sigmoid(u)^2.3 + 1e-7 (Engel et al., "DDSP: Differentiable
 * Digital Signal Processing", 2020, appendix B.5).
 */
final class Level {
  private static final double EXPONENT = 2.3;
  private static final double LEAST = 1e-7;

  private Level() {}

  static double of(double u) {
    return 2 * Math.pow(sigmoid(u), EXPONENT) + LEAST;
  }

  /** What it grows by at u. */
  static double slope(double u) {
    return (of(u) - LEAST) * EXPONENT * (1 - sigmoid(u));
  }

  private static double sigmoid(double u) {
    return 1 / (1 + Math.exp(-u));
  }
}
