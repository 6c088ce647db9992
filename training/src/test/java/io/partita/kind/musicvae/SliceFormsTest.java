package io.partita.kind.musicvae;

import static io.partita.MistakeAssert.assertThatMistake;
import static io.partita.ThrownAssert.assertThatIllegal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.InTurn;
import io.partita.Mistake;
import io.partita.form.SliceVoice;
import io.partita.form.Transposition;
import io.partita.model.ModelDescription;
import io.partita.model.PredictionSums;
import io.partita.model.slices.vae.SliceVaeScore;
import io.partita.model.slices.vae.StepSampling;
import io.partita.nn.optim.Optimizer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.Pointer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;

/** Melodies and trios, and encoders of several layers. */
class SliceFormsTest {
  private static final String MELODY = "cat-mel_2bar_tiny";
  private static final String LONG = "hierdec-mel_16bar_tiny";
  private static final String TRIO = "hierdec-trio_16bar_tiny";

  /** Four gates of an LSTM: what it reads, itself and a bias. */
  private static long lstm(long in, long units) {
    return 4 * units * (in + units + 1);
  }

  private static long dense(long in, long out) {
    return (in + 1) * out;
  }

  @Test
  void parameters_are_those_that_a_hand_counts() {
    // Encoder; mu and sigma; initial states; decoder; output.
    assertThat(parameters("cat-mel_2bar_small"))
        .isEqualTo(
            2 * lstm(90, 512)
                + 2 * dense(1024, 256)
                + dense(256, 1024)
                + lstm(90 + 256, 256)
                + lstm(256, 256)
                + dense(256, 90))
        .isEqualTo(2 * 1_234_944 + 2 * 262_400 + 263_168 + 617_472 + 525_312 + 23_130)
        .isEqualTo(4_423_770);
    assertThat(parameters("cat-mel_2bar_big"))
        .isEqualTo(
            2 * lstm(90, 2048)
                + 2 * dense(4096, 512)
                + dense(512, 12_288)
                + lstm(90 + 512, 2048)
                + 2 * lstm(2048, 2048)
                + dense(2048, 90))
        .isEqualTo(
            2 * 17_522_688 + 2 * 2_097_664 + 6_303_744 + 21_716_992 + 2 * 33_562_624 + 184_410)
        .isEqualTo(134_571_098);
    // The second layer of the encoder reads both directions of the first.
    assertThat(parameters("flat-mel_16bar"))
        .isEqualTo(
            2 * lstm(90, 2048)
                + 2 * lstm(4096, 2048)
                + 2 * dense(4096, 512)
                + dense(512, 12_288)
                + lstm(90 + 512, 2048)
                + 2 * lstm(2048, 2048)
                + dense(2048, 90))
        .isEqualTo(134_571_098 + 2 * 50_339_840)
        .isEqualTo(235_250_778);
    long encoder = 2 * 17_522_688 + 2 * 50_339_840 + 2 * 2_097_664;
    // Initial states, and LSTMs that read a single zero and each other.
    long conductor = dense(512, 4096) + lstm(1, 1024) + lstm(1024, 1024);
    assertThat(conductor).isEqualTo(2_101_248 + 4_202_496 + 8_392_704);
    long line = dense(1024, 4096) + lstm(90 + 1024, 1024) + lstm(1024, 1024) + dense(1024, 90);
    assertThat(line).isEqualTo(4_198_400 + 8_761_344 + 8_392_704 + 92_250);
    assertThat(parameters("hierdec-mel_16bar"))
        .isEqualTo(encoder + conductor + line)
        .isEqualTo(176_061_530);
    long drums = dense(1024, 4096) + lstm(512 + 1024, 1024) + lstm(1024, 1024) + dense(1024, 512);
    assertThat(drums).isEqualTo(4_198_400 + 10_489_856 + 8_392_704 + 524_800);
    long wider = 2 * (lstm(692, 2048) - lstm(90, 2048));
    assertThat(parameters("hierdec-trio_16bar"))
        .isEqualTo(encoder + wider + conductor + 2 * line + drums)
        .isEqualTo(230_975_156);
  }

  private static long parameters(String config) {
    return MusicVae.named(config).parameters();
  }

  @ParameterizedTest
  @ValueSource(strings = {MELODY, LONG, TRIO})
  void begins_at_a_loss_of_even_chances(String config) {
    MusicVae model = MusicVae.named(config);
    ComputationGraph network = model.network(1, model.optimizer());
    double even =
        model.steps()
            * model.form().voices().stream().mapToDouble(of -> Math.log(of.classes())).sum();
    assertThat(model.parameters()).isEqualTo(network.params().length());
    Map<String, Double> figures =
        model.figures(model.score(network, MusicVaeTest.slices(model, 4, 1)));
    assertThat(figures.get("reconstruction_nats") / even).isCloseTo(1, within(0.02));
  }

