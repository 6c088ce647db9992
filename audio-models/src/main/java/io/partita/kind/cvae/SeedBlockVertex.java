package io.partita.kind.cvae;

import io.partita.nn.vertex.VertexPlace;
import io.partita.nn.vertex.WeightedGraphVertex;
import io.partita.nn.vertex.WeightedVertex;
import java.util.Map;
import org.deeplearning4j.nn.conf.layers.samediff.SDVertexParams;
import org.deeplearning4j.nn.weights.WeightInitXavierUniform;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A residual block of {@link Resnet1dSeed}. It was meant to have a small kernel and many filters;
 * its arguments were swapped, so it has one filter, whose output is added to every channel:
 *
 * <pre>
 * y[c] = relu(x[c] + g),  g = leaky(norm2(w2 · h + b2)),  h = leaky(norm1(w1 · relu(x) + b1))
 * </pre>
 *
 * <p>with a slope of 0.4. Along a time axis of length 1 one tap alone of each kernel meets the
 * position, number (kernel − 1)/2; the others are parameters all the same, and get no gradient.
 *
 * <p>In the encoder the norms are instance norms: over one position their output is their beta,
 * whatever came in, so that the block learns beta of the second one and nothing else. In the
 * decoder they are batch norms that were never told to train, with mean 0 and variance 1: v → gamma
 * · v / √1.001 + beta.
 *
 * <p>Input and output: [batch, channels]. Parameters: {@value #FIRST} [kernel, channels], {@value
 * #SECOND} [kernel], drawn as Keras draws them (Glorot's, uniform), and {@value #SCALARS} [6], b,
 * gamma and beta of either convolution: 0, 1 and 0 at first.
 */
final class SeedBlockVertex extends WeightedVertex {
  static final String FIRST = "W1";
  static final String SECOND = "W2";
  static final String SCALARS = "b";

  private static final int CONVOLUTIONS = 2;

  @JsonProperty final int channels;
  @JsonProperty final int kernel;
  @JsonProperty final boolean constant;

  /**
   * @param constant whether norms are of one position, as the encoder's
   */
  @JsonCreator
  public SeedBlockVertex(
      @JsonProperty("channels") int channels,
      @JsonProperty("kernel") int kernel,
      @JsonProperty("constant") boolean constant) {
    this.channels = channels;
    this.kernel = kernel;
    this.constant = constant;
  }

  /** The tap that meets the only position. */
  int tap() {
    return (kernel - 1) / 2;
  }

  /** Parameters that never get a gradient: but for beta, or for those of the tap. */
  long idle() {
    long all = (channels + 1L) * kernel + 3L * CONVOLUTIONS;
    return all - (constant ? 1 : channels + 1L + 3L * CONVOLUTIONS);
  }

  @Override
  protected void defineParameters(SDVertexParams params) {
    params.addWeightParam(FIRST, kernel, channels);
    params.addWeightParam(SECOND, kernel);
    params.addBiasParam(SCALARS, 3L * CONVOLUTIONS);
  }

  @Override
  public void initializeParameters(Map<String, INDArray> params) {
    draw(params.get(FIRST), channels);
    draw(params.get(SECOND), 1);
    INDArray scalars = params.get(SCALARS);
    for (int k = 0; k < scalars.length(); k++) {
      scalars.putScalar(k, k % 3 == 1 ? 1 : 0);
    }
  }

  private void draw(INDArray weights, int in) {
    INDArray row = weights.reshape(weights.length());
    new WeightInitXavierUniform().init((double) kernel * in, kernel, weights.shape(), 'c', row);
  }

  @Override
  protected WeightedGraphVertex atWork(VertexPlace place) {
    return new SeedBlockGraphVertex(this, place);
  }
}
