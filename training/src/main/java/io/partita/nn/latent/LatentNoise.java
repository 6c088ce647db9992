package io.partita.nn.latent;

import java.util.SplittableRandom;

/** Normal noise for latent vectors: draws from the prior, and around a posterior's mean. */
public final class LatentNoise {
  private LatentNoise() {}

  /**
   * Vectors of N(0, I). Vector k depends on seed and k alone, and not on how many are drawn; its
   * noise is none that {@code StepSampling} draws steps with.
   *
   * @return [vector][dimension]
   */
  public static float[][] draw(int count, int size, long seed) {
    SplittableRandom vectors = new SplittableRandom(seed).split();
    float[][] drawn = new float[count][size];
    for (float[] vector : drawn) {
      SplittableRandom random = vectors.split();
      for (int i = 0; i < size; i++) {
        vector[i] = (float) random.nextGaussian();
      }
    }
    return drawn;
  }

  /** Standard normal numbers, the next ones of a generator. */
  public static float[] of(int count, SplittableRandom random) {
    float[] noise = new float[count];
    for (int k = 0; k < count; k++) {
      noise[k] = (float) random.nextGaussian();
    }
    return noise;
  }
}
