package io.partita.nn.attention;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Layer normalisation on a GPU; {@link LayerNormVertex} says what it computes. */
final class CudaLayerNorm extends CudaBlock {
  private final INDArray gamma;
  private final INDArray beta;

  CudaLayerNorm(LayerNormVertex config, INDArray params, Map<String, INDArray> table) {
    super(params, config.size);
    this.gamma = table.get(BlockParameters.GAMMA);
    this.beta = table.get(BlockParameters.BETA);
  }

  @Override
  void forward(long x, long y) {
    normalise(x, gamma, beta, y);
  }

  @Override
  void backward(long x, long above, long ofX) {
    normaliseBack(x, gamma, beta, above, 0, ofX);
  }
}
