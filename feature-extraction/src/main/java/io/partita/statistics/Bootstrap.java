package io.partita.statistics;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * How sure a mean is whose parts come in clusters, as predictions come in files: the percentile
 * bootstrap over whole clusters (Efron and Tibshirani, An Introduction to the Bootstrap, 1993,
 * chapter 13; Davison and Hinkley, Bootstrap Methods and their Application, 1997, section 3.8).
 *
 * <p>A resample is as many clusters as there are, drawn with replacement. All means are taken over
 * the same resamples, drawn by a fixed seed, so that two of them can be subtracted resample by
 * resample: what both have in common then cancels.
 */
public final class Bootstrap {
  /** One less than a round number: the ends of an interval then are order statistics. */
  public static final int RESAMPLES = 1_999;

  /** Of the means of resamples, the 2.5 % at each end lie outside of an interval. */
  private static final int OUTSIDE = (RESAMPLES + 1) / 40;

  private static final long SEED = 1993;

  private Bootstrap() {}

  /**
   * A mean over clusters: the sum of numerators by the sum of denominators.
   *
   * @param numerators of each cluster, finite
   * @param denominators of each cluster, 0 or more: how much it weighs
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Ratio(double[] numerators, double[] denominators) {
    public Ratio {
      if (numerators.length != denominators.length) {
        throw new IllegalArgumentException(
            "A ratio of %d numerators and %d denominators"
                .formatted(numerators.length, denominators.length));
      }
    }

    /** Of the sums that clusters have. */
    public static <C> Ratio of(
        List<C> clusters, ToDoubleFunction<C> numerator, ToDoubleFunction<C> denominator) {
      return new Ratio(
          clusters.stream().mapToDouble(numerator).toArray(),
          clusters.stream().mapToDouble(denominator).toArray());
    }

    /** The mean itself; NaN of no clusters. */
    public double value() {
      return Arrays.stream(numerators).sum() / Arrays.stream(denominators).sum();
    }
  }

  /** The ends of a 95 % interval. */
  public record Interval(double low, double high) {}

  /**
   * The means of resamples.
   *
   * @param ratios over the same clusters, at least two
   * @return [ratio][{@link #RESAMPLES}]
   */
  public static double[][] resampled(List<Ratio> ratios) {
    int clusters = ratios.isEmpty() ? 0 : ratios.get(0).numerators().length;
    if (clusters < 2 || ratios.stream().anyMatch(of -> of.numerators().length != clusters)) {
      throw new IllegalArgumentException(
          "Ratios must be over the same clusters, at least 2, but the first has " + clusters);
    }
    double[][] values = new double[ratios.size()][RESAMPLES];
    SplittableRandom random = new SplittableRandom(SEED);
    int[] drawn = new int[clusters];
    for (int resample = 0; resample < RESAMPLES; resample++) {
      Arrays.fill(drawn, 0);
      for (int i = 0; i < clusters; i++) {
        drawn[random.nextInt(clusters)]++;
      }
      for (int k = 0; k < values.length; k++) {
        Ratio ratio = ratios.get(k);
        values[k][resample] = dot(drawn, ratio.numerators()) / dot(drawn, ratio.denominators());
      }
    }
    return values;
  }

  private static double dot(int[] drawn, double[] values) {
    double sum = 0;
    for (int i = 0; i < drawn.length; i++) {
      sum += drawn[i] * values[i];
    }
    return sum;
  }

  /**
   * The middle 95 % of the means of resamples, or of their differences.
   *
   * @param values [{@link #RESAMPLES}], in any order
   */
  public static Interval interval(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return new Interval(sorted[OUTSIDE - 1], sorted[RESAMPLES - OUTSIDE]);
  }

  /** What remains of one mean without the other, resample by resample. */
  public static double[] difference(double[] one, double[] other) {
    double[] difference = new double[one.length];
    Arrays.setAll(difference, i -> one[i] - other[i]);
    return difference;
  }
}
