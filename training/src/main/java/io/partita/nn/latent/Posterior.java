package io.partita.nn.latent;

/**
 * What an encoder says of examples: for each the normal distribution of its z.
 *
 * @param mu means, [example][z]
 * @param sigma standard deviations above 0, [example][z]
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Posterior(float[][] mu, float[][] sigma) {
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
