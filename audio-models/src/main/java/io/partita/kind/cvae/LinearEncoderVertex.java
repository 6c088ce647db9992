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
 * Adds a linear posterior to that of the convolutions. Of a piece c less its mean:
 *
 * <pre>
 * projections  a = V c, V = W / √piece
 * residual     r = c − Vᵀ a
 * level        e[j] = ½ · ln(mean of r² over stretch j + {@value GaussianVertex#LEAST_SIGMA}²)
 * mu           exp(gain) · a, then slope · (e − centre)
 * logVar       a number for each of z, whatever the window
 * </pre>
 *
 * <p>Inputs: the posterior of the convolutions, of each window mu [latent, frame] and then logVar,
 * in any shape; the window, [batch, …], which gets no gradient. Output: in the shape of the first.
 */
final class LinearEncoderVertex extends LinearVertex {
  static final String GAIN = "gain";
  static final String SLOPE = "slope";
  static final String CENTRE = "centre";
  static final String LOG_VAR = "logVar";

  /** See {@link LinearVertex#LinearVertex}. */
  @JsonCreator
  public LinearEncoderVertex(
      @JsonProperty("frames") int frames,
      @JsonProperty("piece") int piece,
      @JsonProperty("components") int components,
      @JsonProperty("scales") int scales) {
    super(frames, piece, components, scales);
  }

  @Override
  protected List<String> inputs() {
    return List.of("posterior", "window");
  }

  @Override
  protected void defineParameters(SDVertexParams params) {
    params.addWeightParam(WEIGHTS, components, piece);
    params.addBiasParam(MEAN, piece);
    params.addBiasParam(GAIN, components);
    params.addBiasParam(SLOPE, scales);
    params.addBiasParam(CENTRE, scales);
    params.addBiasParam(LOG_VAR, latents());
  }

  @Override
  public void initializeParameters(Map<String, INDArray> params) {
    draw(params.get(WEIGHTS));
    List.of(MEAN, GAIN, CENTRE, LOG_VAR).forEach(name -> params.get(name).assign(0));
    params.get(SLOPE).assign(1);
  }

  @Override
  protected WeightedGraphVertex atWork(VertexPlace place) {
    return new LinearEncoderGraphVertex(this, place);
  }
}
