package io.partita.nn.conv;

import io.partita.nn.vertex.VertexPlace;
import io.partita.nn.vertex.WeightedGraphVertex;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.layers.samediff.SDVertexParams;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonIgnoreProperties;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Batch normalisation (Ioffe and Szegedy, 2015) and a leaky rectifier: each channel, over all
 * examples and positions, gets the mean 0 and the variance 1; then it is scaled and shifted.
 *
 * <pre>
 * v = gamma[c] · (x − mean[c]) / √(variance[c] + 1e-5) + beta[c]      y = v above 0, slope · v below
 * </pre>
 *
 * <p>In training mean and variance are those of the batch, and the running ones move a tenth of the
 * way towards them, the variance then the unbiased one, as in PyTorch; otherwise they are the
 * running ones. These depend on the last batches: {@link #estimate} takes them over many.
 *
 * <p>Input and output: [batch, channels, …]. Parameters: {@value #GAMMA} [channels], 1 at first,
 * and {@value #BETA}, 0, which are learnt; {@value #MEAN}, 0, and {@value #VARIANCE}, 1, the
 * running ones, which are kept with the weights, have gradients of 0 and want an updater without
 * weight decay. The forward pass of a training changes them: it is no place for several threads.
 */
@JsonIgnoreProperties("groups")
public final class BatchNormVertex extends NormVertex {
  public static final String MEAN = "mean";
  public static final String VARIANCE = "variance";

  /** What a batch moves the running statistics by. */
  static final double MOMENTUM = 0.1;

  /**
   * @param channels 1 or more
   * @param slope 0 to 1; 0 is the plain rectifier, {@link NormVertex#IDENTITY} none
   */
  @JsonCreator
  public BatchNormVertex(
      @JsonProperty("channels") int channels, @JsonProperty("slope") double slope) {
    super(channels, 0, slope);
  }

  /**
   * Makes the running statistics of all such vertices of a network the means of those of some
   * batches, each of which has the same weight.
   *
   * @param network that has such vertices, one behind the other
   * @param batches features of a network each
   */
  public static void estimate(ComputationGraph network, Iterable<INDArray[]> batches) {
    List<BatchNormGraphVertex> norms = new ArrayList<>();
    for (GraphVertex vertex : network.getVertices()) {
      if (vertex instanceof BatchNormGraphVertex norm) {
        norms.add(norm);
      }
    }
    String last = norms.get(norms.size() - 1).getVertexName(); // what is behind it is left out
    int count = 0;
    for (INDArray[] batch : batches) {
      double share = 1.0 / ++count;
      norms.forEach(norm -> norm.moveBy(share));
      network.output(List.of(last), true, batch, null);
    }
    norms.forEach(norm -> norm.moveBy(MOMENTUM));
  }

  @Override
  protected void defineParameters(SDVertexParams params) {
    super.defineParameters(params);
    params.addBiasParam(MEAN, channels);
    params.addBiasParam(VARIANCE, channels);
  }

  @Override
  public void initializeParameters(Map<String, INDArray> params) {
    super.initializeParameters(params);
    params.get(MEAN).assign(0);
    params.get(VARIANCE).assign(1);
  }

  @Override
  protected WeightedGraphVertex atWork(VertexPlace place) {
    return new BatchNormGraphVertex(this, place);
  }
}
