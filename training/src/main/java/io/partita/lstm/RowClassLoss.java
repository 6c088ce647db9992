package io.partita.lstm;

import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/**
 * The same as {@link ClassLoss}, for many classes and for rows that are steps of sequences: logits
 * are looked at a row at a time, so that no copy of all of them is made in 64 bits.
 *
 * <p>Labels are [rows, 3]: the class, the weight of the row's loss, and that of its gradient; a row
 * that is not there has the weights 0. DL4J divides the sum of losses by all rows, but gradients by
 * the sequences only: a mean over so many rows that are there takes rows / count for the one, and
 * sequences / count for the other. The layer's activation must be softmax.
 */
public final class RowClassLoss implements ILossFunction {
  private static final long serialVersionUID = 1L;

  private static final int COLUMNS = 3;

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
    double[] losses = new double[label.length / COLUMNS];
    for (int k = 0; k < losses.length; k++) {
      double weight = label[COLUMNS * k + 1];
      if (weight != 0) {
        double[] logits = rows.read(k);
        double log = LogSoftmax.logSum(logits, 0, logits.length);
        losses[k] = weight * (log - logits[(int) label[COLUMNS * k]]);
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
    for (int k = 0; k < label.length / COLUMNS; k++) {
      double weight = label[COLUMNS * k + 2];
      if (weight != 0) {
        double[] values = rows.read(k);
        LogSoftmax.probabilities(values);
        values[(int) label[COLUMNS * k]] -= 1;
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
    return "RowClassLoss()";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RowClassLoss;
  }

  @Override
  public int hashCode() {
    return RowClassLoss.class.hashCode();
  }
}
