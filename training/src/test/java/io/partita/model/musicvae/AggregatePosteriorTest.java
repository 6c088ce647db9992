package io.partita.model.musicvae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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
  void slicesOfKindsThatLieApartTellTheirKind() {
    AggregatePosterior four = kinds(4, 400, 100, 1);
    assertThat(four.informationNats() / BIT).as("bits of four kinds").isCloseTo(2, within(1e-9));
    assertThat(kinds(400, 400, 100, 1).informationNats())
        .as("each a kind of its own: as much as so many slices can tell")
        .isCloseTo(Math.log(400), within(1e-9));
    assertThat(four.slices()).isEqualTo(400);
  }

  @Test
  void slicesThatAreAllAlikeTellNothing() {
    AggregatePosterior alike = kinds(1, 300, 0, 0.5);
    assertThat(alike.informationNats()).as("nats").isCloseTo(0, within(1e-9));
    // ½ (0.25 − 1) − ln 0.5 in each of two dimensions.
    assertThat(alike.klNats()).isCloseTo(2 * (-0.375 + Math.log(2)), within(1e-6));
    assertThat(alike.marginalKlNats()).isCloseTo(alike.klNats(), within(1e-9));
  }

  @Test
  void gaussiansOfMeansThatAreGaussianTellAsAChannelDoes() {
    SplittableRandom random = new SplittableRandom(5);
    int slices = 2_000;
    float[][] mu = new float[slices][1];
    float[][] sigma = new float[slices][1];
    float[][] z = new float[slices][1];
    for (int k = 0; k < slices; k++) {
      mu[k][0] = (float) (0.8 * random.nextGaussian());
      sigma[k][0] = 0.6f;
      z[k][0] = (float) (mu[k][0] + 0.6 * random.nextGaussian());
    }
    AggregatePosterior channel = new AggregatePosterior(mu, sigma, z);
    assertThat(channel.informationNats())
        .as("½ ln(1 + .64 / .36), of which all z together are N(0, 1)")
        .isCloseTo(0.5 * Math.log(1 + 0.64 / 0.36), within(0.04));
    assertThat(channel.marginalKlNats()).isCloseTo(0, within(0.04));
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
    assertThat(joined.informationNats()).isEqualTo(whole.informationNats());
  }

  /** At initialisation sigma is softplus of about 0: bits are spent, and on nothing. */
  @Test
  void anUntrainedNetworkSpendsBitsWithoutInformation() {
    MusicVae model = MusicVae.named("cat-drums_2bar_small");
    ComputationGraph network = model.network(1, model.optimizer());
    AggregatePosterior posterior =
        AggregatePosterior.of(model, network, MusicVaeTest.slices(model, 1_500, 1));
    assertThat(posterior.klNats() / BIT).as("KL, bits").isCloseTo(39.4, within(0.1));
    assertThat(posterior.informationNats() / BIT).as("I(x; z), bits").isCloseTo(0, within(0.05));
    assertThat(posterior.marginalKlNats() / BIT).isCloseTo(39.4, within(0.15));
  }
}
