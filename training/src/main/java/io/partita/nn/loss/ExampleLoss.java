package io.partita.nn.loss;

import io.partita.nn.blas.Doubles;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The loss that a network has computed itself: what enters the layer, [batch, 1], is each example's
 * loss. Labels say nothing, but DL4J wants some, of the same shape. The activation must be the
 * identity.
 */
public final class ExampleLoss extends OutputLoss {
  private static final long serialVersionUID = 1L;

  @Override
  double[] losses(INDArray labels, INDArray losses, INDArray mask) {
    return Doubles.of(losses);
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
}
