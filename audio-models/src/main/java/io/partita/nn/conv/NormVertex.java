package io.partita.nn.conv;

import io.partita.nn.vertex.VertexPlace;
import io.partita.nn.vertex.WeightedGraphVertex;
import io.partita.nn.vertex.WeightedVertex;
import java.util.Map;
import org.deeplearning4j.nn.conf.layers.samediff.SDVertexParams;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Group normalisation (Wu and He, 2018) and a leaky rectifier: in each example the channels of a
 * group, over all of their positions, get the mean 0 and the variance 1; then each channel is
 * scaled and shifted.
 *
 * <pre>
 * v = gamma[c] · (x − mean) / √(variance + 1e-5) + beta[c]      y = v above 0, slope · v below
 * </pre>
 *
 * <p>One group normalises an example as a whole (layer normalisation over channels and positions),
 * as many as there are channels each channel alone (instance normalisation, Ulyanov, Vedaldi and
 * Lempitsky, 2016), with which one position only makes y a constant, and passes no gradient to x.
 * None normalises each channel over all examples and positions, see {@link BatchNormVertex}.
 * Variance and epsilon are PyTorch's: the mean square distance, and 1e-5.
 *
 * <p>Input and output: [batch, channels], [batch, channels, length] or [batch, channels, height,
 * width]. Parameters: {@value #GAMMA} [channels], 1 at first, and {@value #BETA} [channels], 0.
 */
public class NormVertex extends WeightedVertex {
  public static final String GAMMA = "gamma";
  public static final String BETA = "beta";

  /** The slope of a rectifier that changes nothing. */
  public static final double IDENTITY = 1;

  static final double EPSILON = 1e-5;

  @JsonProperty final int channels;
  @JsonProperty final int groups;
  @JsonProperty final double slope;

  /**
   * @param groups that divide the channels; 0 normalises over the batch
   * @param slope 0 to 1; 0 is the plain rectifier, {@link #IDENTITY} none
   */
  @JsonCreator
  public NormVertex(
      @JsonProperty("channels") int channels,
      @JsonProperty("groups") int groups,
      @JsonProperty("slope") double slope) {
    if (groups < 0 || channels < 1 || (groups > 0 && channels % groups != 0)) {
      throw new IllegalArgumentException(
          "%d channels cannot be cut into %d groups".formatted(channels, groups));
    }
    if (!(slope >= 0 && slope <= 1)) {
      throw new IllegalArgumentException("A slope is from 0 to 1, not " + slope);
    }
    this.channels = channels;
    this.groups = groups;
    this.slope = slope;
  }

  /** Both as biases: regularisation of weights leaves them alone. */
  @Override
  protected void defineParameters(SDVertexParams params) {
    params.addBiasParam(GAMMA, channels);
    params.addBiasParam(BETA, channels);
  }

  @Override
  public void initializeParameters(Map<String, INDArray> params) {
    params.get(GAMMA).assign(1);
    params.get(BETA).assign(0);
  }

  @Override
  protected WeightedGraphVertex atWork(VertexPlace place) {
    return new NormGraphVertex(this, place);
  }
}
