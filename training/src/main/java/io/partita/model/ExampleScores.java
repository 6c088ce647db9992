package io.partita.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The score of some examples, of each by itself.
 *
 * @param figures names of the sums that each example has; divided by the predictions they are means
 * @param counts predictions of each example, as {@link PredictionSums#count}
 * @param sums over each example's predictions, [example][figure]
 * @param others sums over all the examples of what is no mean; their count is 0
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ExampleScores(
    List<String> figures, long[] counts, double[][] sums, PredictionSums others) {
  /**
   * The same with one more figure of each example.
   *
   * @param values the figure's mean over each example's predictions, [example]
   */
  public ExampleScores with(String figure, double[] values) {
    List<String> names = new ArrayList<>(figures);
    names.add(figure);
    double[][] more = new double[sums.length][];
    for (int k = 0; k < more.length; k++) {
      more[k] = Arrays.copyOf(sums[k], sums[k].length + 1);
      more[k][sums[k].length] = values[k] * counts[k];
    }
    return new ExampleScores(names, counts, more, others);
  }

  /** All examples together. */
  public PredictionSums sum() {
    long count = 0;
    double[] total = new double[figures.size()];
    for (int k = 0; k < counts.length; k++) {
      count += counts[k];
      for (int i = 0; i < total.length; i++) {
        total[i] += sums[k][i];
      }
    }
    return sum(figures, count, total).plus(others);
  }

  /** Sums by their names. */
  public static PredictionSums sum(List<String> figures, long count, double[] sums) {
    Map<String, Double> byName = new LinkedHashMap<>();
    for (int i = 0; i < sums.length; i++) {
      byName.put(figures.get(i), sums[i]);
    }
    return new PredictionSums(count, byName);
  }
}
