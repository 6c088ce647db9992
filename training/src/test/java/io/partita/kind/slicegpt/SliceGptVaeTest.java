package io.partita.kind.slicegpt;

import static io.partita.ThrownAssert.assertThatIllegal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.InTurn;
import io.partita.model.BothArithmetics;
import io.partita.model.ClassDraw;
import io.partita.model.ModelDescription;
import io.partita.model.slices.vae.SliceVaeScore;
import io.partita.model.slices.vae.StepSampling;
import io.partita.nn.device.Arithmetic;
import io.partita.nn.latent.LatentNoise;
import io.partita.nn.latent.Posterior;
import io.partita.nn.optim.Fitting;
import io.partita.nn.optim.FloatAdamUpdater;
import io.partita.nn.optim.Optimizer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

class SliceGptVaeTest {
  private static final int STEPS = 32;
  private static final int LATENT = 5;

  @TempDir private Path folder;

  static SliceGptVae model(double dropout, double freeBits) {
    return new SliceGptVae(
        SliceGptTest.model(dropout), LATENT, 8, freeBits, 0.2, 0, 0, 0, 0, 0L, 0.0, 0.0, false);
  }

  /** Weights that are wide from the start, so that nothing need be learnt for z to matter. */
  private static ComputationGraph wide(SliceGptVae model) {
    ComputationGraph network = model.network(1, model.optimizer());
    SplittableRandom random = new SplittableRandom(4);
    float[] weights = new float[(int) network.params().length()];
    for (int k = 0; k < weights.length; k++) {
      weights[k] = (float) random.nextGaussian(0, 0.2);
    }
    network.setParams(Nd4j.createFromArray(weights).reshape(network.params().shape()));
    return network;
  }

  private static void fit(
      SliceGptVae model, ComputationGraph network, List<int[]> slices, int updates) {
    FloatAdamUpdater.of(network); // which then knows the weights that decay
    for (int update = 0; update < updates; update++) {
      network.fit(model.arrays(slices, update).get(0));
    }
  }

  @Test
  void the_parameters_are_those_that_a_hand_counts() {
    long lstm = 4 * 512 * (10 + 512 + 1);
    long posterior = 2 * (1024 + 1) * 64;
    long tokens = (64 + 1) * 4 * 96;
    // Four tokens more within the reach of four heads in three layers.
    long decoder = 441_461 + 3 * 4 * 4;
    SliceGptVae usual =
        new SliceGptVae(
            new SliceGpt(32, 96, 3, 4, 0.15, "gm", "drums"),
            64,
            512,
            48,
            0.2,
            0,
            0,
            0,
            0,
            0L,
            0.0,
            0.0,
            false);
    assertThat(usual.parameters()).isEqualTo(2 * lstm + posterior + tokens + decoder);
    ComputationGraph network = usual.network(1, usual.optimizer());
    assertThat(network.params().length()).isEqualTo(usual.parameters());
    assertThat(network.getUpdater().getUpdaterBlocks()).hasSize(1);
  }

  @Test
  void a_step_moves_the_logits_of_later_steps_only_and_z_those_of_all() {
    SliceGptVae model = model(0.15, 48);
    ComputationGraph network = wide(model);
    List<int[]> slice = SliceGptTest.slices(1);
    int[] changed = slice.get(0).clone();
    changed[10] ^= 1;
    float[] noise = new float[LATENT];
    double[][] logits = logits(model, network, slice, slice, noise);
    double[][] fedOther = logits(model, network, slice, List.of(changed), noise);
    Arrays.fill(noise, 0.5f);
    double[][] fromOther = logits(model, network, slice, slice, noise);
    for (int step = 0; step < STEPS; step++) {
      assertThat(Arrays.equals(logits[step], fedOther[step]))
          .as("step %d sees a change of step 10", step)
          .isEqualTo(step <= 10);
      assertThat(fromOther[step]).as("step %d sees z", step).isNotEqualTo(logits[step]);
    }
  }

  private static double[][] logits(
      SliceGptVae model,
      ComputationGraph network,
      List<int[]> slices,
      List<int[]> fed,
      float[] noise) {
    INDArray[] features = model.features(slices, fed, noise);
    return network.output(List.of(SliceGpt.LOGITS), false, features, null)[0].toDoubleMatrix();
  }

