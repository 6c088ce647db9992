package io.partita.kind.rave;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.Mistake;
import io.partita.PartitaRun;
import io.partita.SharedFolders;
import io.partita.SoundSample;
import io.partita.lake.file.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small RAVE in the commands: three numbers of z in each of 36 frames of a window. */
@Tag("spark")
class RaveCommandsTest {
  private static final int FRAMES = 36;

  @TempDir private static Path folder;
  private static SoundSample sample;
  private static Path lake;
  private static Path model;

  @BeforeAll
  static void trainOne() throws IOException {
    sample = SoundSample.get();
    lake = folder.resolve("lake");
    SharedFolders.copy(sample.lake(), lake);
    model = folder.resolve("rave");
    train(model).exits(0);
  }

  private static PartitaRun train(Path to, Object... more) {
    List<Object> all = new ArrayList<>(List.of("train", "rave", "--lake", lake));
    all.addAll(List.of("--dataset", SoundSample.DATASET, "--model", to, "--config", "rave-tiny"));
    all.addAll(List.of("--epochs", 1, "--batch", 4));
    for (String set :
        List.of(
            "length=4608", "subbands=4", "capacity=2", "latents=3", "ratios=[4,4,2]", "shifts=2")) {
      all.addAll(List.of("--set", set));
    }
    all.addAll(Arrays.asList(more));
    return PartitaRun.of(all.toArray());
  }

  private static JsonNode encode(Path out, Object... more) {
    List<Object> all = new ArrayList<>(List.of("encode", "--model", model, "--json", "--out", out));
    all.add(sample.audio().resolve("low/tune2.wav"));
    all.addAll(Arrays.asList(more));
    return PartitaRun.of(all.toArray()).json();
  }

  private static byte[] decode(Path latents, Object... more) throws IOException {
    Path out = folder.resolve("decoded.wav");
    List<Object> all = new ArrayList<>(List.of("decode", "--model", model, latents, "--out", out));
    all.addAll(Arrays.asList(more));
    PartitaRun.of(all.toArray()).exits(0);
    return Files.readAllBytes(out);
  }

  @Test
  void aFileKeepsAPartOfZWhichDecodeFills() throws IOException {
    Path whole = folder.resolve("whole.npz");
    Path part = folder.resolve("part.npz");

    assertThat(encode(whole).path("dimensions").asInt()).isEqualTo(3 * FRAMES);
    assertThat(encode(part, "--fidelity", 0.5).path("dimensions").asInt())
        .as("two of three components have more than half of the variance")
        .isIn(FRAMES, 2 * FRAMES);

    byte[] zeros = decode(part);
    assertThat(decode(part)).isEqualTo(zeros);
    assertThat(decode(part, "--fill", "noise")).hasSameSizeAs(zeros).isNotEqualTo(zeros);
    assertThat(decode(whole)).hasSameSizeAs(zeros).isNotEqualTo(zeros);
  }

  @Test
  void noiseIsAddedToSomeDimensions() throws IOException {
    Path whole = folder.resolve("quiet.npz");
    encode(whole);

    byte[] quiet = decode(whole);
    byte[] noisy = decode(whole, "--noise", 2);
    assertThat(decode(whole, "--noise", 0)).isEqualTo(quiet);
    assertThat(noisy).hasSameSizeAs(quiet).isNotEqualTo(quiet);
    assertThat(decode(whole, "--noise", 2, "--dims", "0,1,2")).isEqualTo(noisy);
    assertThat(decode(whole, "--noise", 2, "--dims", 1)).isNotEqualTo(noisy).isNotEqualTo(quiet);
    PartitaRun.of("decode", "--model", model, whole, "--out", folder.resolve("no.wav"), "--dims", 1)
        .mistake(Mistake.MISSING_OPTION)
        .names("--dims", "--noise");
    PartitaRun.of(
            "decode",
            "--model",
            model,
            whole,
            "--out",
            folder.resolve("no.wav"),
            "--noise",
            1,
            "--dims",
            3)
        .mistake(Mistake.BAD_OPTION)
        .names("--dims", 3);
  }

  @Test
  void soundsGoAlongOneDimension() throws IOException {
    Path out = folder.resolve("along");
    generate(out, "--along", 2, "--count", 3, "--only", "json").exits(0);

    List<float[]> z = new ArrayList<>();
    for (int number = 1; number <= 3; number++) {
      JsonNode one = Json.MAPPER.readTree(out.resolve("rave-s1-0" + number + ".json").toFile());
      assertThat(one.path("along").asInt()).isEqualTo(2);
      assertThat(one.path("value").asDouble()).isEqualTo(3 * (number - 2));
      float[] numbers = Json.MAPPER.treeToValue(one.path("z"), float[].class);
      assertThat(Arrays.copyOfRange(numbers, 2 * FRAMES, 3 * FRAMES))
          .containsOnly(3f * (number - 2));
      z.add(Arrays.copyOf(numbers, 2 * FRAMES));
    }
    assertThat(z.get(1)).containsExactly(z.get(0));
    assertThat(z.get(2)).containsExactly(z.get(0));
    generate(out, "--along", 3, "--count", 3).mistake(Mistake.BAD_OPTION).names("--along", 3);
    generate(out, "--along", 0).mistake(Mistake.BAD_OPTION).names("--along", "--count");
  }

