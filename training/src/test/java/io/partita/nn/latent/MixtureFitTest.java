package io.partita.nn.latent;

import static io.partita.ThrownAssert.assertThatIllegal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.partita.nn.latent.GaussianMixture.Component;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MixtureFitTest {
  private static final int POSTERIORS = 4_000;

  /**
   * A third of the means about (-3, 0), the others about (3, 1), and the third unit never varies.
   */
  private final float[][] mu = LatentNoise.draw(POSTERIORS, 3, 1);

  private final float[][] sigma = new float[POSTERIORS][];

  MixtureFitTest() {
    for (int k = 0; k < POSTERIORS; k++) {
      boolean isLeft = k % 3 == 0;
      mu[k][0] = 0.5f * mu[k][0] + (isLeft ? -3 : 3);
      mu[k][1] = 0.5f * mu[k][1] + (isLeft ? 0 : 1);
      mu[k][2] = 0;
      sigma[k] = new float[] {1, 0.2f, 1e-6f};
    }
  }

  @Test
  void cloudsAreFoundWithTheWidthOfTheirPosteriors() {
    List<Integer> done = new ArrayList<>();
    GaussianMixture mixture = MixtureFit.of(mu, sigma, 2, 1, done::add);

    assertThat(done).isEqualTo(IntStream.rangeClosed(1, MixtureFit.ITERATIONS).boxed().toList());
    List<Component> found =
        mixture.components().stream().sorted(Comparator.comparing(Component::share)).toList();
    assertThat(found.get(0).share()).isCloseTo(1 / 3.0, within(0.02));
    assertThat(found.get(0).mean()[0]).isCloseTo(-3, within(0.1f));
    assertThat(found.get(1).mean()[0]).isCloseTo(3, within(0.1f));
    assertThat(found.get(1).mean()[1]).isCloseTo(1, within(0.05f));
    // √(0.5² + 1²), √(0.5² + 0.2²), and the ridge.
    float[] factor = found.get(1).factor();
    assertThat(factor[0]).isCloseTo(1.118f, within(0.05f));
    assertThat(factor[2]).isCloseTo(0.539f, within(0.03f));
    assertThat(factor[5]).isCloseTo((float) Math.sqrt(1e-3), within(1e-4f));
  }

  @Test
  void theSameSeedFitsTheSameAndTheDensityIsHigherThanThatOfOne() {
    GaussianMixture two = MixtureFit.of(mu, sigma, 2, 1, done -> {});
    assertThat(draws(MixtureFit.of(mu, sigma, 2, 1, done -> {}))).isDeepEqualTo(draws(two));
    assertThat(draws(MixtureFit.of(mu, sigma, 2, 2, done -> {}))[0]).isNotEqualTo(draws(two)[0]);

    GaussianMixture one = MixtureFit.of(mu, sigma, 1, 1, done -> {});
    assertThat(meanLogDensity(two)).isGreaterThan(meanLogDensity(one) + 0.3);
  }

  private static float[][] draws(GaussianMixture mixture) {
    return mixture.draw(3, 1);
  }

  private double meanLogDensity(GaussianMixture mixture) {
    double sum = 0;
    for (float[] mean : mu) {
      sum += mixture.logDensity(new double[] {mean[0], mean[1], mean[2]});
    }
    return sum / mu.length;
  }

  @Test
  void fewPosteriorsAreTooFew() {
    float[][] few = new float[119][3];
    assertThat(MixtureFit.leastPosteriors(20, 3)).isEqualTo(120);
    assertThat(MixtureFit.of(new float[120][3], new float[120][3], 20, 1, done -> {}).components())
        .hasSize(20);
    assertThatIllegal(() -> MixtureFit.of(few, few, 20, 1, done -> {})).names(20, 119);
  }
}