  @ParameterizedTest
  @ValueSource(strings = {MELODY, LONG, TRIO})
  void loses_what_a_plain_calculation_loses(String config) {
    MusicVae model =
        MusicVae.named(config)
            .with(Map.of("freeBits", "1", "samplingRate", "0", "betaRate", "0", "transpose", "0"));
    List<int[]> slices = MusicVaeTest.slices(model, 2, 8);
    ComputationGraph network = trained(model, slices, 5);
    MultiDataSet batch = model.arrays(slices, 3).get(0);
    network.setInputs(batch.getFeatures());
    network.setLabels(batch.getLabels());
    network.computeGradientAndScore();
    PlainMusicVae plain = new PlainMusicVae(model, network);
    double[][] noise = batch.getFeatures(2 + model.form().voices().size()).toDoubleMatrix();
    double expected = 0;
    for (int k = 0; k < 2; k++) {
      expected += plain.loss(slices.get(k), noise[k]) / 2;
    }
    assertThat(network.score()).as("of the batch, nats").isCloseTo(expected, within(1e-2));
  }

  private static ComputationGraph trained(MusicVae model, List<int[]> slices, int updates) {
    ComputationGraph network = model.network(2, Optimizer.constant(3e-3));
    for (int update = 0; update < updates; update++) {
      network.fit(model.arrays(slices, update).get(0));
    }
    return network;
  }

  @InTurn
  @Test
  void learns_eight_melodies_by_heart() {
    learns_eight_slices_by_heart(MELODY);
  }

  @Tag("full")
  @ParameterizedTest
  @ValueSource(strings = {LONG, TRIO})
  void learns_eight_of_segments_by_heart(String config) {
    learns_eight_slices_by_heart(config);
  }

  private static void learns_eight_slices_by_heart(String config) {
    MusicVae model = MusicVae.named(config);
    Map<String, String> small =
        Map.of(
            "freeBits", "1000",
            "transpose", "0",
            "samplingRate", "0",
            "steps", "8",
            "segments", model.segments() == 1 ? "1" : "2",
            "encoderUnits", model.segments() == 1 ? "24" : "[16, 16]");
    model = model.with(small);
    List<int[]> slices = MusicVaeTest.slices(model, 8, 4);
    ComputationGraph network = model.network(2, Optimizer.constant(8e-3));
    double accuracy = 0;
    for (int update = 0; update < 1500 && accuracy <= 0.95; update++) {
      network.fit(model.arrays(slices, update).get(0));
      if (update % 100 == 99) {
        accuracy = model.figures(model.score(network, slices)).get("accuracy_teacher_forced");
      }
    }
    assertThat(accuracy).isGreaterThan(0.95);
  }

  @InTurn
  @ParameterizedTest
  @ValueSource(strings = {MELODY, LONG, TRIO})
  void survives_its_archive_and_trains_alike(String config, @TempDir Path folder)
      throws IOException {
    MusicVae model = MusicVae.named(config);
    List<int[]> slices = MusicVaeTest.slices(model, 3, 5);
    ComputationGraph network = trained(model, slices, 2);
    assertThat(trained(model, slices, 2).params()).as("of one seed").isEqualTo(network.params());
    File file = folder.resolve("network.zip").toFile();
    ModelSerializer.writeModel(network, file, true);
    ComputationGraph read = ModelSerializer.restoreComputationGraph(file, true);
    network.fit(model.arrays(slices, 7).get(0));
    read.fit(model.arrays(slices, 7).get(0));
    assertThat(read.params()).isEqualTo(network.params());
  }

  @InTurn
  @Test
  void decodes_each_voice_as_it_is_scored() {
    MusicVae model = MusicVae.named(TRIO);
    List<int[]> slices = MusicVaeTest.slices(model, 3, 6);
    ComputationGraph network = trained(model, slices, 20);
    List<int[]> decoded =
        model.decode(network, model.encode(network, slices).mu(), StepSampling.ARGMAX);
    PredictionSums score = SliceVaeScore.of(model, network, slices, SliceVaeScore.Z.MEAN);
    double right = 0;
    double onsets = 0;
    for (int k = 0; k < 3; k++) {
      assertThat(decoded.get(k)).hasSize(3 * 256);
      for (int at = 0; at < 3 * 256; at++) {
        right += decoded.get(k)[at] == slices.get(k)[at] ? 1 : 0;
        onsets += at / 256 == 1 && slices.get(k)[at] >= 2 ? 1 : 0;
      }
    }
    assertThat(score.mean("accuracy_free_running")).isCloseTo(right / (9 * 256), within(1e-12));
    Map<SliceVoice.Event, SliceVaeScore.Found> bass =
        SliceVaeScore.events(model.form().voices().get(1), score);
    assertThat(bass.keySet())
        .extracting(SliceVoice.Event::name)
        .containsExactly("onset", "pitch", "note_off");
    assertThat(bass.values()).extracting(SliceVaeScore.Found::hits).contains(Math.round(onsets));
    double[] nats = model.nats(network, slices, slices, model.encode(network, slices).mu());
    assertThat(Arrays.stream(nats).average().orElseThrow())
        .as("the decoder a step at a time and the network in one pass")
        .isCloseTo(score.mean(SliceVaeScore.RECONSTRUCTION), withinPercentage(0.01));
  }

