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
 * Layer normalisation of each step's row (Ba, Kiros and Hinton, 2016):
 *
 * <pre>
 * y = gamma · (x − mean) / √(variance + 1e-5) + beta
 * </pre>
 *
 * <p>with the mean square distance for the variance. Input and output: [batch, T, size], any T.
 * Parameters: gamma [size], 1 at first, and beta [size], 0.
 */
public final class LayerNormVertex extends WeightedVertex {
  @JsonProperty final int size;

  /**
   * @param size of a row, at least 1
   */
  @JsonCreator
  public LayerNormVertex(@JsonProperty("size") int size) {
    BlockParameters.requireSize(size);
    this.size = size;
  }

  @Override
  protected void defineParameters(SDVertexParams params) {
    BlockParameters.defineNorm(params, size);
  }

  @Override
  public void initializeParameters(Map<String, INDArray> params) {
    BlockParameters.initializeNorm(params);
  }

  @Override
  protected WeightedGraphVertex atWork(VertexPlace place) {
    return new LayerNormGraphVertex(this, place);
  }
}
