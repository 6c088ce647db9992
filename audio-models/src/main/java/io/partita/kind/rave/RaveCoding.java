package io.partita.kind.rave;

import io.partita.SplitMix64;
import io.partita.nn.latent.Posterior;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * From windows to latent vectors and back with a {@link Rave}'s network, one window at a time:
 * others in a batch would change its last bits, and its noise is its own.
 */
final class RaveCoding {
  private RaveCoding() {}

  static Posterior encode(Rave model, ComputationGraph network, List<float[]> windows) {
    float[][] mu = new float[windows.size()][];
    float[][] sigma = new float[windows.size()][];
    for (int k = 0; k < mu.length; k++) {
      INDArray[] found = posterior(model, network, windows.get(k));
      mu[k] = found[0].dup('c').data().asFloat();
      sigma[k] = found[1].dup('c').data().asFloat();
    }
    return new Posterior(mu, sigma);
  }

  /** Means and deviations of a window. */
  static INDArray[] posterior(Rave model, ComputationGraph network, float[] window) {
    INDArray[] features =
        model.features(List.of(window), new float[model.latent()], Rave.random(window));
    return network.output(List.of(RaveGraph.MEAN, RaveGraph.SIGMA), false, features, null);
  }

  static float[][] decode(Rave model, ComputationGraph network, float[][] z, long seed) {
    ComputationGraph decoder = RaveGraph.decoder(model, network);
    float[][] sounds = new float[z.length][];
    for (int k = 0; k < z.length; k++) {
      sounds[k] = decoded(model, decoder, z[k], new SplittableRandom(SplitMix64.of(seed, k)));
    }
    return sounds;
  }

  /**
   * @param decoder of {@link RaveGraph#decoder}
   * @param random of the noise
   */
  static float[] decoded(Rave model, ComputationGraph decoder, float[] z, SplittableRandom random) {
    List<INDArray> features = new ArrayList<>();
    features.add(Nd4j.create(z, new long[] {1, model.latents(), model.frames()}, 'c'));
    if (model.noise()) {
      features.add(model.uniform(1, random));
    }
    return decoder.outputSingle(false, features.toArray(INDArray[]::new)).dup('c').data().asFloat();
  }
}
