package io.partita.kind.cvae;

import io.partita.nn.latent.LatentNoise;

/**
 * What an encoder says of windows: for each the normal distribution of its z.
 *
 * @param mu means, [window][z]
 * @param logVar logarithms of the variances, [window][z]
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record CvaePosterior(float[][] mu, float[][] logVar) {
  /** The standard deviations, [window][z]. */
  public float[][] sigma() {
    float[][] sigma = new float[logVar.length][];
    for (int k = 0; k < sigma.length; k++) {
      sigma[k] = new float[logVar[k].length];
      for (int i = 0; i < sigma[k].length; i++) {
        sigma[k][i] = (float) Math.exp(logVar[k][i] / 2);
      }
    }
    return sigma;
  }

  /**
   * A z for each window: mu + sigma · noise.
   *
   * @param seed of the noise, see {@link LatentNoise#draw}
   * @return [window][z]
   */
  public float[][] draw(long seed) {
    float[][] sigma = sigma();
    float[][] z = LatentNoise.draw(mu.length, mu.length == 0 ? 0 : mu[0].length, seed);
    for (int k = 0; k < z.length; k++) {
      for (int i = 0; i < z[k].length; i++) {
        z[k][i] = mu[k][i] + sigma[k][i] * z[k][i];
      }
    }
    return z;
  }
}