  private static PartitaRun generate(Path out, Object... more) {
    List<Object> all = new ArrayList<>(List.of("generate", "--model", model, "--out", out));
    all.addAll(Arrays.asList(more));
    return PartitaRun.of(all.toArray());
  }

  /** Of the windows that are drawn: as many samples of each epoch as of the windows themselves. */
  @Test
  void trainingLeavesSounds() throws IOException {
    byte[] original = Files.readAllBytes(model.resolve("epochs/original.wav"));
    assertThat(Files.readAllBytes(model.resolve("epochs/epoch-000.wav")))
        .hasSameSizeAs(original)
        .isNotEqualTo(original);
    assertThat(model.resolve("epochs/epoch-001.wav")).exists();
    assertThat((original.length - 44) % (2 * 4608)).isZero();
  }

  @Test
  void principalComponentsStandBesideIt() {
    JsonNode baselines =
        PartitaRun.of("model", "evaluate", "--model", model, "--lake", lake, "--json")
            .json()
            .path("baselines");
    double silence = baselines.at("/silence/log_mel_mae_db").asDouble();
    for (String name : List.of("griffin_lim", "pca_bands", "pca_mel_griffin_lim")) {
      assertThat(baselines.path(name).path("log_mel_mae_db").asDouble())
          .as(name)
          .isPositive()
          .isLessThan(silence);
    }
  }

  @Test
  void aLakeHasZWhole() {
    PartitaRun.of("encode", "--model", model, "--lake", lake, "--fidelity", 0.9)
        .mistake(Mistake.OPTIONS_EXCLUDE)
        .names("--fidelity");
    PartitaRun.of("encode", "--model", model, "a.wav", "--out", "a.npz", "--fidelity", 1.5)
        .mistake(Mistake.BAD_OPTION)
        .names("--fidelity", 1.5);
  }

  @Test
  void aModelWithoutComponentsIsRefused() throws IOException {
    Path copy = folder.resolve("copy");
    FileUtils.copyDirectory(model.toFile(), copy.toFile());
    Files.delete(copy.resolve("components.json"));
    PartitaRun.of(
            "encode",
            "--model",
            copy,
            sample.audio().resolve("low/tune2.wav"),
            "--out",
            folder.resolve("none.npz"),
            "--fidelity",
            0.9)
        .mistake(Mistake.NOT_PREPARED)
        .names(copy);
  }

  /** As of a RAVE that others trained. */
  @Test
  void inspectDescribesItsFolder() {
    JsonNode shown = PartitaRun.of("inspect", "--json", model).json();

    assertThat(shown.path("status").asText()).isEqualTo("ok");
    assertThat(shown.path("class").asText()).isEqualTo("rave");
    assertThat(shown.path("sample_rate_hz").asInt()).isEqualTo(22_050);
    assertThat(shown.path("parameters").asLong())
        .isEqualTo(
            Rave.named("rave-tiny")
                .with(
                    Map.of(
                        "length",
                        "4608",
                        "subbands",
                        "4",
                        "capacity",
                        "2",
                        "latents",
                        "3",
                        "ratios",
                        "[4,4,2]"))
                .parameters());
    assertThat(shown.at("/config/latents").asInt()).isEqualTo(3);
    assertThat(PartitaRun.of("inspect", model).exits(0).out()).contains("RAVE of audio");
  }

  @Test
  void validationNeedsAWindowThatIsHeard() throws IOException {
    Path splits = folder.resolve("splits.csv");
    Files.writeString(splits, "low/tune0.wav,train\nhigh/silent.wav,validation\n");
    train(folder.resolve("silent"), "--split-file", splits)
        .mistakeAfterProgress(Mistake.NO_DATA)
        .names("validation", 14);
    Files.writeString(splits, "low/tune0.wav,train\n");
    train(folder.resolve("empty"), "--split-file", splits)
        .mistakeAfterProgress(Mistake.NO_DATA)
        .names("validation", "train");
    Files.writeString(splits, "high/silent.wav,train\nlow/tune0.wav,validation\n");
    train(folder.resolve("neither"), "--split-file", splits)
        .mistakeAfterProgress(Mistake.NO_DATA)
        .names("train");
  }

  @Test
  void windowsThatAreNotHeardAreNotMeasured() throws IOException {
    Path splits = folder.resolve("quiet.csv");
    Files.writeString(
        splits, "low/tune0.wav,train\nlow/tune2.wav,validation\nhigh/silent.wav,validation\n");
    Path quiet = folder.resolve("quiet");
    train(quiet, "--split-file", splits).exits(0);

    JsonNode measured =
        PartitaRun.of(
                "model",
                "evaluate",
                "--model",
                quiet,
                "--lake",
                lake,
                "--split",
                "validation",
                "--json")
            .json();

    assertThat(measured.at("/left_out/windows below -60 dB").asInt()).isEqualTo(14);
    assertThat(measured.path("spectral_distance").asDouble()).isBetween(1.0, 100.0);
  }
}
