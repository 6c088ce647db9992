package io.partita.nn.conv;

import org.nd4j.linalg.api.ndarray.INDArray;

/** How a normalisation is computed. All arrays lie in c order. */
interface NormArithmetic {
  /** Fills moments and y. */
  void forward(INDArray x, INDArray gamma, INDArray beta, Moments moments, INDArray y);

  /** Fills the gradients of x, gamma and beta. */
  void backward(
      INDArray x,
      INDArray gamma,
      INDArray beta,
      Moments moments,
      INDArray above,
      INDArray ofX,
      INDArray ofGamma,
      INDArray ofBeta);
}
