package io.partita.kind.cvae;

import io.partita.nn.vertex.VertexPlace;
import io.partita.nn.vertex.WeightedGraphVertex;
import io.partita.nn.vertex.WeightedVertex;
import java.util.Map;
import org.deeplearning4j.nn.conf.layers.samediff.SDVertexParams;
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
final class BandScaleVertex extends WeightedVertex {
  static final String SCALES = "s";

  @JsonProperty final int bands;

  @JsonCreator
  public BandScaleVertex(@JsonProperty("bands") int bands) {
    this.bands = bands;
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
  protected WeightedGraphVertex atWork(VertexPlace place) {
    return new BandScaleGraphVertex(this, place);
  }
}
