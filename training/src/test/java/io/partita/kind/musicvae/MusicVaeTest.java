package io.partita.kind.musicvae;

import static io.partita.MistakeAssert.assertThatMistake;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.InTurn;
import io.partita.Mistake;
import io.partita.model.ClassDraw;
import io.partita.model.PredictionSums;
import io.partita.model.slices.vae.DrawnSlices;
import io.partita.model.slices.vae.SliceVaeScore;
import io.partita.model.slices.vae.StepSampling;
import io.partita.nn.latent.LatentNoise;
import io.partita.nn.latent.Posterior;
import io.partita.nn.loss.Segments;
import io.partita.nn.lstm.LstmVertex;
import io.partita.nn.optim.Optimizer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;

class MusicVaeTest {
  private static final String FLAT = "cat-drums_2bar_tiny";
  private static final String HIERARCHICAL = "hier-drums_4bar_tiny";

  /** Slices that differ, of a few classes. */
  static List<int[]> slices(MusicVae model, int count, long seed) {
    return DrawnSlices.of(model, count, seed);
  }

  @ParameterizedTest
  @CsvSource({"cat-drums_2bar_small, 4636672", "hier-drums_4bar_small, 5689344"})
  void hasTheParametersOfItsConfig(String config, long parameters) {
    MusicVae model = MusicVae.named(config);
    ComputationGraph network = model.network(1, model.optimizer());
    assertThat(network.params().length()).isEqualTo(parameters);
    assertThat(network.getUpdater().getUpdaterBlocks())
        .as("one block of all parameters, so that the gradient is clipped as a whole")
        .hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cat-drums_2bar_small", "hier-drums_4bar_small"})
  void begins_at_a_loss_of_even_chances_and_a_small_divergence(String config) {
    MusicVae model = MusicVae.named(config);
    ComputationGraph network = model.network(1, model.optimizer());
    Map<String, Double> figures = model.figures(model.score(network, slices(model, 16, 1)));
    assertThat(figures.get("reconstruction_nats") / (model.steps() * Math.log(512)))
        .isCloseTo(1, within(0.01));
    assertThat(figures.get("kl_nats")).isCloseTo(27.3, within(0.5));
    assertThat(figures.get("loss")).isEqualTo(figures.get("reconstruction_nats"));
    assertThat(figures.get("elbo_nats"))
        .as("reconstruction and all of the divergence, free bits or not")
        .isCloseTo(figures.get("reconstruction_nats") + figures.get("kl_nats"), within(1e-9));
    assertThat(figures.get("bits_per_step"))
        .isCloseTo(figures.get("elbo_nats") / model.steps() / Math.log(2), within(1e-9));
    assertThat(figures.get("z_norm"))
        .as("of 256 numbers of sigma softplus(0)")
        .isCloseTo(16 * Math.log(2), within(0.5));
    assertThat(figures.get("active_units")).as("units that tell slices apart").isZero();
  }

  @Test
  void names_the_configs_that_there_are() {
    assertThatMistake(() -> MusicVae.named("cat-mel"))
        .is(Mistake.BAD_OPTION)
        .names("--config", "cat-mel", "cat-drums_2bar_small, hier-");
  }

  @ParameterizedTest
  @ValueSource(strings = {FLAT, HIERARCHICAL})
  void steps_one_by_one_as_the_whole_network_does(String config) {
    MusicVae model = MusicVae.named(config);
    ComputationGraph network = model.network(5, model.optimizer());
    List<int[]> slices = slices(model, 3, 2);
    float[] noise = new float[3 * model.latent()];
    INDArray[] whole =
        network.output(
            List.of(
                MusicVaeGraph.condition(model), MusicVaeGraph.DECODER_START, MusicVaeGraph.LOGITS),
            false,
            MusicVaeArrays.features(model, slices, noise),
            null);
    Segments order = new Segments(3, model.steps(), model.segments());
    StepDecoder decoder = StepDecoder.of(network, 2, whole[0], whole[1]);
    for (int within = 0; within < order.stepsOfSegment(); within++) {
      int[] fed = new int[order.sequences()];
      for (int step = within; step < model.steps(); step += order.stepsOfSegment()) {
        for (int k = 0; k < 3; k++) {
          fed[order.sequence(k, step)] = within == 0 ? -1 : slices.get(k)[step - 1];
        }
      }
      double[][] logits = decoder.step(fed);
      for (int step = within; step < model.steps(); step += order.stepsOfSegment()) {
        for (int k = 0; k < 3; k++) {
          assertThat(logits[order.sequence(k, step)])
              .as("slice %d, step %d", k, step)
              .containsExactly(whole[2].getRow(order.row(k, step)).toDoubleVector(), within(1e-5));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {FLAT, HIERARCHICAL})
  void decodes_z_as_it_decodes_the_slice_that_has_this_posterior(String config) {
    MusicVae model = MusicVae.named(config);
    ComputationGraph network = trained(model, slices(model, 8, 3), 30);
    List<int[]> slices = slices(model, 8, 3);
    Posterior posterior = model.encode(network, slices);
    List<int[]> decoded = model.decode(network, posterior.mu(), StepSampling.ARGMAX);
    PredictionSums score = SliceVaeScore.of(model, network, slices, SliceVaeScore.Z.MEAN);
    double right = 0;
    double later = 0;
    double norm = 0;
    for (int k = 0; k < 8; k++) {
      for (int step = 0; step < model.steps(); step++) {
        right += decoded.get(k)[step] == slices.get(k)[step] ? 1 : 0;
        later += step >= 16 && decoded.get(k)[step] == slices.get(k)[step] ? 1 : 0;
      }
      double squares = 0;
      for (float of : posterior.mu()[k]) {
        squares += of * of;
      }
      norm += Math.sqrt(squares) / 8;
    }
    Map<String, Double> figures = model.figures(score);
    assertThat(right / (8 * model.steps())).isEqualTo(figures.get("accuracy_free_running"));
    assertThat(figures.get("accuracy_free_running_later_bars"))
        .isCloseTo(later / (8 * (model.steps() - 16)), within(1e-12));
    assertThat(figures.get("z_norm")).as("of mu").isCloseTo(norm, within(1e-5));
  }

  @Test
  void draws_by_seed_and_number_alone() {
    MusicVae model = MusicVae.named(FLAT);
    ComputationGraph network = model.network(5, model.optimizer());
    float[][] z = new float[70][model.latent()];
    List<int[]> all = model.decode(network, z, new StepSampling(ClassDraw.PLAIN, 9));
    List<int[]> again = model.decode(network, z, new StepSampling(ClassDraw.PLAIN, 9));
    assertThat(all).hasSize(70);
    assertThat(all.get(0)).isNotEqualTo(all.get(1));
    for (int k = 0; k < 70; k++) {
      assertThat(all.get(k)).isEqualTo(again.get(k));
    }
  }

  @InTurn
  @Test
  void learns_a_batch_by_heart() {
    learns_a_batch_by_heart(FLAT);
  }

  @InTurn
  @Test
  void learns_a_batch_of_segments_by_heart() {
    learns_a_batch_by_heart(HIERARCHICAL);
  }

  private static void learns_a_batch_by_heart(String config) {
    MusicVae model = MusicVae.named(config).with(Map.of("freeBits", "1000", "encoderUnits", "16"));
    List<int[]> slices = slices(model, 2, 4);
    ComputationGraph network = model.network(2, quick(model));
    double accuracy = 0;
    for (int update = 0; update < 800 && accuracy <= 0.98; update++) {
      network.fit(model.arrays(slices, update).get(0));
      if (update % 50 == 49) {
        accuracy = model.figures(model.score(network, slices)).get("accuracy_teacher_forced");
      }
    }
    assertThat(accuracy).isGreaterThan(0.98);
  }

  private static Optimizer quick(MusicVae model) {
    return model.with(Map.of("learningRate", "5e-3")).optimizer();
  }

  @Test
  void a_unit_is_active_that_tells_more_than_a_tenth_of_a_bit() {
    MusicVae model = MusicVae.named(FLAT);
    List<int[]> slices = slices(model, 8, 3);
    ComputationGraph network = trained(model, slices, 60);
    Posterior posterior = model.encode(network, slices);
    int active = 0;
    for (int dimension = 0; dimension < model.latent(); dimension++) {
      double mean = 0;
      double squares = 0;
      double noise = 0;
      for (int k = 0; k < 8; k++) {
        double mu = posterior.mu()[k][dimension];
        mean += mu / 8;
        squares += mu * mu / 8;
        noise += Math.pow(posterior.sigma()[k][dimension], 2) / 8;
      }
      double bits = 0.5 * Math.log(1 + (squares - mean * mean) / noise) / Math.log(2);
      active += bits > 0.1 ? 1 : 0;
    }
    assertThat(model.figures(model.score(network, slices)).get("active_units"))
        .isEqualTo((double) active);
  }

  private static ComputationGraph trained(MusicVae model, List<int[]> slices, int updates) {
    ComputationGraph network = model.network(2, quick(model));
    for (int update = 0; update < updates; update++) {
      network.fit(model.arrays(slices, update).get(0));
    }
    return network;
  }

  @ParameterizedTest
  @ValueSource(strings = {FLAT, HIERARCHICAL})
  void survives_its_archive(String config, @TempDir Path folder) throws IOException {
    MusicVae model = MusicVae.named(config);
    List<int[]> slices = slices(model, 4, 5);
    ComputationGraph network = trained(model, slices, 2);
    File file = folder.resolve("network.zip").toFile();
    ModelSerializer.writeModel(network, file, true);
    ComputationGraph read = ModelSerializer.restoreComputationGraph(file, true);
    assertThat(read.params()).isEqualTo(network.params());
    assertThat(read.getConfiguration().getIterationCount()).isEqualTo(2);
    network.fit(model.arrays(slices, 7).get(0));
    read.fit(model.arrays(slices, 7).get(0));
    assertThat(read.params()).isEqualTo(network.params());
    assertThat(read.score()).isEqualTo(network.score());
  }

  @Test
  void clips_the_gradient_of_all_parameters_together() {
    MusicVae model = MusicVae.named(FLAT);
    MultiDataSet batch = model.arrays(slices(model, 4, 6), 1).get(0);
    ComputationGraph network = model.network(1, model.optimizer());
    network.setInputs(batch.getFeatures());
    network.setLabels(batch.getLabels());
    network.computeGradientAndScore();
    INDArray gradient = network.getFlattenedGradients().div(4);
    double norm = gradient.norm2Number().doubleValue();
    assertThat(norm).as("of the mean loss's gradient").isGreaterThan(1);
    ComputationGraph trained = model.network(1, model.optimizer());
    trained.fit(batch);
    // Adam's mean after one update is a tenth of the gradient that it was given.
    INDArray means = trained.getUpdater().getStateViewArray();
    INDArray half =
        means
            .reshape(means.length())
            .get(org.nd4j.linalg.indexing.NDArrayIndex.interval(0, means.length() / 2));
    assertThat(half.norm2Number().doubleValue()).isCloseTo(0.1, within(1e-4));
    assertThat(half.mul(10 * norm).distance2(gradient.reshape(gradient.length()))).isLessThan(1e-3);
  }

  @ParameterizedTest
  @ValueSource(strings = {FLAT, HIERARCHICAL})
  void loses_what_a_plain_calculation_loses(String config) {
    MusicVae model = MusicVae.named(config).with(Map.of("freeBits", "1", "samplingRate", "0"));
    List<int[]> slices = slices(model, 2, 8);
    ComputationGraph network = trained(model, slices, 20);
    MultiDataSet batch = model.arrays(slices, 3).get(0);
    network.setInputs(batch.getFeatures());
    network.setLabels(batch.getLabels());
    network.computeGradientAndScore();
    PlainMusicVae plain = new PlainMusicVae(model, network);
    double[][] noise = batch.getFeatures(3).toDoubleMatrix();
    double expected = 0;
    for (int k = 0; k < 2; k++) {
      expected += plain.loss(slices.get(k), noise[k]) / 2;
    }
    assertThat(network.score()).as("of the batch, nats").isCloseTo(expected, within(1e-4));
  }

  @ParameterizedTest
  @ValueSource(strings = {FLAT, HIERARCHICAL})
  void a_step_at_a_time_costs_the_reconstruction(String config) {
    MusicVae model = MusicVae.named(config);
    List<int[]> slices = slices(model, 70, 5);
    ComputationGraph network = trained(model, slices.subList(0, 8), 20);
    float[][] mu = model.encode(network, slices).mu();

    double[] nats = model.nats(network, slices, slices, mu);

    assertThat(nats).hasSize(70);
    assertThat(Arrays.stream(nats).average().orElseThrow())
        .as("of more than one batch, at mu")
        .isCloseTo(
            SliceVaeScore.of(model, network, slices, SliceVaeScore.Z.MEAN)
                .mean("reconstruction_nats"),
            within(1e-4));
    float[][] z = LatentNoise.draw(70, model.latent(), 3);
    assertThat(model.nats(network, slices, slices, z)[69])
        .as("another z costs something else")
        .isNotEqualTo(nats[69]);
  }

  @Test
  void feeds_its_own_draws_as_often_as_the_schedule_says() {
    MusicVae model = MusicVae.named(FLAT).with(Map.of("samplingRate", "10", "maxSampling", "1"));
    ComputationGraph network = model.network(3, model.optimizer());
    List<int[]> slices = slices(model, 40, 9);
    INDArray[] features = model.arrays(slices, 11).get(0).getFeatures();
    for (int iteration : new int[] {0, 30, 80}) {
      network.getConfiguration().setIterationCount(iteration);
      double probability = 1 - 10 / (10 + Math.exp(iteration / 10.0));
      INDArray[] found =
          network.output(
              List.of("fed", MusicVaeGraph.Z, MusicVaeGraph.DECODER_START), true, features, null);
      double[][] fed = found[0].toDoubleMatrix();
      double[][] chances = features[4].toDoubleMatrix();
      double[][] draws = features[5].toDoubleMatrix();
      StepDecoder decoder = StepDecoder.of(network, 2, found[1], found[2]);
      double[][] logits = null;
      int drawn = 0;
      for (int step = 0; step < model.steps(); step++) {
        int[] column = new int[40];
        for (int k = 0; k < 40; k++) {
          boolean isDrawn = step > 0 && chances[k][step] < probability;
          int expected =
              step == 0
                  ? LstmVertex.NO_CLASS
                  : isDrawn
                      ? ClassDraw.PLAIN.pick(logits[k], draws[k][step])
                      : slices.get(k)[step - 1];
          assertThat(fed[k][step])
              .as("iteration %d, slice %d, step %d", iteration, k, step)
              .isEqualTo(expected);
          drawn += isDrawn ? 1 : 0;
          column[k] = (int) fed[k][step];
        }
        logits = decoder.step(column);
      }
      assertThat(drawn / (40.0 * 31)).isCloseTo(probability, within(0.04));
      assertThat(model.schedules(iteration).get("sampling_probability")).isEqualTo(probability);
    }
  }

  @Test
  void some_steps_are_fed_nothing_and_never_more_than_the_bound_are_drawn() {
    MusicVae model =
        MusicVae.named(FLAT)
            .with(Map.of("samplingRate", "2", "maxSampling", "0.25", "historyDropout", "0.3"));
    ComputationGraph network = model.network(3, model.optimizer());
    network.getConfiguration().setIterationCount(1000);
    List<int[]> slices = Collections.nCopies(100, new int[model.steps()]);
    INDArray[] features = model.arrays(slices, 11).get(0).getFeatures();
    double[][] fed = network.output(List.of("fed"), true, features, null)[0].toDoubleMatrix();
    double[][] chance = features[features.length - 2].toDoubleMatrix();
    double hidden = 0;
    for (int k = 0; k < fed.length; k++) {
      for (int step = 1; step < model.steps(); step++) {
        boolean isHidden = chance[k][step] >= 0.7;
        assertThat(fed[k][step] == LstmVertex.NO_CLASS).as("%d, %d", k, step).isEqualTo(isHidden);
        if (chance[k][step] >= 0.25 && !isHidden) {
          assertThat(fed[k][step]).as("the target").isZero();
        }
        hidden += isHidden ? 1 : 0;
      }
    }
    assertThat(hidden / (100 * 31)).isCloseTo(0.3, within(0.03));
    assertThat(model.schedules(1000).get("sampling_probability")).isEqualTo(0.25);
    assertThatMistake(() -> model.with(Map.of("maxSampling", "0.8")))
        .is(Mistake.BAD_OPTION)
        .names("historyDropout", "0.3");
  }

  @Test
  void cards_leave_out_what_older_ones_do_not_know() throws IOException {
    MusicVae model = MusicVae.named(FLAT).with(Map.of("maxSampling", "1"));
    JsonNode json = new ObjectMapper().valueToTree(model);
    assertThat(json.has("maxSampling") || json.has("historyDropout")).isFalse();
    assertThat(new ObjectMapper().treeToValue(json, MusicVae.class)).isEqualTo(model);
    MusicVae bounded = model.with(Map.of("maxSampling", "0.5", "historyDropout", "0.2"));
    JsonNode both = new ObjectMapper().valueToTree(bounded);
    assertThat(both.get("maxSampling").asDouble()).isEqualTo(0.5);
    assertThat(new ObjectMapper().treeToValue(both, MusicVae.class)).isEqualTo(bounded);
  }

  @Test
  void outside_of_training_the_target_is_fed() {
    MusicVae model = MusicVae.named(FLAT).with(Map.of("samplingRate", "0.001"));
    ComputationGraph network = model.network(3, model.optimizer());
    network.getConfiguration().setIterationCount(1000);
    List<int[]> slices = slices(model, 2, 9);
    INDArray[] features = model.arrays(slices, 11).get(0).getFeatures();
    double[][] fed = network.output(List.of("fed"), false, features, null)[0].toDoubleMatrix();
    for (int step = 1; step < model.steps(); step++) {
      assertThat(fed[1][step]).isEqualTo(slices.get(1)[step - 1]);
    }
  }

  @Test
  void the_learning_rate_decays_to_its_floor() {
    MusicVae model = MusicVae.named("cat-drums_2bar_small");
    Optimizer optimizer = model.optimizer();
    assertThat(optimizer.rate(0)).isCloseTo(1e-3, within(1e-12));
    assertThat(optimizer.rate(10_000))
        .isCloseTo((1e-3 - 1e-5) * Math.pow(0.9999, 10_000) + 1e-5, within(1e-12));
    assertThat(optimizer.rate(1_000_000)).isCloseTo(1e-5, within(1e-12));
  }

  @Test
  void takes_other_hyper_parameters_and_names_those_that_there_are() {
    MusicVae model = MusicVae.named(FLAT);
    assertThat(model.with(Map.of("freeBits", "3", "latent", "5")))
        .extracting(MusicVae::freeBits, MusicVae::latent)
        .containsExactly(3.0, 5);
    assertThatMistake(() -> model.with(Map.of("freebits", "3")))
        .is(Mistake.BAD_OPTION)
        .names("freebits", "[config, steps");
    assertThatMistake(() -> model.with(Map.of("latent", "-1")))
        .is(Mistake.BAD_OPTION)
        .names("{latent=-1}", "-1", "1", "8192");
    assertThatMistake(() -> model.with(Map.of("latent", "many")))
        .is(Mistake.BAD_OPTION)
        .names("{latent=many}", "'many'");
  }
}
