package io.partita.model.slices.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.partita.InTurn;
import io.partita.kind.musicvae.MusicVae;
import io.partita.nn.latent.GaussianMixture;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

@InTurn
class SliceBoundsTest {
  private final MusicVae model = MusicVae.named("cat-drums_2bar_tiny").with(Map.of("latent", "3"));
  private final ComputationGraph network = wide();
  private final List<int[]> slices = DrawnSlices.of(model, 5, 8);

  /** Weights that are wide from the start, so that nothing need be learnt for z to matter. */
  private ComputationGraph wide() {
    ComputationGraph made = model.network(1, model.optimizer());
    SplittableRandom random = new SplittableRandom(4);
    float[] weights = new float[(int) made.params().length()];
    for (int k = 0; k < weights.length; k++) {
      weights[k] = (float) random.nextGaussian(0, 0.3);
    }
    made.setParams(Nd4j.createFromArray(weights).reshape(made.params().shape()));
    return made;
  }

  @Test
  void unscaled_the_bound_is_that_of_training() {
    AggregatePosterior posterior = AggregatePosterior.of(model, network, slices);
    double[] nats = model.nats(network, slices, slices, posterior.z());
    double elbo = Arrays.stream(nats).average().orElseThrow() + posterior.klNats();
    assertThat(elbo)
        .isCloseTo(
            SliceVaeScore.of(model, network, slices, SliceVaeScore.Z.DRAWN)
                .mean(SliceVaeScore.ELBO),
            within(1e-3));
  }

  @Test
  void one_draw_weighs_a_slice_by_its_own_z() {
    AggregatePosterior posterior = AggregatePosterior.of(model, network, slices);
    double[] nats = model.nats(network, slices, slices, posterior.z());
    double[] bound =
        new SliceBounds(PosteriorScale.NONE, null, 1)
            .of(model, network, slices, encoded(slices))
            .get(SliceBounds.IWAE);
    for (int k = 0; k < bound.length; k++) {
      double log = 0;
      for (int i = 0; i < 3; i++) {
        double z = posterior.z()[k][i];
        double sigma = posterior.sigma()[k][i];
        double noise = (z - posterior.mu()[k][i]) / sigma;
        log += -noise * noise / 2 - Math.log(sigma) + z * z / 2;
      }
      assertThat(bound[k]).isCloseTo(nats[k] + log, within(1e-4));
    }
  }

  /** The bound is tight where draws fill the space of z: here by a grid's sum over its three. */
  @Test
  void many_draws_come_near_the_integral_over_z() {
    List<int[]> one = slices.subList(0, 1);
    PosteriorScale wide = new PosteriorScale(1, 1.5);
    double bound =
        new SliceBounds(wide, null, 2000)
            .of(model, network, one, encoded(one))
            .get(SliceBounds.IWAE)[0];
    assertThat(bound).isCloseTo(integral(one.get(0)), within(0.2));
  }

  private double integral(int[] slice) {
    double cell = 0.5;
    double sum = 0;
    for (double x = -4; x <= 4; x += cell) {
      for (double y = -4; y <= 4; y += cell) {
        float[][] z = new float[17][];
        for (int k = 0; k < z.length; k++) {
          z[k] = new float[] {(float) x, (float) y, (float) (-4 + k * cell)};
        }
        List<int[]> same = Collections.nCopies(z.length, slice);
        double[] nats = model.nats(network, same, same, z);
        for (int k = 0; k < z.length; k++) {
          double squares = x * x + y * y + z[k][2] * z[k][2];
          sum += Math.exp(-nats[k] - squares / 2);
        }
      }
    }
    return -Math.log(sum * Math.pow(cell, 3)) + 1.5 * Math.log(2 * Math.PI);
  }

  @Test
  void a_prior_of_its_own_takes_the_place_of_the_normal_one() {
    AggregatePosterior posterior = AggregatePosterior.of(model, network, slices);
    float[] unit = {1, 0, 1, 0, 0, 1};
    GaussianMixture normal =
        new GaussianMixture(List.of(new GaussianMixture.Component(1, new float[3], unit)));
    SliceBounds bounds = new SliceBounds(PosteriorScale.NONE, normal, 8);
    assertThat(bounds.names()).containsExactly("iwae_nats", "iwae_nats_fitted");
    Map<String, double[]> of = bounds.of(model, network, slices, encoded(slices));
    assertThat(of.get("iwae_nats_fitted")).containsExactly(of.get("iwae_nats"), within(1e-9));
    assertThat(posterior.klNats(normal)).isFinite();
  }

  @Test
  void the_fitted_scale_has_the_least_bound_and_the_scores_say_so() {
    PosteriorScale fitted = PosteriorScale.fitted(model, network, slices);
    double[] calibrated =
        new SliceBounds(fitted, null, 0)
            .of(model, network, slices, encoded(slices))
            .get("elbo_nats_calibrated");
    double least = Arrays.stream(calibrated).average().orElseThrow();
    for (PosteriorScale other :
        List.of(
            PosteriorScale.NONE,
            new PosteriorScale(0.8, 1.3),
            new PosteriorScale(fitted.mean() * 1.1, fitted.deviation()),
            new PosteriorScale(fitted.mean(), fitted.deviation() / 1.1))) {
      AggregatePosterior scaled = AggregatePosterior.of(model, network, slices).scaled(other);
      double bound =
          Arrays.stream(model.nats(network, slices, slices, scaled.z())).average().orElseThrow()
              + scaled.klNats();
      assertThat(least).as("%s", other).isLessThanOrEqualTo(bound);
    }
  }

  @Test
  void history_is_what_another_slices_steps_cost() {
    double[] history = history(slices);
    assertThat(history).hasSize(5).doesNotContain(0);
    List<int[]> equal = Collections.nCopies(4, slices.get(0));
    assertThat(history(equal)).containsOnly(0);
  }

  private double[] history(List<int[]> of) {
    SliceVaeScore.Z z = SliceVaeScore.Z.MEAN;
    return SliceVaeScore.historyNats(
        model, network, of, SliceVaeScore.scored(model, network, of, z));
  }

  private AggregatePosterior encoded(List<int[]> of) {
    return AggregatePosterior.of(model, network, of);
  }
}
