package io.partita.nn.latent;

import java.util.List;
import java.util.function.Function;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What an encoder says of examples: for each the normal distribution of its z.
 *
 * @param mu means, [example][z]
 * @param sigma standard deviations above 0, [example][z]
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Posterior(float[][] mu, float[][] sigma) {
  /** Examples that are encoded at once. */
  private static final int BATCH = 64;

  /**
   * What the layers of {@link LatentLayers#addPosterior} say of examples, a batch at a time.
   *
   * @param features what the network reads of a batch
   */
  public static <E> Posterior of(
      ComputationGraph network, List<E> examples, Function<List<E>, INDArray[]> features) {
    float[][] mu = new float[examples.size()][];
    float[][] sigma = new float[examples.size()][];
    for (int first = 0; first < mu.length; first += BATCH) {
      List<E> batch = examples.subList(first, Math.min(mu.length, first + BATCH));
      INDArray[] found =
          network.output(
              List.of(LatentLayers.MU, LatentLayers.SIGMA), false, features.apply(batch), null);
      System.arraycopy(found[0].toFloatMatrix(), 0, mu, first, batch.size());
      System.arraycopy(found[1].toFloatMatrix(), 0, sigma, first, batch.size());
    }
    return new Posterior(mu, sigma);
  }

  /**
   * A z of each, drawn from its distribution.
   *
   * @return [example][z]
   */
  public float[][] draw(long seed) {
    float[][] z = LatentNoise.draw(mu.length, mu[0].length, seed);
    for (int i = 0; i < z.length; i++) {
      for (int k = 0; k < z[i].length; k++) {
        z[i][k] = mu[i][k] + sigma[i][k] * z[i][k];
      }
    }
    return z;
  }
}
