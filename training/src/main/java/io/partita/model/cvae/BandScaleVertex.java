package io.partita.model.cvae;

import io.partita.conv.WeightedVertex;
import java.util.Map;
import org.deeplearning4j.nn.conf.layers.samediff.SDVertexParams;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Sets beside each value a learnt number of its band, the same whatever the values: the s of {@link
 * GaussianVertex}.
 *
 * <p>Input: [batch, 1, bands, frames]. Output: [batch, 2, bands, frames], the values and then the
 * numbers. Parameters: {@value #SCALES} [bands], 0 at first.
 */
public final class BandScaleVertex extends WeightedVertex {
  private static final long serialVersionUID = 1L;

  static final String SCALES = "s";

  private final int bands;

  @JsonCreator
  public BandScaleVertex(@JsonProperty("bands") int bands) {
    this.bands = bands;
  }

  @JsonProperty("bands")
  int bands() {
    return bands;
  }

  @Override
  protected double[] settings() {
    return new double[] {bands};
  }

  @Override
  protected void defineParameters(SDVertexParams params) {
    params.addBiasParam(SCALES, bands);
  }

  @Override
  public void initializeParameters(Map<String, INDArray> params) {
    params.get(SCALES).assign(0);
  }

  @Override
  public GraphVertex instantiate(
      ComputationGraph graph,
      String name,
      int idx,
      INDArray paramsView,
      boolean initializeParams,
      DataType networkDatatype) {
    setName(name);
    return new BandScaleGraphVertex(
        this, graph, name, idx, paramsView, initializeParams, networkDatatype);
  }

  @Override
  public BandScaleVertex clone() {
    return likeThis(new BandScaleVertex(bands));
  }
}
