package io.partita.nn.blas;

/**
 * Sums of 32-bit numbers: those of four are added in 64 bits, in two sums, as one would wait for
 * itself. The order depends on nothing but the count.
 */
public final class Sums {
  private Sums() {}

  /** The sum of x[first … first + count). */
  public static double of(float[] x, int first, int count) {
    double even = 0;
    double odd = 0;
    int end = first + count;
    int k = first;
    for (; k + 7 < end; k += 8) {
      even += (x[k] + x[k + 1]) + (x[k + 2] + x[k + 3]);
      odd += (x[k + 4] + x[k + 5]) + (x[k + 6] + x[k + 7]);
    }
    for (; k < end; k++) {
      even += x[k];
    }
    return even + odd;
  }

  /** The sum of (x − mean)². */
  public static double ofSquares(float[] x, float mean, int first, int count) {
    double even = 0;
    double odd = 0;
    int end = first + count;
    int k = first;
    for (; k + 7 < end; k += 8) {
      even += fourSquares(x, mean, k);
      odd += fourSquares(x, mean, k + 4);
    }
    for (; k < end; k++) {
      even += (x[k] - mean) * (x[k] - mean);
    }
    return even + odd;
  }

  private static float fourSquares(float[] x, float mean, int k) {
    float a = x[k] - mean;
    float b = x[k + 1] - mean;
    float c = x[k + 2] - mean;
    float d = x[k + 3] - mean;
    return (a * a + b * b) + (c * c + d * d);
  }

  /** The sum of g·(x − mean). */
  public static double ofProducts(float[] g, float[] x, float mean, int first, int count) {
    double even = 0;
    double odd = 0;
    int end = first + count;
    int k = first;
    for (; k + 7 < end; k += 8) {
      even += fourProducts(g, x, mean, k);
      odd += fourProducts(g, x, mean, k + 4);
    }
    for (; k < end; k++) {
      even += g[k] * (x[k] - mean);
    }
    return even + odd;
  }

  private static float fourProducts(float[] g, float[] x, float mean, int k) {
    return (g[k] * (x[k] - mean) + g[k + 1] * (x[k + 1] - mean))
        + (g[k + 2] * (x[k + 2] - mean) + g[k + 3] * (x[k + 3] - mean));
  }
}