  @Test
  void a_shifted_slice_keeps_its_rhythm_and_drops_what_leaves_the_piano() {
    int[] slice = {0, 2, 0, 1, 40, 89, 1, 0, 89, 3};
    assertThat(Transposition.shifted(slice, 0)).isEqualTo(slice);
    assertThat(Transposition.shifted(slice, 5))
        .as("the highest pitch ends what sounds before it, or is silence")
        .containsExactly(0, 7, 0, 1, 45, 1, 0, 0, 0, 8);
    assertThat(Transposition.shifted(slice, -1)).containsExactly(0, 0, 0, 0, 39, 88, 1, 0, 88, 2);
  }

  @Test
  void slices_are_shifted_by_the_batchs_seed_alone() {
    MusicVae model = MusicVae.named(MELODY);
    int[] slice = new int[32];
    slice[0] = 40;
    List<int[]> slices = Collections.nCopies(400, slice);
    double[][] targets = model.arrays(slices, 9).get(0).getFeatures(2).toDoubleMatrix();
    assertThat(model.arrays(slices, 9).get(0).getFeatures(2).toDoubleMatrix())
        .isDeepEqualTo(targets);
    assertThat(Arrays.stream(targets).mapToDouble(labels -> labels[0]).boxed())
        .as("every shift of 5 semitones up or down, and no other")
        .containsOnly(35.0, 36.0, 37.0, 38.0, 39.0, 40.0, 41.0, 42.0, 43.0, 44.0, 45.0);
    assertThat(MusicVaeArrays.features(model, slices, new float[400 * 16])[2].getDouble(0, 0))
        .as("what is scored is not shifted")
        .isEqualTo(40);
  }

  @Test
  void cards_without_a_form_are_of_drums_and_a_single_layer_is_a_number() throws IOException {
    ObjectMapper json = new ObjectMapper();
    JsonNode drums = json.valueToTree(MusicVae.named("cat-drums_2bar_small"));
    assertThat(drums.path("encoderUnits").isInt()).isTrue();
    assertThat(drums.has("slices")).isFalse();
    assertThat(drums.has("transpose")).isFalse();
    for (String config : MusicVae.names()) {
      MusicVae model = MusicVae.named(config);
      ModelDescription card =
          new ModelDescription(
              json.readTree(json.writeValueAsBytes(model)), List.of(), List.of(), Map.of());
      assertThat(new MusicVaeKind().model(card)).isEqualTo(model);
      assertThat(MusicVae.KEPT.changes(MusicVae.named(config), model)).isEmpty();
    }
  }

  @Test
  void refuses_what_a_form_cannot_have() {
    assertThatMistake(() -> MusicVae.named(TRIO).with(Map.of("samplingRate", "10")))
        .is(Mistake.BAD_OPTION)
        .names("samplingRate", "10.0");
    assertThatMistake(() -> MusicVae.named(TRIO).with(Map.of("transpose", "1")))
        .is(Mistake.BAD_OPTION)
        .names("transpose", 1, 0, 0);
    assertThatMistake(() -> MusicVae.named(MELODY).with(Map.of("slices", "\"chords\"")))
        .is(Mistake.BAD_OPTION)
        .names("slices", "chords", "[drums, melody, trio]");
    MusicVae model = MusicVae.named(MELODY);
    int[] slice = new int[32];
    slice[3] = 90;
    assertThatIllegal(() -> model.arrays(List.of(slice), 1)).names(0, 89);
  }

  /**
   * Where the JVM may have them, as with {@code -Dtest.heap=8g}: weights, gradient and Adam's two
   * states, what is in flight, and copies on the way.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "cat-mel_2bar_big",
        "flat-mel_16bar",
        "hierdec-mel_16bar",
        "hierdec-trio_16bar",
      })
  void an_update_of_the_published_size_where_there_is_memory(String config) {
    MusicVae model = MusicVae.named(config);
    long needed = 6 * 4 * model.parameters();
    assumeThat(Pointer.maxBytes())
        .as("bytes outside of the heap that an update of %s may take", config)
        .isGreaterThan(needed);
    assumeThat(Pointer.availablePhysicalBytes()).as("of the machine").isGreaterThan(needed);
    ComputationGraph network = model.network(1, model.optimizer());
    MultiDataSet batch = model.arrays(MusicVaeTest.slices(model, 2, 7), 1).get(0);
    INDArray before = network.params().dup();
    network.fit(batch);
    double guessed =
        model.steps()
            * model.form().voices().stream().mapToDouble(voice -> Math.log(voice.classes())).sum();
    assertThat(network.score())
        .as("loss of first weights, of %.0f nats where all classes are as likely", guessed)
        .isBetween(guessed * 0.9, guessed * 1.5);
    assertThat(network.params().sub(before).amaxNumber().doubleValue())
        .as("largest change of a weight by Adam's first step at 0.001")
        .isBetween(0.0009, 0.0011);
  }
}
