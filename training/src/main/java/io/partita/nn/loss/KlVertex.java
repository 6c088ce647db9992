package io.partita.nn.loss;

import io.partita.nn.vertex.TermVertex;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonInclude;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * What an autoencoder's loss says of its posterior: the {@link KlCharge} of each example, nats, for
 * the divergence of N(mu, sigma²) from N(0, 1) (Kingma and Welling, 2014, appendix B),
 *
 * <pre>
 * KL = sum over z of (mu² + sigma² − 1)/2 − ln sigma
 * </pre>
 *
 * <p>Inputs: mu and sigma, [batch, z] each, or z with further axes; sigma above 0. Output: [batch,
 * 1].
 */
public final class KlVertex extends TermVertex {
  /** Below it sigma has no logarithm worth following in 32 bits. */
  public static final double LEAST_SIGMA = 1e-12;

  @JsonProperty private final double freeNats;
  @JsonProperty private final double maxBeta;
  @JsonProperty private final double betaRate;

  @JsonInclude(JsonInclude.Include.NON_DEFAULT)
  @JsonProperty
  private final long boundFrom;

  @JsonInclude(JsonInclude.Include.NON_DEFAULT)
  @JsonProperty
  private final long boundTo;

  @JsonInclude(JsonInclude.Include.NON_DEFAULT)
  @JsonProperty
  private final long betaRise;

  @JsonInclude(JsonInclude.Include.NON_DEFAULT)
  @JsonProperty
  private final double wholeBeta;

  @JsonInclude(JsonInclude.Include.NON_DEFAULT)
  @JsonProperty
  private final double firstBeta;

  public KlVertex(KlCharge charge) {
    this(
        charge.freeNats(),
        charge.maxBeta(),
        charge.betaRate(),
        charge.boundFrom(),
        charge.boundTo(),
        charge.betaRise(),
        charge.wholeBeta(),
        charge.firstBeta());
  }

  /** What archives hold; those of before know no turn and no rise. */
  @JsonCreator
  KlVertex(
      @JsonProperty("freeNats") double freeNats,
      @JsonProperty("maxBeta") double maxBeta,
      @JsonProperty("betaRate") double betaRate,
      @JsonProperty("boundFrom") long boundFrom,
      @JsonProperty("boundTo") long boundTo,
      @JsonProperty("betaRise") long betaRise,
      @JsonProperty("wholeBeta") double wholeBeta,
      @JsonProperty("firstBeta") double firstBeta) {
    super(2);
    this.freeNats = freeNats;
    this.maxBeta = maxBeta;
    this.betaRate = betaRate;
    this.boundFrom = boundFrom;
    this.boundTo = boundTo;
    this.betaRise = betaRise;
    this.wholeBeta = wholeBeta;
    this.firstBeta = firstBeta;
  }

  private KlCharge charge() {
    return new KlCharge(
        freeNats, maxBeta, betaRate, boundFrom, boundTo, betaRise, wholeBeta, firstBeta);
  }

  /** The divergence of one example's posterior from N(0, 1), nats. */
  public static double nats(double[] mu, double[] sigma, int first, int count) {
    double nats = 0;
    for (int k = first; k < first + count; k++) {
      double s = Math.max(sigma[k], LEAST_SIGMA);
      nats += 0.5 * (mu[k] * mu[k] + s * s - 1) - Math.log(s);
    }
    return nats;
  }

  @Override
  protected double[] output(Inputs inputs) {
    double[] mu = inputs.values(0);
    double[] sigma = inputs.values(1);
    double[] terms = new double[inputs.size(0, 0)];
    int size = mu.length / terms.length;
    for (int k = 0; k < terms.length; k++) {
      terms[k] = charge().nats(nats(mu, sigma, k * size, size), inputs.iteration());
    }
    return terms;
  }

  @Override
  protected double[][] gradients(Inputs inputs, double[] above) {
    double[] mu = inputs.values(0);
    double[] sigma = inputs.values(1);
    int size = mu.length / above.length;
    for (int example = 0; example < above.length; example++) {
      int first = example * size;
      double slope = charge().slope(nats(mu, sigma, first, size), inputs.iteration());
      double weight = above[example] * slope;
      for (int k = first; k < first + size; k++) {
        double s = Math.max(sigma[k], LEAST_SIGMA);
        mu[k] = weight == 0 ? 0 : weight * mu[k];
        sigma[k] = weight == 0 ? 0 : weight * (s - 1 / s);
      }
    }
    return new double[][] {mu, sigma};
  }
}
