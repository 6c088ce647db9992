package io.partita.kind.cvae;

import io.partita.nn.vertex.TermVertex;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * The divergence of each example's posterior from N(0, I), weighted, nats: beta(iteration) · sum
 * over z of (mu² + exp(logVar) − 1 − logVar) / 2 (Kingma and Welling, 2014, appendix B), with a
 * weight that grows from nothing by the same amount in each update (Bowman et al., "Generating
 * Sentences from a Continuous Space", 2016, section 3.1).
 *
 * <p>Input: the posterior, of each example mu and then logVar, in any shape. Output: [batch, 1].
 */
final class DivergenceVertex extends TermVertex {
  @JsonProperty private final double maxBeta;
  @JsonProperty private final int warmUp;

  /**
   * @param maxBeta at least 0
   * @param warmUp updates, 0 or more
   */
  @JsonCreator
  public DivergenceVertex(
      @JsonProperty("maxBeta") double maxBeta, @JsonProperty("warmUp") int warmUp) {
    super(1);
    this.maxBeta = maxBeta;
    this.warmUp = warmUp;
  }

  /** The weight of the divergence at an iteration, counted from 0. */
  static double beta(double maxBeta, int warmUp, long iteration) {
    return iteration < warmUp ? maxBeta * (iteration + 1) / warmUp : maxBeta;
  }

  /** What a number of z adds to the divergence, nats. */
  static double nats(double mu, double logVar) {
    return (mu * mu + Math.exp(logVar) - 1 - logVar) / 2;
  }

  @Override
  protected double[] output(Inputs inputs) {
    double[] posterior = inputs.values(0);
    double beta = beta(maxBeta, warmUp, inputs.iteration());
    double[] terms = new double[inputs.size(0, 0)];
    int size = posterior.length / terms.length / 2;
    for (int example = 0; example < terms.length; example++) {
      for (int k = 2 * size * example; k < 2 * size * example + size; k++) {
        terms[example] += beta * nats(posterior[k], posterior[k + size]);
      }
    }
    return terms;
  }

  @Override
  protected double[][] gradients(Inputs inputs, double[] above) {
    double[] posterior = inputs.values(0);
    double beta = beta(maxBeta, warmUp, inputs.iteration());
    int size = posterior.length / above.length / 2;
    double[] gradient = new double[posterior.length];
    for (int example = 0; example < above.length; example++) {
      double weight = above[example] * beta;
      for (int k = 2 * size * example; k < 2 * size * example + size; k++) {
        gradient[k] = weight * posterior[k];
        gradient[k + size] = weight * Math.expm1(posterior[k + size]) / 2;
      }
    }
    return new double[][] {gradient};
  }
}
