package io.partita.sample;

import java.util.Arrays;

/** The seven statistics of features.csv. */
final class SeriesStatistics {
  static final int COUNT = 7;

  private SeriesStatistics() {}

  /** Excess kurtosis, max, mean, median, min, skew and standard deviation, in this order. */
  static double[] of(double[] series) {
    double mean = Arrays.stream(series).average().orElseThrow();
    double second = moment(series, mean, 2);
    double std = Math.sqrt(second);
    boolean constant = std <= 1e-12 * Math.abs(mean) || std == 0;
    double kurtosis = constant ? -3 : moment(series, mean, 4) / (second * second) - 3;
    double skew = constant ? 0 : moment(series, mean, 3) / (second * std);
    double[] sorted = series.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    double median = sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    return new double[] {kurtosis, sorted[sorted.length - 1], mean, median, sorted[0], skew, std};
  }

  private static double moment(double[] series, double mean, int order) {
    double sum = 0;
    for (double value : series) {
      double power = 1;
      for (int i = 0; i < order; i++) {
        power *= value - mean;
      }
      sum += power;
    }
    return sum / series.length;
  }
}
