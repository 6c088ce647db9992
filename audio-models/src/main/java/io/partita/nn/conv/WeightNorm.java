package io.partita.nn.conv;

import io.partita.nn.blas.Doubles;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Weights as a length and a direction for each index of their first axis, W = g · v / ‖v‖ (Salimans
 * and Kingma, "Weight Normalization", 2016, equations 2 and 3).
 *
 * @param directions v, one index of the first axis after the other
 * @param norms ‖v‖ of each index
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record WeightNorm(double[] directions, double[] norms) {
  static WeightNorm of(INDArray v) {
    double[] directions = Doubles.of(v);
    double[] norms = new double[(int) v.size(0)];
    int size = directions.length / norms.length;
    for (int k = 0; k < directions.length; k++) {
      norms[k / size] += directions[k] * directions[k];
    }
    for (int row = 0; row < norms.length; row++) {
      norms[row] = Math.sqrt(norms[row]);
    }
    return new WeightNorm(directions, norms);
  }

  private int size() {
    return directions.length / norms.length;
  }

  double[] weights(double[] lengths) {
    double[] weights = new double[directions.length];
    for (int k = 0; k < weights.length; k++) {
      int row = k / size();
      weights[k] = lengths[row] / norms[row] * directions[k];
    }
    return weights;
  }

  /** The gradient of the lengths: Σ(dW · v) / ‖v‖. */
  double[] ofLengths(double[] ofWeights) {
    double[] gradient = new double[norms.length];
    for (int k = 0; k < ofWeights.length; k++) {
      gradient[k / size()] += ofWeights[k] * directions[k];
    }
    for (int row = 0; row < gradient.length; row++) {
      gradient[row] /= norms[row];
    }
    return gradient;
  }

  /** The gradient of the directions: g / ‖v‖ · (dW − v · Σ(dW · v) / ‖v‖²). */
  double[] ofDirections(double[] ofWeights, double[] lengths, double[] ofLengths) {
    double[] gradient = new double[ofWeights.length];
    for (int k = 0; k < gradient.length; k++) {
      int row = k / size();
      double along = directions[k] * ofLengths[row] / norms[row];
      gradient[k] = lengths[row] / norms[row] * (ofWeights[k] - along);
    }
    return gradient;
  }
}
