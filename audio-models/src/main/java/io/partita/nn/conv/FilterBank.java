package io.partita.nn.conv;

/**
 * A bank of cosine modulated filters that cuts a signal into bands of equal width, each at the
 * signal's rate divided by their number, and puts it together again almost as it was (pseudo-QMF;
 * Nguyen, "Near-perfect-reconstruction pseudo-QMF banks", 1994).
 *
 * <pre>
 * prototype h[n] = ω/π · sinc(ω/π · (n − (N − 1)/2)) · kaiser(n; β)       β = 0.1102 · (100 − 8.7)
 * filter    h_k[n] = 2 · h[n] · cos((2k + 1) · π/(2·bands) · (n − ⌊N/2⌋) + (−1)^k · π/4)
 * </pre>
 *
 * <p>of N = ⌈(100 − 7.95) / (2.285 · ω) + 1⌉ taps, made odd. ω is where the largest autocorrelation
 * of h at multiples of 2 · bands is least (Lin and Vaidyanathan, "A Kaiser window approach for the
 * design of prototype filters of cosine modulated filterbanks", 1998): it is known, not searched.
 * Prototype and filters are rounded to 32 bits, as those of the models that others trained are.
 */
public final class FilterBank {
  private static final double ATTENUATION_DB = 100;
  private static final double KAISER = 0.1102 * (ATTENUATION_DB - 8.7);

  private FilterBank() {}

  /**
   * @throws IllegalArgumentException unless there are 4, 8 or 16 bands
   */
  static double cutoff(int bands) {
    return switch (bands) {
      case 4 -> 0.42988281250000043;
      case 8 -> 0.21494140625;
      case 16 -> 0.1075195312500001;
      default -> throw new IllegalArgumentException("Bands are 4, 8 or 16, not " + bands);
    };
  }

  static double[] prototype(int bands) {
    double cutoff = cutoff(bands);
    int least = (int) Math.ceil((ATTENUATION_DB - 7.95) / (2.285 * cutoff) + 1);
    double[] taps = new double[2 * (least / 2) + 1];
    int middle = taps.length / 2;
    for (int n = 0; n < taps.length; n++) {
      double angle = cutoff * (n - middle);
      double sinc = angle == 0 ? 1 : Math.sin(angle) / angle;
      double place = (double) (n - middle) / middle;
      double kaiser = bessel(KAISER * Math.sqrt(1 - place * place)) / bessel(KAISER);
      taps[n] = cutoff / Math.PI * sinc * kaiser;
    }
    return taps;
  }

  /** The modified Bessel function of order 0, by its series. */
  private static double bessel(double x) {
    double sum = 1;
    double term = 1;
    for (int k = 1; term > sum * 1e-18; k++) {
      term *= x / (2 * k) * (x / (2 * k));
      sum += term;
    }
    return sum;
  }

  /** The filters, [band][tap]. */
  static double[][] filters(int bands) {
    double[] prototype = prototype(bands);
    double[][] filters = new double[bands][prototype.length];
    for (int band = 0; band < bands; band++) {
      double shift = (band % 2 == 0 ? 1 : -1) * Math.PI / 4;
      for (int n = 0; n < prototype.length; n++) {
        double angle = (2 * band + 1) * Math.PI / (2 * bands) * (n - prototype.length / 2) + shift;
        filters[band][n] = (float) (2 * (float) prototype[n] * Math.cos(angle));
      }
    }
    return filters;
  }

  /**
   * The bands of a signal, but for the sign that {@link FilterBankVertex} turns spectra with.
   *
   * @param signal a multiple of the number of bands
   * @return [band][position]
   */
  public static float[] bands(float[] signal, int bands) {
    double[][] filters = filters(bands);
    int positions = signal.length / bands;
    float[] found = new float[signal.length];
    for (int k = 0; k < found.length; k++) {
      double[] filter = filters[k / positions];
      int first = k % positions * bands - (filter.length + 1) / 2;
      double sum = 0;
      for (int j = Math.max(0, -first); j < Math.min(filter.length, signal.length - first); j++) {
        sum += filter[j] * signal[first + j];
      }
      found[k] = (float) sum;
    }
    return found;
  }

  /**
   * The signal of such bands.
   *
   * @param of [band][position]
   */
  public static float[] sound(float[] of, int bands) {
    double[][] filters = filters(bands);
    int positions = of.length / bands;
    double[] sums = new double[of.length];
    for (int k = 0; k < of.length; k++) {
      double[] filter = filters[k / positions];
      int first = k % positions * bands - (filter.length + 1) / 2;
      for (int j = Math.max(0, -first); j < Math.min(filter.length, sums.length - first); j++) {
        sums[first + j] += bands * filter[j] * of[k];
      }
    }
    float[] signal = new float[sums.length];
    for (int n = 0; n < signal.length; n++) {
      signal[n] = (float) sums[n];
    }
    return signal;
  }
}
