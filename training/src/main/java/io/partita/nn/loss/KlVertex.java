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

  @JsonInclude(JsonInclude.Include.NON_DEFAULT)
  @JsonProperty
  private final boolean freeByNumber;

  public KlVertex(KlCharge charge) {
    this(
        charge.freeNats(),
        charge.maxBeta(),
        charge.betaRate(),
        charge.boundFrom(),
        charge.boundTo(),
        charge.betaRise(),
        charge.wholeBeta(),
        charge.firstBeta(),
        charge.freeByNumber());
  }

  /** What archives hold; those of before know no turn, no rise and no mean. */
  @JsonCreator
  KlVertex(
      @JsonProperty("freeNats") double freeNats,
      @JsonProperty("maxBeta") double maxBeta,
      @JsonProperty("betaRate") double betaRate,
      @JsonProperty("boundFrom") long boundFrom,
      @JsonProperty("boundTo") long boundTo,
      @JsonProperty("betaRise") long betaRise,
      @JsonProperty("wholeBeta") double wholeBeta,
      @JsonProperty("firstBeta") double firstBeta,
      @JsonProperty("freeByNumber") boolean freeByNumber) {
    super(2);
    this.freeNats = freeNats;
    this.maxBeta = maxBeta;
    this.betaRate = betaRate;
    this.boundFrom = boundFrom;
    this.boundTo = boundTo;
    this.betaRise = betaRise;
    this.wholeBeta = wholeBeta;
    this.firstBeta = firstBeta;
    this.freeByNumber = freeByNumber;
  }

  private KlCharge charge() {
    return new KlCharge(
        freeNats,
        maxBeta,
        betaRate,
        boundFrom,
        boundTo,
        betaRise,
        wholeBeta,
        firstBeta,
        freeByNumber);
  }

  /** The divergence of one example's posterior from N(0, 1), nats. */
  public static double nats(double[] mu, double[] sigma, int first, int count) {
    double nats = 0;
    for (int k = first; k < first + count; k++) {
      nats += nats(mu[k], sigma[k]);
    }
    return nats;
  }

  /** That of one number of z. */
  public static double nats(double mu, double sigma) {
    double s = Math.max(sigma, LEAST_SIGMA);
    return 0.5 * (mu * mu + s * s - 1) - Math.log(s);
  }

  /** [example][number of z]. */
  private static double[][] nats(double[] mu, double[] sigma, int examples) {
    double[][] nats = new double[examples][mu.length / examples];
    for (int k = 0; k < mu.length; k++) {
      nats[k / nats[0].length][k % nats[0].length] = nats(mu[k], sigma[k]);
    }
    return nats;
  }

  @Override
  protected double[] output(Inputs inputs) {
    double[][] nats = nats(inputs.values(0), inputs.values(1), inputs.size(0, 0));
    return charge().nats(nats, inputs.iteration());
  }

  @Override
  protected double[][] gradients(Inputs inputs, double[] above) {
    double[] mu = inputs.values(0);
    double[] sigma = inputs.values(1);
    int size = mu.length / above.length;
    double[][] slopes = charge().slopes(nats(mu, sigma, above.length), inputs.iteration());
    for (int k = 0; k < mu.length; k++) {
      double weight = above[k / size] * slopes[k / size][k % size];
      double s = Math.max(sigma[k], LEAST_SIGMA);
      mu[k] = weight == 0 ? 0 : weight * mu[k];
      sigma[k] = weight == 0 ? 0 : weight * (s - 1 / s);
    }
    return new double[][] {mu, sigma};
  }
}
