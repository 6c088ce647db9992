package io.partita.kind.groovae;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A logistic regression that tells real examples from made ones, in five folds: each pair of a real
 * and a made example is judged by what was learnt of the other folds. Features are standardised by
 * what is learnt from; the weights have a squared penalty, the constant has none.
 */
final class TwoSampleTest {
  private static final int FOLDS = 5;
  private static final int ITERATIONS = 300;
  private static final double PENALTY = 1;
  private static final double LEAST_DEVIATION = 1e-9;

  private TwoSampleTest() {}

  /**
   * The area under the ROC curve: how often a real example is judged more real than a made one.
   *
   * @param real [features] of each
   * @param made the same, as many
   * @return 0 to 1; ½ where they cannot be told apart; NaN of fewer than five pairs
   */
  static double auc(List<double[]> real, List<double[]> made) {
    if (real.size() < FOLDS) {
      return Double.NaN;
    }
    double[] ofReal = new double[real.size()];
    double[] ofMade = new double[made.size()];
    for (int fold = 0; fold < FOLDS; fold++) {
      Regression learnt = Regression.of(others(real, fold), others(made, fold));
      for (int k = fold; k < ofReal.length; k += FOLDS) {
        ofReal[k] = learnt.logit(real.get(k));
        ofMade[k] = learnt.logit(made.get(k));
      }
    }
    double right = 0;
    for (double one : ofReal) {
      for (double other : ofMade) {
        right += one > other ? 1 : one == other ? 0.5 : 0;
      }
    }
    return right / ((double) ofReal.length * ofMade.length);
  }

  private static List<double[]> others(List<double[]> all, int fold) {
    List<double[]> others = new ArrayList<>();
    for (int k = 0; k < all.size(); k++) {
      if (k % FOLDS != fold) {
        others.add(all.get(k));
      }
    }
    return others;
  }

  /** Steps by a bound on the curvature, which never miss (Böhning and Lindsay, 1988). */
  private static final class Regression {
    private final double[] means;
    private final double[] deviations;

    /** Of each feature, then the constant. */
    private final double[] weights;

    private Regression(int features) {
      means = new double[features];
      deviations = new double[features];
      weights = new double[features + 1];
    }

    static Regression of(List<double[]> real, List<double[]> made) {
      List<double[]> all = new ArrayList<>(real);
      all.addAll(made);
      Regression regression = new Regression(all.get(0).length);
      regression.standardise(all);
      double[][] rows = all.stream().map(regression::row).toArray(double[][]::new);
      double[][] factor = regression.bound(rows);
      Cholesky.factorise(factor);
      for (int iteration = 0; iteration < ITERATIONS; iteration++) {
        regression.improve(factor, rows, real.size());
      }
      return regression;
    }

    private void standardise(List<double[]> all) {
      for (int k = 0; k < means.length; k++) {
        for (double[] one : all) {
          means[k] += one[k] / all.size();
        }
        for (double[] one : all) {
          deviations[k] += (one[k] - means[k]) * (one[k] - means[k]) / all.size();
        }
        deviations[k] = Math.max(Math.sqrt(deviations[k]), LEAST_DEVIATION);
      }
    }

    private double[] row(double[] features) {
      double[] row = Arrays.copyOf(features, features.length + 1);
      for (int k = 0; k < features.length; k++) {
        row[k] = (features[k] - means[k]) / deviations[k];
      }
      row[features.length] = 1;
      return row;
    }

    double logit(double[] features) {
      return product(row(features));
    }

    private double product(double[] row) {
      double sum = 0;
      for (int k = 0; k < row.length; k++) {
        sum += weights[k] * row[k];
      }
      return sum;
    }

    /** The lower half of a matrix that no curvature of the loss is above. */
    private double[][] bound(double[][] rows) {
      int size = weights.length;
      double[][] bound = new double[size][size];
      for (int k = 0; k < size; k++) {
        bound[k][k] = k < size - 1 ? PENALTY : 0;
        for (double[] row : rows) {
          for (int other = 0; other <= k; other++) {
            bound[k][other] += row[k] * row[other] / 4;
          }
        }
      }
      return bound;
    }

    /**
     * @param real how many of the rows, the first ones, are real
     */
    private void improve(double[][] factor, double[][] rows, int real) {
      double[] step = new double[weights.length];
      for (int k = 0; k < weights.length - 1; k++) {
        step[k] = -PENALTY * weights[k];
      }
      for (int row = 0; row < rows.length; row++) {
        double error = (row < real ? 1 : 0) - PerformanceLoss.sigmoid(product(rows[row]));
        for (int k = 0; k < step.length; k++) {
          step[k] += error * rows[row][k];
        }
      }
      Cholesky.solve(factor, step);
      for (int k = 0; k < step.length; k++) {
        weights[k] += step[k];
      }
    }
  }
}
