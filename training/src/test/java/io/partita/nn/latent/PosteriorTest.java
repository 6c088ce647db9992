package io.partita.nn.latent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PosteriorTest {
  @Test
  void aDrawIsTheMeanAndNoiseOfTheDeviation() {
    float[][] noise = LatentNoise.draw(2, 3, 7);
    float[][] mu = {{1, 2, 3}, {4, 5, 6}};
    float[][] sigma = {{0, 1, 2}, {0.5f, 0, 1}};

    float[][] z = new Posterior(mu, sigma).draw(7);

    assertThat(z[0]).containsExactly(1, 2 + noise[0][1], 3 + 2 * noise[0][2]);
    assertThat(z[1]).containsExactly(4 + 0.5f * noise[1][0], 5, 6 + noise[1][2]);
  }
}
