package io.partita.nn.loss;

/** Softmax of any numbers, and the logarithm of what it divides by. */
public final class LogSoftmax {
  private LogSoftmax() {}

  /** The logarithm of the sum of the exponentials of some numbers. */
  public static double logSum(double[] values, int first, int count) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int k = first; k < first + count; k++) {
      largest = Math.max(largest, values[k]);
    }
    double sum = 0;
    for (int k = first; k < first + count; k++) {
      sum += Math.exp(values[k] - largest);
    }
    return largest + Math.log(sum);
  }

  /** Puts the softmax of numbers in their place. */
  static void probabilities(double[] values) {
    double largest = Double.NEGATIVE_INFINITY;
    for (double value : values) {
      largest = Math.max(largest, value);
    }
    double sum = 0;
    for (int k = 0; k < values.length; k++) {
      values[k] = Math.exp(values[k] - largest);
      sum += values[k];
    }
    for (int k = 0; k < values.length; k++) {
      values[k] /= sum;
    }
  }
}
