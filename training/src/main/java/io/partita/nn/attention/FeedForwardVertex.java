package io.partita.nn.attention;

import io.partita.nn.vertex.VertexPlace;
import io.partita.nn.vertex.WeightedGraphVertex;
import io.partita.nn.vertex.WeightedVertex;
import java.util.Map;
import org.deeplearning4j.nn.conf.layers.samediff.SDVertexParams;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * The feed-forward network of each step (Vaswani et al., 2017, section 3.3), behind a layer
 * normalisation and beside a residual connection:
 *
 * <pre>
 * y = x + dropout(gelu(norm(x)·W + b)·W' + b')      norm as in {@link LayerNormVertex}
 * gelu(u) = u · (1 + tanh(√(2/π) · (u + 0.044715 · u³))) / 2
 * </pre>
 *
 * <p>with GELU by the approximation of Hendrycks and Gimpel ("Gaussian Error Linear Units", 2016).
 *
 * <p>Input and output: [batch, T, size], any T. Parameters: {@value BlockParameters#WEIGHTS} W
 * [size, inner] and {@value BlockParameters#OUT_WEIGHTS} W' [inner, size], drawn by Xavier's rule;
 * {@value BlockParameters#BIAS} b [inner] and {@value BlockParameters#OUT_BIAS} b' [size], zeros at
 * first; gamma and beta of the normalisation.
 */
public final class FeedForwardVertex extends WeightedVertex {
  @JsonProperty final int size;
  @JsonProperty final int inner;
  @JsonProperty final double dropout;

  /**
   * @param size of a row, at least 1
   * @param inner values between the two products, at least 1; commonly 4 · size
   * @param dropout the share of values dropped in training, 0 until 1
   */
  @JsonCreator
  public FeedForwardVertex(
      @JsonProperty("size") int size,
      @JsonProperty("inner") int inner,
      @JsonProperty("dropout") double dropout) {
    BlockParameters.requireSize(size);
    BlockParameters.requireSize(inner);
    this.size = size;
    this.inner = inner;
    this.dropout = BlockParameters.requireRate(dropout);
  }

  /** How many numbers it learns. */
  public static long parameters(int size, int inner) {
    return 2L * size * inner + inner + 3L * size;
  }

  @Override
  protected void defineParameters(SDVertexParams params) {
    BlockParameters.defineNorm(params, size);
    params.addWeightParam(BlockParameters.WEIGHTS, size, inner);
    params.addBiasParam(BlockParameters.BIAS, inner);
    params.addWeightParam(BlockParameters.OUT_WEIGHTS, inner, size);
    params.addBiasParam(BlockParameters.OUT_BIAS, size);
  }

  @Override
  public void initializeParameters(Map<String, INDArray> params) {
    BlockParameters.initializeNorm(params);
    BlockParameters.draw(params.get(BlockParameters.WEIGHTS), inner);
    BlockParameters.draw(params.get(BlockParameters.OUT_WEIGHTS), size);
    params.get(BlockParameters.BIAS).assign(0);
    params.get(BlockParameters.OUT_BIAS).assign(0);
  }

  @Override
  protected WeightedGraphVertex atWork(VertexPlace place) {
    return new FeedForwardGraphVertex(this, place);
  }
}
