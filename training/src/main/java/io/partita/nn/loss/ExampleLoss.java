package io.partita.nn.loss;

import io.partita.nn.blas.Doubles;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/**
 * The loss that a network has computed itself: what enters the layer, [batch, 1], is each example's
 * loss. Labels say nothing, but DL4J wants some, of the same shape. The activation must be the
 * identity.
 */
public final class ExampleLoss implements ILossFunction {
  private static final long serialVersionUID = 1L;

  @Override
  public double computeScore(
      INDArray labels, INDArray losses, IActivation identity, INDArray mask, boolean average) {
    double sum = 0;
    for (double loss : Doubles.of(losses)) {
      sum += loss;
    }
    return average ? sum / losses.size(0) : sum;
  }

  @Override
  public INDArray computeScoreArray(
      INDArray labels, INDArray losses, IActivation identity, INDArray mask) {
    return losses.dup();
  }

  @Override
  public INDArray computeGradient(
      INDArray labels, INDArray losses, IActivation identity, INDArray mask) {
    return Nd4j.onesLike(losses);
  }

  @Override
  public Pair<Double, INDArray> computeGradientAndScore(
      INDArray labels, INDArray losses, IActivation identity, INDArray mask, boolean average) {
    return new Pair<>(
        computeScore(labels, losses, identity, mask, average),
        computeGradient(labels, losses, identity, mask));
  }

  @Override
  public String name() {
    return toString();
  }

  @Override
  public String toString() {
    return "ExampleLoss()";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ExampleLoss;
  }

  @Override
  public int hashCode() {
    return ExampleLoss.class.hashCode();
  }
}
