package io.partita.kind.cvae;

import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Each value has a normal distribution of its own; decoded are its mean and, where the deviation is
 * not fixed, s: the variance is exp(2s) + {@value #LEAST_SIGMA}², so that values that are all the
 * same, as in digital silence, are not worth any number of nats.
 */
final class GaussianVertex extends LikelihoodVertex {
  static final double LEAST_SIGMA = 0.01;

  private static final double LOG_2_PI = Math.log(2 * Math.PI);

  @JsonProperty private final double sigma;

  /**
   * @param sigma of every value; 0 where each has a decoded one
   */
  @JsonCreator
  public GaussianVertex(@JsonProperty("sigma") double sigma) {
    this.sigma = sigma;
  }

  @Override
  int channels() {
    return sigma > 0 ? 1 : 2;
  }

  private double variance(double s) {
    return sigma > 0 ? sigma * sigma : Math.exp(2 * s) + LEAST_SIGMA * LEAST_SIGMA;
  }

  @Override
  double nats(double mean, double s, double value) {
    double variance = variance(s);
    double apart = value - mean;
    return (apart * apart / variance + Math.log(variance) + LOG_2_PI) / 2;
  }

  @Override
  double byFirst(double mean, double s, double value) {
    return (mean - value) / variance(s);
  }

  @Override
  double bySecond(double mean, double s, double value) {
    double variance = variance(s);
    double apart = value - mean;
    return (1 - apart * apart / variance) * Math.exp(2 * s) / variance;
  }

  @Override
  double mean(double mean) {
    return mean;
  }
}
