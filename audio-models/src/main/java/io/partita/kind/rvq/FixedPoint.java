package io.partita.kind.rvq;

/**
 * Numbers as whole multiples of 2^-20, whose sums do not depend on their order. Sums of 2^23
 * numbers below 2^19 fit.
 */
final class FixedPoint {
  private static final double UNIT = 1 << 20;

  private FixedPoint() {}

  static long of(double value) {
    return Math.round(value * UNIT);
  }

  static double value(long sum) {
    return sum / UNIT;
  }
}
