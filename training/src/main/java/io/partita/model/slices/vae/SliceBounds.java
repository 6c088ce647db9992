package io.partita.model.slices.vae;

import io.partita.SplitMix64;
import io.partita.nn.blas.Doubles;
import io.partita.nn.latent.GaussianMixture;
import io.partita.nn.latent.LatentNoise;
import io.partita.nn.loss.LogSoftmax;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * Bounds on −ln p of slices that are tighter than the one of training: of a corrected posterior,
 * and importance-weighted (Burda, Grosse and Salakhutdinov, 2016, equation 8): −ln of the mean over
 * draws z of q(z|x) of p(x|z) p(z) / q(z|x).
 *
 * @param scale that corrects the posterior
 * @param prior fitted one; null if absent
 * @param draws of z for the importance-weighted bound; 0 for none
 */
record SliceBounds(PosteriorScale scale, GaussianMixture prior, int draws) implements Serializable {
  /** Reconstruction and divergence with the corrected posterior. */
  static final String CALIBRATED = "elbo_nats_calibrated";

  /** The importance-weighted bound with N(0, I). */
  static final String IWAE = "iwae_nats";

  /** The same with the fitted prior. */
  static final String IWAE_FITTED = "iwae_nats_fitted";

  /** Names of the bounds, in the order in which reports give them. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    if (!scale.equals(PosteriorScale.NONE)) {
      names.add(CALIBRATED);
    }
    if (draws > 0) {
      names.add(IWAE);
      if (prior != null) {
        names.add(IWAE_FITTED);
      }
    }
    return names;
  }

  /**
   * The bounds of each slice; the draws of a slice are made by the slice itself.
   *
   * @param slices at least one
   * @param encoded the posterior of each, with a drawn z
   * @return nats of each slice by {@link #names}, in their order, [slice]
   */
  Map<String, double[]> of(
      SliceVae model, ComputationGraph network, List<int[]> slices, AggregatePosterior encoded) {
    Map<String, double[]> bounds = new LinkedHashMap<>();
    if (names().isEmpty()) {
      return bounds;
    }
    AggregatePosterior posterior = encoded.scaled(scale);
    if (!scale.equals(PosteriorScale.NONE)) {
      double[] nats = model.nats(network, slices, slices, posterior.z());
      for (int k = 0; k < nats.length; k++) {
        nats[k] += posterior.klNats(k);
      }
      bounds.put(CALIBRATED, nats);
    }
    if (draws > 0) {
      addImportanceWeighted(bounds, model, network, slices, posterior);
    }
    return bounds;
  }

  private void addImportanceWeighted(
      Map<String, double[]> bounds,
      SliceVae model,
      ComputationGraph network,
      List<int[]> slices,
      AggregatePosterior posterior) {
    double[] normal = new double[slices.size()];
    double[] fitted = new double[slices.size()];
    for (int k = 0; k < normal.length; k++) {
      float[][] z = draws(slices.get(k), posterior.mu()[k], posterior.sigma()[k]);
      List<int[]> same = Collections.nCopies(draws, slices.get(k));
      double[] nats = model.nats(network, same, same, z);
      double[] proposed = new double[draws];
      for (int draw = 0; draw < draws; draw++) {
        proposed[draw] = -nats[draw] - posterior.logDensity(k, z[draw]);
      }
      normal[k] = bound(proposed, z, SliceBounds::normal);
      fitted[k] = prior == null ? 0 : bound(proposed, z, at -> prior.logDensity(Doubles.of(at)));
    }
    bounds.put(IWAE, normal);
    if (prior != null) {
      bounds.put(IWAE_FITTED, fitted);
    }
  }

  private float[][] draws(int[] slice, float[] mu, float[] sigma) {
    SplittableRandom random = new SplittableRandom(SplitMix64.of(Arrays.hashCode(slice)));
    float[][] z = new float[draws][];
    for (int draw = 0; draw < draws; draw++) {
      z[draw] = LatentNoise.of(mu.length, random);
      for (int i = 0; i < mu.length; i++) {
        z[draw][i] = mu[i] + sigma[i] * z[draw][i];
      }
    }
    return z;
  }

  private static double bound(double[] proposed, float[][] z, ToDoubleFunction<float[]> prior) {
    double[] weights = new double[proposed.length];
    for (int draw = 0; draw < weights.length; draw++) {
      weights[draw] = proposed[draw] + prior.applyAsDouble(z[draw]);
    }
    return Math.log(weights.length) - LogSoftmax.logSum(weights, 0, weights.length);
  }

  /** ln of N(0, I) at a z. */
  private static double normal(float[] z) {
    double squares = 0;
    for (float number : z) {
      squares += (double) number * number;
    }
    return -0.5 * (squares + z.length * Math.log(2 * Math.PI));
  }
}
