package io.partita.nn.loss;

import io.partita.nn.vertex.TermVertex;
import java.util.Map;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonUnwrapped;
import org.nd4j.shade.jackson.databind.ObjectMapper;

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

  @JsonUnwrapped private final KlCharge charge;

  public KlVertex(KlCharge charge) {
    super(2);
    this.charge = charge;
  }

  /**
   * What archives hold.
   *
   * @param charge by the names of {@link KlCharge}; older ones know not all of them
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  KlVertex(Map<String, Object> charge) {
    this(new ObjectMapper().convertValue(charge, KlCharge.class));
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
    return charge.nats(nats, inputs.iteration());
  }

  @Override
  protected double[][] gradients(Inputs inputs, double[] above) {
    double[] mu = inputs.values(0);
    double[] sigma = inputs.values(1);
    int size = mu.length / above.length;
    double[][] slopes = charge.slopes(nats(mu, sigma, above.length), inputs.iteration());
    for (int k = 0; k < mu.length; k++) {
      double weight = above[k / size] * slopes[k / size][k % size];
      double s = Math.max(sigma[k], LEAST_SIGMA);
      mu[k] = weight == 0 ? 0 : weight * mu[k];
      sigma[k] = weight == 0 ? 0 : weight * (s - 1 / s);
    }
    return new double[][] {mu, sigma};
  }
}
