package io.partita.model.musicvae;

import io.partita.lstm.KlVertex;
import io.partita.lstm.LogSoftmax;
import io.partita.model.latent.GaussianMixture;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * What an encoder tells of slices all together: how much of the divergence that it spends says
 * which slice it was. The divergence from the prior, mean over slices, is the sum of two (Hoffman
 * and Johnson, "ELBO surgery", 2016):
 *
 * <pre>
 * mean KL(q(z|x) ‖ p(z)) = I(x; z) + KL(q(z) ‖ p(z)),    q(z) = mean of q(z|x)
 * I(x; z) = E[ln q(z|x) − ln q(z)]
 * </pre>
 *
 * <p>The first is information; the second, the marginal divergence, is spent on a cloud of all
 * slices that is not the prior's. Both are estimated with q(z) the mixture over the slices given,
 * and one z of each of them: the information cannot come out above the logarithm of their number.
 * Time goes with the square of that number.
 *
 * @param mu means, [slice][z]
 * @param sigma standard deviations above 0, [slice][z]
 * @param z one of each slice's posterior, [slice][z]
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record AggregatePosterior(float[][] mu, float[][] sigma, float[][] z)
    implements Serializable {
  /**
   * Encodes slices, and draws the z of each by the slice itself, as {@link MusicVaeScore} does.
   *
   * @param slices at least one
   */
  public static AggregatePosterior of(
      MusicVae model, ComputationGraph network, List<int[]> slices) {
    MusicVaePosterior posterior = model.encode(network, slices);
    float[][] z = new float[slices.size()][];
    for (int k = 0; k < z.length; k++) {
      z[k] = MusicVaeScore.noise(model, slices.get(k));
      for (int i = 0; i < z[k].length; i++) {
        z[k][i] = posterior.mu()[k][i] + posterior.sigma()[k][i] * z[k][i];
      }
    }
    return new AggregatePosterior(posterior.mu(), posterior.sigma(), z);
  }

  /**
   * The slices of parts, one part after the other.
   *
   * @param parts at least one slice among them
   */
  public static AggregatePosterior joined(List<AggregatePosterior> parts) {
    return new AggregatePosterior(
        parts.stream().flatMap(part -> Arrays.stream(part.mu)).toArray(float[][]::new),
        parts.stream().flatMap(part -> Arrays.stream(part.sigma)).toArray(float[][]::new),
        parts.stream().flatMap(part -> Arrays.stream(part.z)).toArray(float[][]::new));
  }

  public int slices() {
    return mu.length;
  }

  /** Of a slice's posterior from N(0, 1), mean over slices, nats. */
  public double klNats() {
    double nats = 0;
    for (int k = 0; k < mu.length; k++) {
      nats += KlVertex.nats(doubles(mu[k]), doubles(sigma[k]), 0, mu[k].length);
    }
    return nats / mu.length;
  }

  /**
   * Of a slice's posterior from another prior, likewise, estimated with the z of each slice: E[ln
   * q(z|x) − ln p(z)].
   */
  public double klNats(GaussianMixture prior) {
    double nats = 0;
    for (int k = 0; k < mu.length; k++) {
      double logPosterior = -0.5 * mu[k].length * Math.log(2 * Math.PI);
      for (int i = 0; i < mu[k].length; i++) {
        double width = Math.max(sigma[k][i], KlVertex.LEAST_SIGMA);
        double noise = (z[k][i] - mu[k][i]) / width;
        logPosterior -= 0.5 * noise * noise + Math.log(width);
      }
      nats += logPosterior - prior.logDensity(doubles(z[k]));
    }
    return nats / mu.length;
  }

  /** I(x; z), nats; of few slices or little information it can come out below 0. */
  public double informationNats() {
    double[][] means = new double[mu.length][];
    double[][] precisions = new double[mu.length][];
    double[] logSigmas = new double[mu.length];
    for (int k = 0; k < mu.length; k++) {
      means[k] = doubles(mu[k]);
      precisions[k] = new double[mu[k].length];
      for (int i = 0; i < mu[k].length; i++) {
        double width = Math.max(sigma[k][i], KlVertex.LEAST_SIGMA);
        precisions[k][i] = 0.5 / (width * width);
        logSigmas[k] += Math.log(width);
      }
    }
    double nats = 0;
    double[] logs = new double[mu.length];
    for (int k = 0; k < mu.length; k++) {
      double[] drawn = doubles(z[k]);
      for (int other = 0; other < mu.length; other++) {
        logs[other] = -logSigmas[other] - distance(drawn, means[other], precisions[other]);
      }
      nats += logs[k] - (LogSoftmax.logSum(logs, 0, logs.length) - Math.log(mu.length));
    }
    return nats / mu.length;
  }

  private static double distance(double[] z, double[] mean, double[] precision) {
    double sum = 0;
    for (int i = 0; i < z.length; i++) {
      double apart = z[i] - mean[i];
      sum += apart * apart * precision[i];
    }
    return sum;
  }

  /** KL(q(z) ‖ p(z)), nats: what the divergence spends on no information. */
  public double marginalKlNats() {
    return klNats() - informationNats();
  }

  private static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }
}
