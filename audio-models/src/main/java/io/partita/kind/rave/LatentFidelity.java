package io.partita.kind.rave;

import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;

/**
 * How many numbers the z of a frame comes down to: the principal components of the means of many
 * frames, those of the largest variance first.
 *
 * @param components each of length 1, its largest entry in absolute value positive, [component][z]
 * @param variances along the components, unbiased
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record LatentFidelity(double[][] components, double[] variances) {
  /**
   * @param z of at least two frames, [frame][z]
   */
  static LatentFidelity of(double[][] z) {
    int size = z[0].length;
    double[] mean = new double[size];
    for (double[] frame : z) {
      for (int i = 0; i < size; i++) {
        mean[i] += frame[i] / z.length;
      }
    }
    double[][] covariance = new double[size][size];
    for (double[] frame : z) {
      for (int i = 0; i < size; i++) {
        for (int k = 0; k < size; k++) {
          covariance[i][k] += (frame[i] - mean[i]) * (frame[k] - mean[k]) / (z.length - 1);
        }
      }
    }
    EigenDecomposition eigen = new EigenDecomposition(new Array2DRowRealMatrix(covariance, false));
    double[][] components = new double[size][];
    for (int i = 0; i < size; i++) {
      components[i] = turned(eigen.getEigenvector(i).toArray());
    }
    return new LatentFidelity(components, eigen.getRealEigenvalues());
  }

  private static double[] turned(double[] component) {
    double largest = 0;
    for (double entry : component) {
      largest = Math.abs(entry) > Math.abs(largest) ? entry : largest;
    }
    double sign = Math.signum(largest);
    return Arrays.stream(component).map(entry -> sign * entry).toArray();
  }

  /** The share of the variance that the first component has, the first two and so on, to 1. */
  double[] shares() {
    double[] shares = variances.clone();
    Arrays.parallelPrefix(shares, Double::sum);
    double all = shares[shares.length - 1];
    return Arrays.stream(shares).map(sum -> sum / all).toArray();
  }

  /** The least number of components that have more than a share of the variance. */
  int needed(double share) {
    double[] shares = shares();
    int needed = 1;
    while (needed < shares.length && shares[needed - 1] <= share) {
      needed++;
    }
    return needed;
  }
}
