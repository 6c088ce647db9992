package io.partita.kind.cvae;

import static io.partita.MistakeAssert.assertThatMistake;
import static io.partita.ThrownAssert.assertThatIllegal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.partita.InTurn;
import io.partita.Mistake;
import io.partita.audio.MelRecipe;
import io.partita.model.BothArithmetics;
import io.partita.model.audio.AudioInput;
import io.partita.nn.blas.Doubles;
import io.partita.nn.latent.Posterior;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

class CvaeTest {
  private static final String SEED = "gtzan-resnet1d-seed";

  /** Windows that differ: tones of their own, and some noise. */
  static List<float[]> windows(Cvae model, int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    AudioInput input = model.input();
    List<float[]> windows = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      float[] window = new float[input.size()];
      double pitch = random.nextDouble(0.05, 0.4);
      double phase = random.nextDouble(2 * Math.PI);
      double band = random.nextDouble(input.bands());
      for (int i = 0; i < window.length; i++) {
        double time = i % input.length();
        double tone = Math.sin(pitch * time + phase);
        int row = i / input.length();
        double level = input.bands() == 1 ? 1 : Math.exp(-Math.abs(row - band) / 8);
        double value = tone * level + 0.02 * random.nextGaussian();
        double scale = input.source() == AudioInput.Source.DECODED_WAVE ? 0.3 : Math.sqrt(2);
        window[i] = (float) (value * scale * model.deviation() + model.mean());
      }
      windows.add(window);
    }
    return windows;
  }

  /** Every configuration at a size for tests. */
  static List<Cvae> smallModels() {
    return List.of(
        Cvae.named("mel-conv-tiny").with(Map.of("bands", "16", "length", "16")).normalised(-5, 2),
        Cvae.named("wave-conv-tiny"),
        Cvae.named("wave-conv-tiny").with(Map.of("sigma", "0")),
        Cvae.named("mel-conv-tiny")
            .with(Map.of("bands", "16", "length", "16", "scales", "2"))
            .normalised(-5, 2),
        Cvae.named("wave-conv-tiny").with(Map.of("sigma", "0", "scales", "1")),
        Cvae.named(SEED).with(Map.of("length", "301", "channels", "[8, 16]")),
        Cvae.named(SEED).with(Map.of("length", "301", "channels", "[8, 16]", "fixLoss", "true")));
  }

  static ComputationGraph trained(Cvae model, List<float[]> windows, int updates) {
    ComputationGraph network = model.network(2, model.optimizer());
    for (int update = 0; update < updates; update++) {
      network.fit(model.arrays(windows, update).get(0));
    }
    return network;
  }

  @ParameterizedTest
  @CsvSource({
    "mel-conv, 4865473",
    "wave-conv, 624449",
    "gtzan-resnet1d-seed, 12120133",
    "mel-conv-tiny, 53137",
    "wave-conv-tiny, 9585"
  })
  void hasTheParametersOfItsConfig(String config, long parameters) {
    Cvae model = Cvae.named(config);
    assertThat(model.parameters()).isEqualTo(parameters);
    ComputationGraph network = model.network(1, model.optimizer());
    assertThat(network.params().length()).isEqualTo(parameters);
    assertThat(network.getUpdater().getUpdaterBlocks())
        .as("one block of all parameters, so that the gradient is clipped as a whole")
        .hasSize(1);
  }

  @Test
  void trainingChangesEveryKindOfNetwork() {
    for (Cvae model : smallModels()) {
      ComputationGraph network = model.network(2, model.optimizer());
      float[] before = network.params().toFloatVector();
      network.fit(model.arrays(windows(model, 4, 1), 0).get(0));
      assertThat(network.params().toFloatVector()).as("weights of %s", model).isNotEqualTo(before);
    }
  }

  @InTurn
  @Test
  void waveConvLearnsEightWindowsByHeart() {
    Cvae model =
        Cvae.named("wave-conv-tiny")
            .with(
                Map.of(
                    "length", "128", "channels", "[16, 32, 32]", "latents", "16", "sigma", "0.1"));
    List<float[]> windows = windows(model, 8, 3);
    ComputationGraph network = trained(model, windows, 150);
    assertThat(model.figures(model.score(network, windows)).get(CvaeScore.SNR))
        .as("dB")
        .isGreaterThan(10);
  }

  @Test
  void melConvLearnsEightWindowsByHeart() {
    Cvae model =
        Cvae.named("mel-conv-tiny")
            .with(Map.of("bands", "16", "length", "16", "channels", "[16, 32]", "latents", "16"))
            .normalised(-5, 2);
    List<float[]> windows = windows(model, 8, 3);
    ComputationGraph network = trained(model, windows, 150);
    float[][] means = model.decode(network, model.encode(network, windows).mu(), 0);
    double sum = 0;
    for (int k = 0; k < means.length; k++) {
      for (int i = 0; i < means[k].length; i++) {
        sum += Math.abs(means[k][i] - windows.get(k)[i]);
      }
    }
    double mae = sum / means.length / model.input().size() * 20 / Math.log(10);
    assertThat(mae).as("mean absolute error of log-mel, dB").isLessThan(2);
  }

  @ParameterizedTest
  @MethodSource("smallModels")
  void equalSeedsGiveEqualWeights(Cvae model) {
    List<float[]> windows = windows(model, 4, 5);
    assertThat(trained(model, windows, 3).params()).isEqualTo(trained(model, windows, 3).params());
    assertThat(model.network(3, model.optimizer()).params())
        .isNotEqualTo(model.network(4, model.optimizer()).params());
  }

  @ParameterizedTest
  @MethodSource("smallModels")
  void survivesItsArchiveAndItsClone(Cvae model, @TempDir Path folder) throws IOException {
    List<float[]> windows = windows(model, 4, 5);
    ComputationGraph network = trained(model, windows, 2);
    File file = folder.resolve("network.zip").toFile();
    ModelSerializer.writeModel(network, file, true);
    ComputationGraph read = ModelSerializer.restoreComputationGraph(file, true);
    ComputationGraph clone = network.clone();
    clone.getConfiguration().setIterationCount(2);
    Map<String, Double> figures = model.figures(model.score(network, windows));
    network.fit(model.arrays(windows, 7).get(0));
    for (ComputationGraph copy : List.of(read, clone)) {
      assertThat(model.figures(model.score(copy, windows))).isEqualTo(figures);
      copy.fit(model.arrays(windows, 7).get(0));
      assertThat(copy.params()).isEqualTo(network.params());
      assertThat(copy.score()).isEqualTo(network.score());
    }
  }

  @ParameterizedTest
  @MethodSource("smallModels")
  void encodesAndDecodesAsTheWholeNetworkDoes(Cvae model) {
    List<float[]> windows = windows(model, 70, 6);
    ComputationGraph network = trained(model, windows.subList(0, 8), 10);
    Posterior posterior = model.encode(network, windows);
    float[][] means = model.decode(network, posterior.mu(), 0);
    INDArray[] features =
        CvaeArrays.features(model, windows, new float[windows.size() * model.latent()]);
    INDArray[] found =
        network.output(
            List.of(CvaeGraph.POSTERIOR, CvaeGraph.Z, CvaeGraph.DECODED, "nats_per_value"),
            false,
            features,
            null);
    double[] posteriors = Doubles.of(found[0]);
    double[] z = Doubles.of(found[1]);
    double[] decoded = Doubles.of(found[2]);
    LikelihoodVertex likelihood = model.family().builder().likelihood(model);
    int latent = model.latent();
    int size = model.input().size();
    assertThat(posterior.mu()).hasNumberOfRows(70);
    assertThat(means).hasNumberOfRows(70);
    for (int window : new int[] {0, 69}) {
      assertThat(posterior.mu()[window]).hasSize(latent);
      for (int k = 0; k < latent; k++) {
        assertThat(posterior.mu()[window][k])
            .as("mu")
            .isCloseTo((float) z[window * latent + k], within(1e-5f));
        assertThat((float) (2 * Math.log(posterior.sigma()[window][k])))
            .as("logVar")
            .isCloseTo((float) posteriors[(2 * window + 1) * latent + k], within(1e-5f));
      }
      for (int k = 0; k < size; k++) {
        double first = decoded[window * size * likelihood.channels() + k];
        assertThat(means[window][k])
            .isCloseTo(
                (float) (likelihood.mean(first) * model.deviation() + model.mean()), within(1e-3f));
      }
    }
  }

  @Test
  void theDivergenceIsWarmedUp() {
    Cvae model = Cvae.named("mel-conv").with(Map.of("maxBeta", "0.5", "warmUp", "10"));
    assertThat(model.schedules(0)).containsExactly(Map.entry("beta", 0.05));
    assertThat(model.beta(4)).isEqualTo(0.25);
    assertThat(model.beta(10)).isEqualTo(0.5);
    assertThat(model.with(Map.of("warmUp", "0")).beta(0)).isEqualTo(0.5);
  }

  @Test
  void namesTheConfigsThatThereAre() {
    assertThatMistake(() -> Cvae.named("mel"))
        .is(Mistake.BAD_OPTION)
        .names(
            "--config",
            "mel",
            "mel-conv",
            "wave-conv",
            "gtzan-resnet1d-seed",
            "mel-conv-tiny",
            "wave-conv-tiny");
    assertThat(Cvae.names()).startsWith("mel-conv");
  }

  @Test
  void takesOtherHyperParametersAndNamesThoseThatThereAre() {
    Cvae model = Cvae.named("mel-conv");
    Cvae other = model.with(Map.of("latents", "15", "length", "32", "channels", "[8, 8]"));
    assertThat(other.latent()).isEqualTo(15);
    assertThat(other.input()).isEqualTo(new AudioInput(AudioInput.Source.MEL, 22_050, 80, 32));
    assertThat(Cvae.KEPT.changes(other, model))
        .containsExactly(
            Map.entry("channels", List.of(8, 8)),
            Map.entry("latents", 15),
            Map.entry("length", 32));
    assertThat(Cvae.KEPT.changes(model, model)).isEmpty();
    assertThat(Cvae.named("wave-conv").latent()).as("32 of each of 32 frames").isEqualTo(1024);
    assertThatMistake(() -> model.with(Map.of("bits", "3")))
        .is(Mistake.BAD_OPTION)
        .names("bits", "[config, family, mean");
    assertThatMistake(() -> model.with(Map.of("length", "60")))
        .is(Mistake.BAD_OPTION)
        .names("{length=60}", "60", "16");
    assertThatMistake(
            () ->
                Cvae.named("wave-conv")
                    .with(Map.of("channels", "[4]", "latents", "1000", "length", "8192")))
        .is(Mistake.BAD_OPTION)
        .names("latents", "1000");
    assertThat(model.hop()).as("frames from a window to train on to the next").isEqualTo(16);
    assertThat(Cvae.named("mel-conv-tiny").hop()).as("one behind the other").isEqualTo(32);
    assertThatMistake(() -> model.with(Map.of("shifts", "5")))
        .is(Mistake.BAD_OPTION)
        .names("{shifts=5}", "5", "64");
    assertThatMistake(() -> model.with(Map.of("gainDb", "3")))
        .is(Mistake.BAD_OPTION)
        .names("gainDb", "3.0");
    assertThatMistake(() -> model.with(Map.of("fixLoss", "true")))
        .is(Mistake.BAD_OPTION)
        .names("fixLoss", "true");
    assertThatMistake(() -> model.with(Map.of("scales", "256")))
        .is(Mistake.BAD_OPTION)
        .names("scales", "256");
    assertThatMistake(() -> model.with(Map.of("scales", "7")))
        .is(Mistake.BAD_OPTION)
        .names("scales", "7", "5120");
    assertThatMistake(() -> model.with(Map.of("sigma", "0.3")))
        .is(Mistake.BAD_OPTION)
        .names("scales", "8", "sigma");
    assertThatMistake(() -> model.with(Map.of("latents", "many")))
        .is(Mistake.BAD_OPTION)
        .names("{latents=many}", "'many'");
  }

  @Test
  void wavesToTrainOnAreLouderAndSofter() {
    Cvae model = Cvae.named("wave-conv-tiny").with(Map.of("gainDb", "6"));
    List<float[]> windows = windows(model, 2000, 1);
    int size = model.input().size();

    float[] values = model.arrays(windows, 5).get(0).getFeatures(0).dup().data().asFloat();
    float[] others = model.arrays(windows, 6).get(0).getFeatures(0).dup().data().asFloat();

    double[] gains = new double[windows.size()];
    double farthest = 0;
    for (int window = 0; window < gains.length; window++) {
      double gain = values[window * size] / windows.get(window)[0];
      for (int k = 1; k < size; k++) {
        double expected = gain * windows.get(window)[k];
        farthest = Math.max(farthest, Math.abs(values[window * size + k] - expected));
      }
      gains[window] = 20 * Math.log10(gain);
    }
    assertThat(farthest).as("all values of a window have its gain").isLessThan(1e-4);
    assertThat(Arrays.stream(gains).average().orElseThrow()).as("dB").isBetween(-0.6, 0.6);
    assertThat(Math.sqrt(Arrays.stream(gains).map(gain -> gain * gain).average().orElseThrow()))
        .as("deviation, dB")
        .isBetween(5.6, 6.4);
    assertThat(model.arrays(windows, 5).get(0).getFeatures(0))
        .as("equal seeds, equal gains")
        .isEqualTo(model.arrays(windows, 5).get(0).getFeatures(0));
    assertThat(others).as("other seeds, other gains").isNotEqualTo(values);
    assertThat(CvaeArrays.normalised(model, windows.subList(0, 1))[0])
        .as("what is scored is as it came in")
        .isEqualTo(windows.get(0)[0]);
  }

  @Test
  void isAsWideAsMemoryMayHold() {
    Cvae waves = Cvae.named("wave-conv").with(Map.of("channels", "[64]", "latents", "1"));
    Cvae widest = waves.with(Map.of("length", "262144"));

    assertThatMistake(() -> widest.with(Map.of("channels", "[65]")))
        .is(Mistake.BAD_OPTION)
        .names("channels", "[65]");
    assertThat(CvaeCoding.batch(widest)).as("windows at once").isEqualTo(1);
    assertThat(CvaeCoding.batch(waves)).as("of 64 · 8,192 numbers in a layer").isEqualTo(16);
    assertThat(CvaeCoding.batch(Cvae.named("wave-conv"))).isEqualTo(32);
    assertThat(CvaeCoding.batch(Cvae.named("mel-conv"))).isEqualTo(51);
    assertThatMistake(
            () ->
                Cvae.named("mel-conv-tiny")
                    .with(Map.of("bands", "1024", "length", "1024", "channels", "[65]")))
        .is(Mistake.BAD_OPTION)
        .names("channels", "[65]", "2^24");
  }

  @Test
  void knowsTheRecipeOfItsMel() {
    assertThat(Cvae.named("mel-conv").input().recipe()).contains(MelRecipe.HIFIGAN_22K_80);
    assertThat(Cvae.named("wave-conv").input().recipe()).isEmpty();
  }

  @Test
  void takesNoWindowOfAnotherSize() {
    Cvae model = Cvae.named("mel-conv");
    assertThatIllegal(() -> model.arrays(List.of(new float[3]), 1)).names(3, 5120);
  }

  @InTurn
  @ParameterizedTest
  @MethodSource("smallModels")
  void bothArithmeticsLearnTheSame(Cvae model) {
    List<float[]> windows = windows(model, 8, 5);
    List<List<float[]>> batches = List.of(windows.subList(0, 4), windows.subList(4, 8));
    BothArithmetics.assertEqual(model, batches, windows, 0.02);
  }

  /** Small ones: a larger one strays by rounding, on the processor, too. */
  static List<Cvae> modelsOnGpu() {
    return List.of(
        Cvae.named("mel-conv-tiny")
            .with(Map.of("bands", "8", "length", "8", "channels", "[4, 8]"))
            .normalised(-5, 2),
        Cvae.named("wave-conv-tiny").with(Map.of("length", "64", "channels", "[8, 16]")));
  }

  @InTurn
  @ParameterizedTest
  @MethodSource("modelsOnGpu")
  void aGpuLearnsTheSame(Cvae model) {
    List<float[]> windows = windows(model, 4, 5);
    BothArithmetics.assertEqualOnGpu(model, List.of(windows.subList(0, 2), windows.subList(2, 4)));
  }

  @Test
  void aGpuTrainsAllButTheNetworkOfACourse() {
    assertThat(smallModels().stream().filter(Cvae::trainsOnCuda).map(Cvae::family))
        .containsOnly(CvaeFamily.MEL_CONV, CvaeFamily.WAVE_CONV);
    assertThat(Cvae.named(SEED).trainsOnCuda()).isFalse();
  }
}
