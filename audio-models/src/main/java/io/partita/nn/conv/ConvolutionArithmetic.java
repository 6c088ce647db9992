package io.partita.nn.conv;

import io.partita.nn.blas.FloatMatrix;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How a convolution is computed. All arrays lie in c order; wide and narrow ones have the shapes of
 * {@link Correlation}, weights are [narrow channels, wide channels, kernel…].
 */
interface ConvolutionArithmetic {
  /** The one for 32-bit numbers on a CPU, else the one that serves everywhere. */
  static ConvolutionArithmetic of(Correlation sizes, DataType type) {
    return FloatMatrix.serves(type) ? new FloatConvolution(sizes) : new ArrayConvolution(sizes);
  }

  /**
   * A convolution: fills the narrow side.
   *
   * @param bias may be null, as that of {@link #widen}
   */
  void narrow(
      INDArray wide,
      INDArray weights,
      INDArray bias,
      INDArray narrow,
      LayerWorkspaceMgr workspaces);

  /** A transposed convolution: fills the wide side. */
  void widen(
      INDArray narrow,
      INDArray weights,
      INDArray bias,
      INDArray wide,
      LayerWorkspaceMgr workspaces);

  /**
   * Back through a convolution.
   *
   * @param above the gradient of the narrow side
   * @param ofWide that of the wide side, to fill; may be null
   */
  void backFromNarrow(
      INDArray wide,
      INDArray above,
      INDArray weights,
      INDArray ofWeights,
      INDArray ofWide,
      LayerWorkspaceMgr workspaces);

  /**
   * Back through a transposed convolution.
   *
   * @param above the gradient of the wide side
   * @param ofNarrow that of the narrow side, to fill; may be null
   */
  void backFromWide(
      INDArray narrow,
      INDArray above,
      INDArray weights,
      INDArray ofWeights,
      INDArray ofNarrow,
      LayerWorkspaceMgr workspaces);

  /** Sums each channel of [batch, channels, …] over all else: the gradient of a bias. */
  void addUp(INDArray above, INDArray ofBias);
}
