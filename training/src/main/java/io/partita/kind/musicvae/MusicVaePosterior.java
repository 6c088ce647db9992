package io.partita.kind.musicvae;

import io.partita.nn.latent.LatentNoise;

/**
 * What an encoder says of slices: for each the normal distribution of its z.
 *
 * @param mu means, [slice][z]
 * @param sigma standard deviations above 0, [slice][z]
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record MusicVaePosterior(float[][] mu, float[][] sigma) {
  /**
   * A z of each slice, drawn from its distribution.
   *
   * @return [slice][z]
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
