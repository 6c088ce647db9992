package io.partita.kind.rave;

import io.partita.nn.blas.Doubles;
import io.partita.nn.vertex.PlainGraphVertex;
import io.partita.nn.vertex.PlainVertex;
import io.partita.nn.vertex.VertexPlace;
import java.util.List;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Twice the divergence of posteriors from N(0, I), weighted, mean over frames: beta(iteration) ·
 * mean over frames of the sum over z of mean² + deviation² − ln deviation² − 1. It is without the
 * half that others have: a beta of .1 is one of .2 elsewhere.
 *
 * <p>Inputs: means and scales, [batch, latents, frames], see {@link SampleVertex}. Output: [batch,
 * 1].
 */
final class DivergenceTermVertex extends PlainVertex {
  @JsonProperty private final double firstBeta;
  @JsonProperty private final double beta;
  @JsonProperty private final int warmUp;

  /**
   * @param firstBeta weight of the first update, above 0; not looked at without a warm-up
   * @param beta weight after the warm-up, at least 0
   * @param warmUp updates in which the weight grows by the same factor each; 0 for none
   */
  @JsonCreator
  public DivergenceTermVertex(
      @JsonProperty("firstBeta") double firstBeta,
      @JsonProperty("beta") double beta,
      @JsonProperty("warmUp") int warmUp) {
    super(2);
    this.firstBeta = firstBeta;
    this.beta = beta;
    this.warmUp = warmUp;
  }

  /** The weight at an iteration, counted from 0. */
  static double beta(double firstBeta, double beta, int warmUp, long iteration) {
    return iteration < warmUp
        ? firstBeta * Math.pow(beta / firstBeta, (double) iteration / warmUp)
        : beta;
  }

  /** What a number of z adds, without a weight. */
  static double of(double mean, double scale) {
    double deviation = SampleVertex.deviation(scale);
    return mean * mean + deviation * deviation - 2 * Math.log(deviation) - 1;
  }

  @Override
  protected List<Object> settings() {
    return List.of(firstBeta, beta, warmUp);
  }

  @Override
  protected PlainGraphVertex atWork(VertexPlace place) {
    return new AtWork(place);
  }

  @SuppressWarnings("overrides")
  private final class AtWork extends PlainGraphVertex {
    AtWork(VertexPlace place) {
      super(place);
    }

    /** Of a number of z in the mean over frames. */
    private double weight() {
      return beta(firstBeta, beta, warmUp, iteration()) / inputs[0].size(2);
    }

    @Override
    public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
      double[] means = Doubles.of(inputs[0]);
      double[] scales = Doubles.of(inputs[1]);
      double[] terms = new double[(int) inputs[0].size(0)];
      for (int k = 0; k < means.length; k++) {
        terms[k / (means.length / terms.length)] += weight() * of(means[k], scales[k]);
      }
      return terms(terms, workspaces);
    }

    @Override
    protected INDArray[] backward(LayerWorkspaceMgr workspaces) {
      double[] means = Doubles.of(inputs[0]);
      double[] scales = Doubles.of(inputs[1]);
      double[] above = Doubles.of(epsilon);
      for (int k = 0; k < means.length; k++) {
        double weight = 2 * weight() * above[k / (means.length / above.length)];
        double deviation = SampleVertex.deviation(scales[k]);
        means[k] *= weight;
        scales[k] = weight * (deviation - 1 / deviation) * SampleVertex.slope(scales[k]);
      }
      return new INDArray[] {ofInput(means, workspaces), ofInput(scales, workspaces)};
    }
  }
}
