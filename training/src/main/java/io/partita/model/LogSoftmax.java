package io.partita.model;

/** log(sum of exponentials), for any numbers. */
final class LogSoftmax {
  private LogSoftmax() {}

  /** The logarithm of the sum of the exponentials of some numbers. */
  static double logSum(double[] values, int first, int count) {
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
}
