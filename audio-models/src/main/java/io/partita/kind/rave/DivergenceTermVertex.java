package io.partita.kind.rave;

import io.partita.nn.vertex.TermVertex;
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
final class DivergenceTermVertex extends TermVertex {
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

  /** Of a number of z in the mean over frames. */
  private double weight(Inputs inputs) {
    return beta(firstBeta, beta, warmUp, inputs.iteration()) / inputs.size(0, 2);
  }

  @Override
  protected double[] output(Inputs inputs) {
    double[] means = inputs.values(0);
    double[] scales = inputs.values(1);
    double weight = weight(inputs);
    double[] terms = new double[inputs.size(0, 0)];
    for (int k = 0; k < means.length; k++) {
      terms[k / (means.length / terms.length)] += weight * of(means[k], scales[k]);
    }
    return terms;
  }

  @Override
  protected double[][] gradients(Inputs inputs, double[] above) {
    double[] means = inputs.values(0);
    double[] scales = inputs.values(1);
    double twice = 2 * weight(inputs);
    for (int k = 0; k < means.length; k++) {
      double weight = twice * above[k / (means.length / above.length)];
      double deviation = SampleVertex.deviation(scales[k]);
      means[k] *= weight;
      scales[k] = weight * (deviation - 1 / deviation) * SampleVertex.slope(scales[k]);
    }
    return new double[][] {means, scales};
  }
}
