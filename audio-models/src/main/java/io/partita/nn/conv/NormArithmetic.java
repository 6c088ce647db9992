package io.partita.nn.conv;

import org.nd4j.linalg.api.ndarray.INDArray;

/** How a normalisation is computed. All arrays lie in c order. */
interface NormArithmetic {
  /**
   * What values are normalised by.
   *
   * @param gamma [channels]
   * @param beta [channels]
   * @param areGiven whether the moments are not those of the values
   */
  record Scaling(INDArray gamma, INDArray beta, Moments moments, boolean areGiven) {}

  /** Fills y, and moments unless they are given. */
  void forward(INDArray x, Scaling by, INDArray y);

  /** Fills the gradients of x, gamma and beta; moments that were given have none. */
  void backward(
      INDArray x, Scaling by, INDArray above, INDArray ofX, INDArray ofGamma, INDArray ofBeta);
}
