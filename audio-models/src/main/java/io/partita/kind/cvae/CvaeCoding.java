package io.partita.kind.cvae;

import io.partita.nn.blas.Doubles;
import io.partita.nn.latent.Posterior;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** From windows to latent vectors and back with a {@link Cvae}'s network, a batch at a time. */
final class CvaeCoding {
  /** Values at once, and windows. */
  private static final int VALUES = 1 << 18;

  private static final int WINDOWS = 64;

  /** Numbers of a layer at once, 32 MiB. */
  private static final int OF_A_LAYER = 1 << 23;

  private CvaeCoding() {}

  /** Windows at once. */
  static int batch(Cvae model) {
    int most = Math.min(WINDOWS, VALUES / model.input().size());
    return (int) Math.max(1, Math.min(most, OF_A_LAYER / model.widest()));
  }

  static Posterior encode(Cvae model, ComputationGraph network, List<float[]> windows) {
    float[][] mu = new float[windows.size()][];
    float[][] sigma = new float[windows.size()][];
    int batch = batch(model);
    int latent = model.latent();
    for (int first = 0; first < mu.length; first += batch) {
      List<float[]> part = windows.subList(first, Math.min(mu.length, first + batch));
      float[] posteriors = posteriors(model, network, part);
      for (int k = 0; k < part.size(); k++) {
        int from = 2 * latent * k;
        mu[first + k] = Arrays.copyOfRange(posteriors, from, from + latent);
        sigma[first + k] = new float[latent];
        for (int i = 0; i < latent; i++) {
          sigma[first + k][i] = (float) Math.exp(posteriors[from + latent + i] / 2);
        }
      }
    }
    return new Posterior(mu, sigma);
  }

  /** Of windows that are a batch at most, mu and logVar of one after the other. */
  static float[] posteriors(Cvae model, ComputationGraph network, List<float[]> windows) {
    float[] noNoise = new float[windows.size() * model.latent()];
    INDArray[] features = CvaeArrays.features(model, windows, noNoise);
    INDArray found = network.output(List.of(CvaeGraph.POSTERIOR), false, features, null)[0];
    return found.dup('c').data().asFloat();
  }

  static float[][] decode(Cvae model, ComputationGraph network, float[][] z) {
    ComputationGraph decoder = CvaeGraph.decoder(model, network);
    LikelihoodVertex likelihood = model.family().builder().likelihood(model);
    float[][] windows = new float[z.length][model.input().size()];
    int batch = batch(model);
    for (int first = 0; first < z.length; first += batch) {
      float[][] part = Arrays.copyOfRange(z, first, Math.min(z.length, first + batch));
      double[] decoded = decoded(decoder, Nd4j.createFromArray(part));
      int apart = decoded.length / part.length;
      for (int k = 0; k < part.length; k++) {
        float[] window = windows[first + k];
        for (int i = 0; i < window.length; i++) {
          double mean = likelihood.mean(decoded[k * apart + i]);
          window[i] = (float) (mean * model.deviation() + model.mean());
        }
      }
    }
    return windows;
  }

  /**
   * What a decoder says of windows, one after the other.
   *
   * @param z [window, latent], a batch at most
   */
  static double[] decoded(ComputationGraph decoder, INDArray z) {
    return Doubles.of(decoder.outputSingle(false, z));
  }
}
