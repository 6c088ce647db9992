package io.partita.lstm;

import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/**
 * Cross-entropy of a softmax, nats, with class numbers as labels: exact also for the least probable
 * classes, and without one-hot arrays. Logits are looked at a row at a time, so that no copy of all
 * of them is made in 64 bits.
 *
 * <p>Labels are [rows, 2]: the class, and the weight of the row's loss. A row that is not there has
 * the weight 0; DL4J divides the sum, and in training the gradient, by all rows. (Its own masks
 * would scale what enters the softmax, so that they can say no more than there and not there.)
 *
 * <p>The layer's activation must be softmax: the loss takes what enters it, and looks no further.
 */
public final class ClassLoss implements ILossFunction {
  private static final long serialVersionUID = 1L;

  @Override
  public double computeScore(
      INDArray labels, INDArray preOutput, IActivation softmax, INDArray mask, boolean average) {
    double sum = 0;
    for (double loss : losses(labels, preOutput, mask)) {
      sum += loss;
    }
    return average ? sum / labels.size(0) : sum;
  }

  @Override
  public INDArray computeScoreArray(
      INDArray labels, INDArray preOutput, IActivation softmax, INDArray mask) {
    double[] losses = losses(labels, preOutput, mask);
    return Nd4j.create(losses, new long[] {losses.length, 1}, 'c').castTo(preOutput.dataType());
  }

  private static double[] losses(INDArray labels, INDArray preOutput, INDArray mask) {
    refuse(mask);
    double[] label = Doubles.of(labels);
    LogitRows rows = new LogitRows(preOutput);
    double[] losses = new double[label.length / 2];
    for (int k = 0; k < losses.length; k++) {
      double weight = label[2 * k + 1];
      if (weight != 0) {
        double[] logits = rows.read(k);
        double log = LogSoftmax.logSum(logits, 0, logits.length);
        losses[k] = weight * (log - logits[(int) label[2 * k]]);
      }
    }
    return losses;
  }

  @Override
  public INDArray computeGradient(
      INDArray labels, INDArray preOutput, IActivation softmax, INDArray mask) {
    refuse(mask);
    double[] label = Doubles.of(labels);
    INDArray gradient = Nd4j.create(preOutput.dataType(), preOutput.shape(), 'c');
    LogitRows rows = new LogitRows(preOutput);
    LogitRows gradients = new LogitRows(gradient);
    for (int k = 0; k < label.length / 2; k++) {
      double weight = label[2 * k + 1];
      if (weight != 0) {
        double[] values = rows.read(k);
        LogSoftmax.probabilities(values);
        values[(int) label[2 * k]] -= 1;
        for (int c = 0; c < values.length; c++) {
          values[c] *= weight;
        }
        gradients.write(k, values);
      }
    }
    return gradient;
  }

  @Override
  public Pair<Double, INDArray> computeGradientAndScore(
      INDArray labels, INDArray preOutput, IActivation softmax, INDArray mask, boolean average) {
    return new Pair<>(
        computeScore(labels, preOutput, softmax, mask, average),
        computeGradient(labels, preOutput, softmax, mask));
  }

  private static void refuse(INDArray mask) {
    if (mask != null) {
      throw new IllegalArgumentException("Weights stand in the labels: no mask beside them.");
    }
  }

  @Override
  public String name() {
    return toString();
  }

  @Override
  public String toString() {
    return "ClassLoss()";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ClassLoss;
  }

  @Override
  public int hashCode() {
    return ClassLoss.class.hashCode();
  }
}
