package io.partita.nn.loss;

import io.partita.nn.blas.FloatMatrix;
import io.partita.nn.lstm.LstmStack;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The dense output on top of a {@link LstmStack}: what its h says of each class. */
public final class StepLogits {
  private final INDArray weights;
  private final INDArray bias;
  private final float[] biases;
  private final boolean isPlain;

  /**
   * Without a bias; one row alone is multiplied as a vector.
   *
   * @param weights [units, classes]
   */
  public StepLogits(INDArray weights) {
    this(weights, Nd4j.zeros(weights.dataType(), weights.size(1)), true);
  }

  /**
   * @param weights [units, classes]
   * @param bias of each class
   */
  public StepLogits(INDArray weights, INDArray bias) {
    this(weights, bias, false);
  }

  private StepLogits(INDArray weights, INDArray bias, boolean isPlain) {
    this.isPlain = isPlain;
    this.weights = weights.dup('c');
    this.bias = bias.reshape(1, bias.length());
    this.biases = bias.toFloatVector();
  }

  /**
   * @param hidden [sequences, units], c order
   * @return [sequences, classes]
   */
  public double[][] of(INDArray hidden) {
    if (!FloatMatrix.serves(hidden.dataType())) {
      return hidden.mmul(weights).addiRowVector(bias).toDoubleMatrix();
    }
    int count = (int) hidden.size(0);
    float[] row = new float[biases.length];
    long[] shape = {count, row.length};
    FloatMatrix product = FloatMatrix.of(Nd4j.createUninitialized(hidden.dataType(), shape, 'c'));
    if (isPlain && count == 1) {
      product.multiplyRow(FloatMatrix.of(hidden), FloatMatrix.of(weights));
    } else {
      product.multiply(0, FloatMatrix.of(hidden), 0, count, FloatMatrix.of(weights), false);
    }
    double[][] logits = new double[count][row.length];
    for (int sequence = 0; sequence < count; sequence++) {
      product.read(sequence * row.length, row, 0, row.length);
      for (int k = 0; k < row.length; k++) {
        logits[sequence][k] = row[k] + biases[k];
      }
    }
    return logits;
  }
}