  @Test
  void a_step_at_a_time_gives_what_slices_give() {
    SliceGptVae model = model(0.2, 48);
    ComputationGraph network = wide(model);
    List<int[]> slices = SliceGptTest.slices(70);
    double[][] whole = logits(model, network, slices, slices, new float[70 * LATENT]);
    int[] seen = new int[1];
    model.decode(
        network,
        model.encode(network, slices).mu(),
        (slice, step, logits) -> {
          assertThat(logits)
              .as("slice %d, step %d", slice, step)
              .containsExactly(whole[step * 70 + slice], within(2e-4));
          seen[0]++;
          return slices.get(slice)[step];
        });
    assertThat(seen[0]).isEqualTo(70 * STEPS);
  }

  @Test
  void the_loss_of_a_batch_is_reconstruction_and_the_charge_of_the_divergence() {
    SliceGptVae model = model(0, 1);
    ComputationGraph network = wide(model);
    List<int[]> slices = SliceGptTest.slices(5);
    MultiDataSet part = model.arrays(slices, 3).get(0);
    assertThat(model.predictions(part)).isEqualTo(5);
    Posterior posterior = model.encode(network, slices);
    float[] noise = LatentNoise.of(5 * LATENT, new SplittableRandom(3));
    float[][] z = new float[5][LATENT];
    double charge = 0;
    for (int k = 0; k < 5; k++) {
      double kl = 0;
      for (int i = 0; i < LATENT; i++) {
        double mu = posterior.mu()[k][i];
        double sigma = posterior.sigma()[k][i];
        z[k][i] = (float) (mu + sigma * noise[k * LATENT + i]);
        kl += (mu * mu + sigma * sigma - 1) / 2 - Math.log(sigma);
      }
      charge += 0.2 * Math.max(kl - Math.log(2), 0) / 5;
    }
    double nats = Arrays.stream(model.nats(network, slices, slices, z)).average().orElseThrow();
    assertThat(charge).as("beyond the free bits").isPositive();
    assertThat(network.score(part)).isCloseTo(nats + charge, within(1e-2));
  }

  @InTurn
  @Test
  void learns_eight_slices_by_heart_from_z() {
    SliceGptVae model = model(0, 1000);
    List<int[]> slices = SliceGptTest.slices(8);
    ComputationGraph network = model.network(1, Optimizer.constant(3e-3));
    fit(model, network, slices, 300);
    Map<String, Double> figures =
        model.figures(SliceVaeScore.of(model, network, slices, SliceVaeScore.Z.MEAN));
    assertThat(figures.get("accuracy_teacher_forced")).isGreaterThan(0.95);
    assertThat(figures.get("accuracy_free_running"))
        .as("the first step, too, follows from z")
        .isGreaterThan(0.8);
    assertThat(figures.get("reconstruction_nats")).isLessThan(Math.log(8) + 3);
  }

  @Test
  void loops_hang_on_z_the_seed_and_their_number_alone() {
    SliceGptVae model = model(0, 48);
    ComputationGraph network = wide(model);
    float[][] z = LatentNoise.draw(70, LATENT, 2);
    StepSampling sampling = new StepSampling(ClassDraw.PLAIN, 7);
    List<int[]> many = model.decode(network, z, sampling);
    List<int[]> three = model.decode(network, Arrays.copyOf(z, 3), sampling);
    for (int k = 0; k < 3; k++) {
      assertThat(many.get(k)).isEqualTo(three.get(k));
    }
    assertThat(many).hasSize(70);
    float[][] same = {z[0], z[0]};
    List<int[]> likeliest = model.decode(network, same, StepSampling.ARGMAX);
    assertThat(likeliest.get(0)).isEqualTo(likeliest.get(1));
    assertThat(model.decode(network, same, sampling).get(1)).isNotEqualTo(three.get(0));
    assertThat(model.decode(network, new float[][] {z[1]}, sampling).get(0))
        .as("the draws of loop 0 from another z")
        .isNotEqualTo(three.get(0));
  }

  @Test
  void the_encoder_hears_what_is_hidden_from_the_steps() {
    SliceGptVae model = model(0, 48);
    int[] played = SliceGptTest.slices(1).get(0);
    int[] both = Arrays.copyOf(played, 2 * STEPS);
    MultiDataSet part = model.arrays(List.of(both), 1).get(0);
    MultiDataSet plain = model.arrays(List.of(played), 1).get(0);
    for (int feature : new int[] {0, 1, 3, 4}) {
      assertThat(part.getFeatures(feature)).isEqualTo(plain.getFeatures(feature));
    }
    float[] read = part.getFeatures(2).toFloatMatrix()[0];
    assertThat(Arrays.copyOfRange(read, 1, STEPS)).containsOnly(0);
  }

