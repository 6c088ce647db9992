package io.partita.nn.loss;

import io.partita.nn.blas.ClassRows;
import io.partita.nn.blas.Doubles;
import io.partita.nn.blas.FloatMatrix;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Cross-entropy of the softmax of logits [rows, classes], nats: a class and a weight a row. 32-bit
 * numbers on a CPU are looked at a row at a time in 64 bits, so that no such copy of all of them is
 * made; elsewhere ND4J's operations take whole arrays.
 */
final class ClassTerms {
  private ClassTerms() {}

  /** −ln of the probability of each row's class, times its weight; 0 where the weight is. */
  static double[] nats(INDArray logits, int[] classes, double[] weights) {
    boolean byRows = FloatMatrix.serves(logits.dataType());
    double[] nats = byRows ? ofRows(logits, classes, weights) : ofArrays(logits, classes);
    for (int k = 0; k < nats.length; k++) {
      nats[k] = weights[k] == 0 ? 0 : weights[k] * nats[k];
    }
    return nats;
  }

  private static double[] ofRows(INDArray logits, int[] classes, double[] weights) {
    LogitRows rows = new LogitRows(logits);
    double[] nats = new double[classes.length];
    for (int k = 0; k < nats.length; k++) {
      if (weights[k] != 0) {
        double[] values = rows.read(k);
        nats[k] = LogSoftmax.logSum(values, 0, values.length) - values[classes[k]];
      }
    }
    return nats;
  }

  private static double[] ofArrays(INDArray logits, int[] classes) {
    INDArray apart = apart(logits);
    INDArray ofClass = oneHot(logits, classes).muli(apart).sum(1);
    INDArray logSums = Transforms.log(Transforms.exp(apart, false).sum(1), false);
    return Doubles.of(logSums.subi(ofClass));
  }

  /**
   * Softmax less the one-hot class, times the row's weight.
   *
   * @param gradient to fill, c order
   */
  static void gradient(INDArray logits, int[] classes, double[] weights, INDArray gradient) {
    if (FloatMatrix.serves(logits.dataType())) {
      gradientByRows(logits, classes, weights, gradient);
      return;
    }
    INDArray powers = Transforms.exp(apart(logits), false);
    INDArray softmax = powers.diviColumnVector(powers.sum(true, 1));
    INDArray ofRows =
        Nd4j.createFromArray(weights).castTo(logits.dataType()).reshape(weights.length, 1);
    softmax.muliColumnVector(ofRows);
    gradient.assign(softmax.subi(oneHot(logits, classes).muliColumnVector(ofRows)));
  }

  private static void gradientByRows(
      INDArray logits, int[] classes, double[] weights, INDArray gradient) {
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

  /** From each row's largest, so that no exponential is too large. */
  private static INDArray apart(INDArray logits) {
    return logits.subColumnVector(logits.max(true, 1));
  }

  private static INDArray oneHot(INDArray logits, int[] classes) {
    return ClassRows.oneHot(classes, (int) logits.size(1), logits.dataType());
  }
}
