package io.partita.kind.cvae;

import io.partita.nn.vertex.VertexPlace;
import io.partita.nn.vertex.WeightedGraphVertex;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.layers.samediff.SDVertexParams;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Adds to what the convolutions decode, of a piece with projections a and scale numbers b in z:
 *
 * <pre>
 * values       mean + Wᵀ a / √piece
 * their s      of stretch j, centre[j] + Σ mix[i, j] · b[i]
 * </pre>
 *
 * <p>Inputs: what the convolutions decode, of each window all values and then the s of {@link
 * GaussianVertex} of each, in any shape; z, [batch, latent · frame]. Output: in the shape of the
 * first.
 */
final class LinearDecoderVertex extends LinearVertex {
  static final String MIX = "mix";
  static final String CENTRE = "centre";

  /** See {@link LinearVertex#LinearVertex}. */
  @JsonCreator
  public LinearDecoderVertex(
      @JsonProperty("frames") int frames,
      @JsonProperty("piece") int piece,
      @JsonProperty("components") int components,
      @JsonProperty("scales") int scales) {
    super(frames, piece, components, scales);
  }

  @Override
  protected List<String> inputs() {
    return List.of("decoded", "z");
  }

  @Override
  protected void defineParameters(SDVertexParams params) {
    params.addWeightParam(WEIGHTS, components, piece);
    params.addWeightParam(MIX, scales, scales);
    params.addBiasParam(MEAN, piece);
    params.addBiasParam(CENTRE, scales);
  }

  @Override
  public void initializeParameters(Map<String, INDArray> params) {
    draw(params.get(WEIGHTS));
    List.of(MIX, MEAN, CENTRE).forEach(name -> params.get(name).assign(0));
  }

  @Override
  protected WeightedGraphVertex atWork(VertexPlace place) {
    return new LinearDecoderGraphVertex(this, place);
  }
}
