package io.partita.conv;

import java.util.Arrays;

/**
 * Sums of 32-bit numbers in many lanes side by side, which the JIT compiler vectorises and which
 * round less than one sum; the lanes are added in 64 bits. The order depends on nothing but the
 * count. Used by one thread at a time.
 */
final class Lanes {
  private static final int LANES = 128;

  private final float[] lanes = new float[LANES];

  /** The sum of x[first … first + count). */
  double sum(float[] x, int first, int count) {
    Arrays.fill(lanes, 0);
    for (int k = first; k < first + count; k += LANES) {
      add(x, k, lanes, Math.min(LANES, first + count - k));
    }
    return total(count);
  }

  /** The sum of (x − mean)². */
  double squares(float[] x, float mean, int first, int count) {
    Arrays.fill(lanes, 0);
    for (int k = first; k < first + count; k += LANES) {
      addSquares(x, mean, k, lanes, Math.min(LANES, first + count - k));
    }
    return total(count);
  }

  /** The sum of g·(x − mean). */
  double products(float[] g, float[] x, float mean, int first, int count) {
    Arrays.fill(lanes, 0);
    for (int k = first; k < first + count; k += LANES) {
      addProducts(g, x, mean, k, lanes, Math.min(LANES, first + count - k));
    }
    return total(count);
  }

  private double total(int count) {
    double total = 0;
    for (int lane = 0; lane < Math.min(LANES, count); lane++) {
      total += lanes[lane];
    }
    return total;
  }

  private static void add(float[] x, int first, float[] to, int count) {
    for (int k = 0; k < count; k++) {
      to[k] += x[first + k];
    }
  }

  private static void addSquares(float[] x, float mean, int first, float[] to, int count) {
    for (int k = 0; k < count; k++) {
      to[k] += (x[first + k] - mean) * (x[first + k] - mean);
    }
  }

  private static void addProducts(
      float[] g, float[] x, float mean, int first, float[] to, int count) {
    for (int k = 0; k < count; k++) {
      to[k] += g[first + k] * (x[first + k] - mean);
    }
  }
}
