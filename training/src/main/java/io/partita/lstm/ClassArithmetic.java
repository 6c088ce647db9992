package io.partita.lstm;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Cross-entropy of the softmax of logits [rows, classes], nats: a class and a weight a row. */
interface ClassArithmetic {
  /** A row at a time for 32-bit numbers on a CPU, else whole arrays. */
  static ClassArithmetic of(DataType type) {
    return FloatMatrix.serves(type) ? new FloatClasses() : new ArrayClasses();
  }

  /** −ln of the probability of each row's class, times its weight; 0 where the weight is. */
  double[] nats(INDArray logits, int[] classes, double[] weights);

  /**
   * Softmax less the one-hot class, times the row's weight.
   *
   * @param gradient to fill, c order
   */
  void gradient(INDArray logits, int[] classes, double[] weights, INDArray gradient);
}
