package io.partita.lstm;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Cross-entropy a row at a time in 64 bits, so that no such copy of all logits is made. */
final class FloatClasses implements ClassArithmetic {
  @Override
  public double[] nats(INDArray logits, int[] classes, double[] weights) {
    LogitRows rows = new LogitRows(logits);
    double[] nats = new double[classes.length];
    for (int k = 0; k < nats.length; k++) {
      if (weights[k] != 0) {
        double[] values = rows.read(k);
        double log = LogSoftmax.logSum(values, 0, values.length);
        nats[k] = weights[k] * (log - values[classes[k]]);
      }
    }
    return nats;
  }

  @Override
  public void gradient(INDArray logits, int[] classes, double[] weights, INDArray gradient) {
    LogitRows rows = new LogitRows(logits);
    LogitRows gradients = new LogitRows(gradient);
    double[] zeros = new double[(int) logits.size(1)];
    for (int k = 0; k < classes.length; k++) {
      double[] values = zeros;
      if (weights[k] != 0) {
        values = rows.read(k);
        LogSoftmax.probabilities(values);
        values[classes[k]] -= 1;
        for (int c = 0; c < values.length; c++) {
          values[c] *= weights[k];
        }
      }
      gradients.write(k, values);
    }
  }
}
