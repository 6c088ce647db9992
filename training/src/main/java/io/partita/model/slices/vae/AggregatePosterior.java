package io.partita.model.slices.vae;

import io.partita.SplitMix64;
import io.partita.nn.blas.Doubles;
import io.partita.nn.latent.GaussianMixture;
import io.partita.nn.latent.LatentNoise;
import io.partita.nn.latent.Posterior;
import io.partita.nn.loss.KlVertex;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * The posteriors of slices, and one z drawn from each: what the divergence from a prior is
 * estimated with.
 *
 * @param mu means, [slice][z]
 * @param sigma standard deviations above 0, [slice][z]
 * @param z one of each slice's posterior, [slice][z]
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record AggregatePosterior(float[][] mu, float[][] sigma, float[][] z)
    implements Serializable {
  /**
   * Encodes slices, and draws the z of each by the slice itself: equal slices, equal noise.
   *
   * @param slices at least one
   */
  public static AggregatePosterior of(
      SliceVae model, ComputationGraph network, List<int[]> slices) {
    return of(slices, model.encode(network, slices));
  }

  /** The same of slices that were encoded. */
  static AggregatePosterior of(List<int[]> slices, Posterior posterior) {
    float[][] z = new float[slices.size()][];
    for (int k = 0; k < z.length; k++) {
      SplittableRandom random = new SplittableRandom(SplitMix64.of(Arrays.hashCode(slices.get(k))));
      z[k] = LatentNoise.of(posterior.mu()[k].length, random);
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

  /** With corrected distributions, and the same noise in each z. */
  AggregatePosterior scaled(PosteriorScale scale) {
    float[][] means = new float[mu.length][];
    float[][] deviations = new float[mu.length][];
    float[][] drawn = new float[mu.length][];
    for (int k = 0; k < mu.length; k++) {
      int size = mu[k].length;
      means[k] = new float[size];
      deviations[k] = new float[size];
      drawn[k] = new float[size];
      for (int i = 0; i < size; i++) {
        means[k][i] = (float) (scale.mean() * mu[k][i]);
        deviations[k][i] = (float) (scale.deviation() * sigma[k][i]);
        drawn[k][i] = (float) (means[k][i] + scale.deviation() * (z[k][i] - mu[k][i]));
      }
    }
    return new AggregatePosterior(means, deviations, drawn);
  }

  public int slices() {
    return mu.length;
  }

  /** Of a slice's posterior from N(0, 1), mean over slices, nats. */
  public double klNats() {
    double nats = 0;
    for (int k = 0; k < mu.length; k++) {
      nats += klNats(k);
    }
    return nats / mu.length;
  }

  /** The same of one slice. */
  double klNats(int slice) {
    return KlVertex.nats(Doubles.of(mu[slice]), Doubles.of(sigma[slice]), 0, mu[slice].length);
  }

  /**
   * Of a slice's posterior from another prior, likewise, estimated with the z of each slice: E[ln
   * q(z|x) − ln p(z)].
   */
  public double klNats(GaussianMixture prior) {
    double nats = 0;
    for (double ofSlice : eachKlNats(prior)) {
      nats += ofSlice;
    }
    return nats / mu.length;
  }

  /** The same of each slice. */
  double[] eachKlNats(GaussianMixture prior) {
    double[] nats = new double[mu.length];
    Arrays.setAll(nats, k -> logDensity(k, z[k]) - prior.logDensity(Doubles.of(z[k])));
    return nats;
  }

  /** ln q(z|x) of a slice at any z. */
  double logDensity(int slice, float[] at) {
    double log = -0.5 * at.length * Math.log(2 * Math.PI);
    for (int i = 0; i < at.length; i++) {
      double width = Math.max(sigma[slice][i], KlVertex.LEAST_SIGMA);
      double noise = (at[i] - mu[slice][i]) / width;
      log -= 0.5 * noise * noise + Math.log(width);
    }
    return log;
  }
}