  @Test
  void equal_seeds_give_equal_weights_with_dropout() {
    SliceGptVae model = model(0.2, 0);
    ComputationGraph one = model.network(5, model.optimizer());
    ComputationGraph other = model.network(5, model.optimizer());
    for (ComputationGraph network : List.of(one, other)) {
      fit(model, network, SliceGptTest.slices(6), 3);
    }
    assertThat(one.params().toFloatVector()).isEqualTo(other.params().toFloatVector());
  }

  @Test
  void an_archive_and_a_card_give_the_same_model() throws IOException {
    SliceGptVae model =
        new SliceGptVae(
            SliceGptTest.model(0.2), LATENT, 8, 3, 0.5, 0.99, 10, 20, 0, 0L, 0.0, 0.0, false);
    ComputationGraph network = model.network(3, model.optimizer());
    fit(model, network, SliceGptTest.slices(4), 2);
    File file = folder.resolve("network.zip").toFile();
    ModelSerializer.writeModel(network, file, true);
    ComputationGraph read = ModelSerializer.restoreComputationGraph(file, true);
    List<int[]> slices = SliceGptTest.slices(3);
    assertThat(model.score(read, slices)).isEqualTo(model.score(network, slices));
    ObjectMapper json = new ObjectMapper();
    ModelDescription card =
        new ModelDescription(json.valueToTree(model), List.of(), List.of(), Map.of());
    assertThat(DrumGptVaeKind.KIND.model(card)).isEqualTo(model);
  }

  @Test
  void refuses_what_is_no_network() {
    SliceGpt decoder = SliceGptTest.model(0);
    assertThatIllegal(() -> new SliceGptVae(decoder, 0, 8, 0, 1, 0, 0, 0, 0, 0L, 0.0, 0.0, false))
        .names("latent", 0);
    assertThatIllegal(() -> new SliceGptVae(decoder, 4, 0, 0, 1, 0, 0, 0, 0, 0L, 0.0, 0.0, false))
        .names("encoderUnits", 0);
    assertThatIllegal(() -> new SliceGptVae(decoder, 4, 8, -1, 1, 0, 0, 0, 0, 0L, 0.0, 0.0, false))
        .names("freeBits");
    assertThatIllegal(() -> new SliceGptVae(decoder, 4, 8, 0, 1, 1, 0, 0, 0, 0L, 0.0, 0.0, false))
        .names("betaRate");
    assertThatIllegal(() -> new SliceGptVae(decoder, 4, 8, 0, 1, 0, 5, 4, 0, 0L, 0.0, 0.0, false))
        .names("boundFrom");
    assertThatIllegal(() -> model(0, 0).arrays(List.of(new int[31]), 1)).names(31, 32);
  }

  @InTurn
  @Test
  void both_arithmetics_learn_the_same() {
    List<int[]> slices = SliceGptTest.slices(12);
    List<List<int[]>> batches =
        IntStream.range(0, 3).mapToObj(k -> slices.subList(4 * k, 4 * k + 4)).toList();
    BothArithmetics.assertEqual(model(0.2, 0), batches, slices, 5e-3);
  }

  /** Its logits cross: they are read by a loss on the processor, as is what encodes. */
  @InTurn
  @Test
  void a_gpu_learns_the_same_beside_vertices_on_the_processor() {
    double[] expected = losses(Arithmetic.NATIVE);
    assertThat(losses(Arithmetic.CUDA)).containsExactly(expected, within(1e-3 * expected[0]));
  }

  private static double[] losses(Arithmetic on) {
    SliceGptVae small =
        new SliceGptVae(
            new SliceGpt(STEPS, 8, 1, 2, 0.2, "gm", "drums"),
            LATENT,
            8,
            0,
            0.2,
            0,
            0,
            0,
            0,
            0L,
            0.0,
            0.0,
            false);
    return BothArithmetics.with(
        on,
        () -> {
          Fitting fitting = new Fitting(small.network(1, small.optimizer()));
          double[] losses = new double[6];
          for (int update = 0; update < losses.length; update++) {
            losses[update] =
                fitting.fit(small.arrays(SliceGptTest.slices(1), update).get(0), 1, true);
          }
          return losses;
        });
  }
}
