package io.partita.nn.latent;

import static io.partita.ThrownAssert.assertThatIllegal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.partita.nn.latent.GaussianMixture.Component;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class GaussianMixtureTest {
  /** Covariance [[4, 2], [2, 10]]. */
  private static final Component WIDE =
      new Component(0.25, new float[] {1, -1}, new float[] {2, 1, 3});

  private static final Component ROUND =
      new Component(0.75, new float[] {0, 0}, new float[] {1, 0, 1});

  private final GaussianMixture mixture = new GaussianMixture(List.of(WIDE, ROUND));

  @Test
  void densitiesAreThoseOfTheFormula() {
    // (x - mean) = (1, 2); inverse of the covariance [[10, -2], [-2, 4]] / 36, determinant 36.
    double wide = Math.exp(-0.5 * (10 - 8 + 16) / 36) / (2 * Math.PI * 6);
    double round = Math.exp(-0.5 * (4 + 1)) / (2 * Math.PI);

    assertThat(mixture.logDensity(new double[] {2, 1}))
        .isCloseTo(Math.log(0.25 * wide + 0.75 * round), within(1e-12));
  }

  @Test
  void vectorsHaveItsMomentsAndDependOnSeedAndNumberAlone() {
    int count = 40_000;
    float[][] drawn = mixture.draw(count, 3);

    double[] mean = new double[2];
    double product = 0;
    for (float[] vector : drawn) {
      mean[0] += vector[0] / (double) count;
      mean[1] += vector[1] / (double) count;
      product += (double) vector[0] * vector[1] / count;
    }
    assertThat(mean[0]).isCloseTo(0.25, within(0.03));
    assertThat(mean[1]).isCloseTo(-0.25, within(0.03));
    // E[xy] = 0.25 · (2 + 1 · -1) + 0.75 · 0
    assertThat(product).isCloseTo(0.25, within(0.08));
    assertThat(mixture.draw(2, 3)[1]).isEqualTo(drawn[1]);
    assertThat(mixture.draw(2, 4)[1]).isNotEqualTo(drawn[1]);
  }

  @Test
  void aSeedChoosesComponents() {
    float[] factor = {1};
    GaussianMixture apart =
        new GaussianMixture(
            List.of(
                new Component(0.5, new float[] {-100}, factor),
                new Component(0.5, new float[] {100}, factor)));
    assertThat(signs(apart.draw(64, 3))).isEqualTo(signs(apart.draw(64, 3)));
    assertThat(signs(apart.draw(64, 3))).isNotEqualTo(signs(apart.draw(64, 4)));
  }

  private static List<Float> signs(float[][] drawn) {
    return Arrays.stream(drawn).map(vector -> Math.signum(vector[0])).toList();
  }

  @Test
  void numbersMayBeAsLargeAsAMillion() {
    Component far = new Component(1, new float[] {1e6f, -1e6f}, new float[] {1e6f, -1e6f, 1e6f});
    // (x - mean) = (1e6, -1e6) = L · (1, 0).
    assertThat(new GaussianMixture(List.of(far)).logDensity(new double[] {2e6, -2e6}))
        .isCloseTo(-0.5 - Math.log(2 * Math.PI) - 2 * Math.log(1e6), within(1e-12));
    assertThatIllegal(() -> new Component(1, new float[1], new float[] {0})).names("factor");
  }

  @Test
  void whatIsNoMixtureIsRefused() {
    assertThatIllegal(() -> new GaussianMixture(List.of(ROUND))).names("shares", 0.75);
    assertThatIllegal(() -> new GaussianMixture(List.of())).names("shares", 0.0);
    Component other = new Component(0.25, new float[1], new float[] {1});
    assertThatIllegal(() -> new GaussianMixture(List.of(ROUND, other))).names("size");
    assertThatIllegal(() -> new Component(1, new float[2], new float[] {1, 0, 0})).names("factor");
    assertThatIllegal(() -> new Component(1, new float[2], new float[] {1, 1})).names("factor");
    assertThatIllegal(() -> new Component(1, new float[] {Float.NaN}, new float[] {1}))
        .names("mean");
    assertThatIllegal(() -> new Component(1, new float[] {-2e6f}, new float[] {1})).names("mean");
    assertThatIllegal(() -> new Component(1, new float[1], new float[] {1e38f})).names("factor");
    assertThatIllegal(() -> new Component(0, new float[1], new float[] {1})).names("share");
  }
}
