package io.partita.nn.conv;

import io.partita.nn.blas.FloatMatrix;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How a convolution is computed. All arrays lie in c order; wide and narrow ones have the shapes of
 * {@link Correlation}, weights are [narrow channels, wide channels, kernel…].
 */
abstract class ConvolutionArithmetic {
  final Correlation sizes;
  final boolean narrows;
  final LayerWorkspaceMgr workspaces;

  ConvolutionArithmetic(Correlation sizes, boolean narrows, LayerWorkspaceMgr workspaces) {
    this.sizes = sizes;
    this.narrows = narrows;
    this.workspaces = workspaces;
  }

  /**
   * The one for 32-bit numbers on a CPU, else the one that serves everywhere.
   *
   * @param narrows whether it is a convolution, from the wide side to the narrow one, or a
   *     transposed convolution, from the narrow side to the wide one
   */
  static ConvolutionArithmetic of(
      Correlation sizes, boolean narrows, DataType type, LayerWorkspaceMgr workspaces) {
    return FloatMatrix.serves(type)
        ? new FloatConvolution(sizes, narrows, workspaces)
        : new ArrayConvolution(sizes, narrows, workspaces);
  }

  /**
   * Fills y.
   *
   * @param bias may be null
   */
  abstract void forward(INDArray x, INDArray weights, INDArray bias, INDArray y);

  /**
   * Back through {@link #forward}.
   *
   * @param above the gradient of y
   * @param ofX that of x, to fill; may be null
   */
  abstract void back(
      INDArray x, INDArray above, INDArray weights, INDArray ofWeights, INDArray ofX);

  /** Sums each channel of [batch, channels, …] over all else: the gradient of a bias. */
  abstract void addUp(INDArray above, INDArray ofBias);
}
