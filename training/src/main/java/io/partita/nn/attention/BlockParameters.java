package io.partita.nn.attention;

import java.util.Map;
import org.deeplearning4j.nn.conf.layers.samediff.SDVertexParams;
import org.deeplearning4j.nn.weights.WeightInitXavier;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The parameters that the layers of a block have in common, and their first values. */
final class BlockParameters {
  /** Of the normalisation before a layer, [size] each: 1 and 0 at first. */
  static final String GAMMA = "gamma";

  static final String BETA = "beta";

  /** Of the dense layer after it, then of the one at the end. */
  static final String WEIGHTS = "W";

  static final String BIAS = "b";
  static final String OUT_WEIGHTS = "Wo";
  static final String OUT_BIAS = "bo";

  private BlockParameters() {}

  /** Both as biases: regularisation of weights leaves them alone. */
  static void defineNorm(SDVertexParams params, int size) {
    params.addBiasParam(GAMMA, size);
    params.addBiasParam(BETA, size);
  }

  static void initializeNorm(Map<String, INDArray> params) {
    params.get(GAMMA).assign(1);
    params.get(BETA).assign(0);
  }

  /**
   * Draws weights by Xavier's rule (Glorot and Bengio, 2010).
   *
   * @param weights [in, several times out]
   */
  static void draw(INDArray weights, long out) {
    INDArray row = weights.reshape(weights.length());
    new WeightInitXavier().init((double) weights.size(0), (double) out, weights.shape(), 'c', row);
  }

  static void requireSize(int size) {
    if (size < 1) {
      throw new IllegalArgumentException("A row of %d values, not of 1 or more.".formatted(size));
    }
  }

  static double requireRate(double dropout) {
    if (!(dropout >= 0 && dropout < 1)) {
      throw new IllegalArgumentException("dropout is %s, not in 0 until 1.".formatted(dropout));
    }
    return dropout;
  }
}
