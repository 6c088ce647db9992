package io.partita.kind.cvae;

import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Each value x is taken for the probability of a one; decoded is a logit l: nats ln(1 + exp l) − x
 * · l. Values below 0 or above 1 are no probabilities: the larger |l|, the lower the loss, and it
 * has no lower bound. With targets (x + 1)/2 in place of x samples are probabilities.
 */
final class BernoulliVertex extends LikelihoodVertex {
  @JsonProperty private final boolean halved;

  /**
   * @param halved whether (x + 1)/2 is the target, and twice the probability less 1 the mean
   */
  @JsonCreator
  public BernoulliVertex(@JsonProperty("halved") boolean halved) {
    this.halved = halved;
  }

  private double target(double value) {
    return halved ? (value + 1) / 2 : value;
  }

  private static double sigmoid(double logit) {
    return 1 / (1 + Math.exp(-logit));
  }

  @Override
  int channels() {
    return 1;
  }

  @Override
  double nats(double logit, double none, double value) {
    return Math.max(logit, 0) + Math.log1p(Math.exp(-Math.abs(logit))) - target(value) * logit;
  }

  @Override
  double byFirst(double logit, double none, double value) {
    return sigmoid(logit) - target(value);
  }

  @Override
  double bySecond(double logit, double none, double value) {
    return 0;
  }

  @Override
  double mean(double logit) {
    return halved ? 2 * sigmoid(logit) - 1 : sigmoid(logit);
  }
}
