package io.partita.nn.conv;

import org.nd4j.linalg.api.ndarray.INDArray;

/** How a normalisation is computed. All arrays lie in c order. */
interface NormArithmetic {
  /** Fills y, and moments unless they are given. */
  void forward(
      INDArray x, INDArray gamma, INDArray beta, Moments moments, boolean areGiven, INDArray y);

  /** Fills the gradients of x, gamma and beta; moments that were given have none. */
  void backward(
      INDArray x,
      INDArray gamma,
      INDArray beta,
      Moments moments,
      boolean areGiven,
      INDArray above,
      INDArray ofX,
      INDArray ofGamma,
      INDArray ofBeta);
}
