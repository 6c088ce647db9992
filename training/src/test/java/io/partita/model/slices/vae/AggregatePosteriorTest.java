package io.partita.model.slices.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.partita.kind.musicvae.MusicVae;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;

class AggregatePosteriorTest {
  private static final double BIT = Math.log(2);

  /** Slices of so many kinds, each kind somewhere else, all as wide. */
  private static AggregatePosterior kinds(int kinds, int slices, double apart, double width) {
    SplittableRandom random = new SplittableRandom(3);
    float[][] mu = new float[slices][2];
    float[][] sigma = new float[slices][2];
    float[][] z = new float[slices][2];
    for (int k = 0; k < slices; k++) {
      mu[k][0] = (float) (apart * (k % kinds));
      Arrays.fill(sigma[k], (float) width);
      for (int i = 0; i < 2; i++) {
        z[k][i] = (float) (mu[k][i] + width * random.nextGaussian());
      }
    }
    return new AggregatePosterior(mu, sigma, z);
  }

  @Test
  void theDivergenceIsThatOfGaussians() {
    AggregatePosterior alike = kinds(1, 300, 0, 0.5);
    // ½ (0.25 − 1) − ln 0.5 in each of two dimensions.
    assertThat(alike.klNats()).isCloseTo(2 * (-0.375 + Math.log(2)), within(1e-6));
  }

  @Test
  void partsAreJoinedInTheirOrder() {
    AggregatePosterior whole = kinds(3, 30, 2, 1);
    AggregatePosterior first =
        new AggregatePosterior(
            Arrays.copyOf(whole.mu(), 10),
            Arrays.copyOf(whole.sigma(), 10),
            Arrays.copyOf(whole.z(), 10));
    AggregatePosterior rest =
        new AggregatePosterior(
            Arrays.copyOfRange(whole.mu(), 10, 30),
            Arrays.copyOfRange(whole.sigma(), 10, 30),
            Arrays.copyOfRange(whole.z(), 10, 30));
    AggregatePosterior joined = AggregatePosterior.joined(List.of(first, rest));
    assertThat(joined.z()).isDeepEqualTo(whole.z());
    assertThat(joined.slices()).isEqualTo(30);
    assertThat(joined.klNats()).isEqualTo(whole.klNats());
  }

  /** At initialisation sigma is softplus of about 0: bits are spent. */
  @Test
  void anUntrainedNetworkSpendsBits() {
    MusicVae model = MusicVae.named("cat-drums_2bar_small");
    ComputationGraph network = model.network(1, model.optimizer());
    AggregatePosterior posterior =
        AggregatePosterior.of(model, network, DrawnSlices.of(model, 200, 1));
    assertThat(posterior.klNats() / BIT).as("KL, bits").isCloseTo(39.4, within(0.1));
  }
}
