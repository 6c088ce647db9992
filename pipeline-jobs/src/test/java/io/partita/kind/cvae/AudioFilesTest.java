package io.partita.kind.cvae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.Mistake;
import io.partita.PartitaRun;
import io.partita.SoundSample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What VAEs of audio make of files, and of nothing. */
@Tag("spark")
class AudioFilesTest {
  @TempDir private static Path folder;
  private static SoundSample sample;

  @BeforeAll
  static void makeTheSample() {
    sample = SoundSample.get();
  }

  private static JsonNode json(Path file) throws IOException {
    return new ObjectMapper().readTree(file.toFile());
  }

  private static PartitaRun run(String command, Path model, Path out, Object... more) {
    List<Object> all = new ArrayList<>(List.of(command));
    all.addAll(Arrays.asList(more));
    all.addAll(List.of("--model", model, "--out", out));
    return PartitaRun.of(all.toArray());
  }

  /** Samples of a mono WAV file of 16 bits, in [−1, 1]. */
  private static double[] samples(Path wav, float rateHz) throws Exception {
    try (AudioInputStream in = AudioSystem.getAudioInputStream(wav.toFile())) {
      assertThat(in.getFormat().getSampleRate()).isEqualTo(rateHz);
      assertThat(in.getFormat().getChannels()).isEqualTo(1);
      byte[] bytes = in.readAllBytes();
      double[] samples = new double[bytes.length / 2];
      for (int i = 0; i < samples.length; i++) {
        samples[i] = (short) ((bytes[2 * i] & 0xff) | bytes[2 * i + 1] << 8) / 32768.0;
      }
      return samples;
    }
  }

  private static void assertHeard(double[] samples) {
    assertThat(Arrays.stream(samples).map(Math::abs).max().orElseThrow())
        .as("peak, at most -1 dBFS")
        .isBetween(0.01, Math.pow(10, -1 / 20.0) + 1e-3);
  }

  @Test
  void aMelIsReconstructedBesideItsOriginalAndItsVocoder() throws Exception {
    Path out = folder.resolve("mel");
    Path file = sample.audio().resolve("low/tune2.wav");

    PartitaRun run = run("reconstruct", sample.mel(), out, file, "--windows", 4).exits(0);

    assertThat(run.outLines()).last().asString().startsWith("4 windows: SNR ");
    JsonNode told = json(out.resolve("tune2.json"));
    assertThat(told.path("windows").asInt()).isEqualTo(4);
    assertThat(told.path("each_window")).hasSize(4);
    assertThat(told.path("log_mel_mae_db").asDouble())
        .isBetween(
            told.at("/vocoder/log_mel_mae_db").asDouble(),
            told.at("/silence/log_mel_mae_db").asDouble());
    assertThat(told.path("sample_z").asBoolean()).isFalse();
    for (String name : List.of("tune2-original", "tune2-reconstruction", "tune2-vocoded")) {
      double[] samples = samples(out.resolve(name + ".wav"), 22_050);
      assertThat(samples.length).as(name).isEqualTo(4 * 32 * 256);
      assertHeard(samples);
    }
    assertThat(out.resolve("tune2.png")).isNotEmptyFile();
  }

  @Test
  void wavesKeepTheirRateAndTheSameFileGivesTheSameBytes() throws Exception {
    Path out = folder.resolve("wave");
    Path file = sample.audio().resolve("high/tune1.wav");

    run("reconstruct", sample.wave(), out, file, "--sample-z", "--seed", 3).exits(0);
    byte[] before = Files.readAllBytes(out.resolve("tune1-reconstruction.wav"));
    run("reconstruct", sample.wave(), out, file, "--sample-z", "--seed", 3, "--replace").exits(0);

    assertThat(out.resolve("tune1-reconstruction.wav")).hasBinaryContent(before);
    assertThat(out.resolve("tune1-vocoded.wav")).doesNotExist();
    assertHeard(samples(out.resolve("tune1-original.wav"), 3000));
    assertThat(json(out.resolve("tune1.json")).path("vocoder").isNull()).isTrue();
  }

  @Test
  void soundsOfThePriorDependOnSeedAndNumberAlone() throws Exception {
    Path two = folder.resolve("two");
    Path one = folder.resolve("one");

    run("generate", sample.mel(), two, "--count", 2, "--seed", 5, "--nearest", sample.lake())
        .exits(0);
    run("generate", sample.mel(), one, "--seed", 5).exits(0);

    assertThat(one.resolve("mel-s5-01.wav")).hasSameBinaryContentAs(two.resolve("mel-s5-01.wav"));
    assertHeard(samples(two.resolve("mel-s5-02.wav"), 22_050));
    JsonNode told = json(two.resolve("mel-s5-02.json"));
    assertThat(told.path("z")).hasSize(8);
    assertThat(told.path("number").asInt()).isEqualTo(2);
    JsonNode nearest = told.path("nearest_training_window");
    assertThat(nearest.path("path").asText()).endsWith(".wav");
    assertThat(nearest.path("root_mean_square_distance").asDouble()).isPositive();
    assertThat(json(one.resolve("mel-s5-01.json")).has("nearest_training_window")).isFalse();
  }

  @Test
  void rawSamplesStayAsTheDecoderMakesThem() throws Exception {
    Path raw = folder.resolve("raw");
    Path usual = folder.resolve("usual");

    run("generate", sample.wave(), raw, "--raw").exits(0);
    run("generate", sample.wave(), usual, "--loudness", "-30").exits(0);

    double[] asMade = samples(raw.resolve("wave-s1-01.wav"), 3000);
    double[] levelled = samples(usual.resolve("wave-s1-01.wav"), 3000);
    double mean = Arrays.stream(levelled).average().orElseThrow();
    assertThat(mean).as("no DC").isEqualTo(0, within(1e-4));
    assertThat(Arrays.stream(asMade).map(Math::abs).sum())
        .isGreaterThan(Arrays.stream(levelled).map(Math::abs).sum());
  }

  @Test
  void aPathLeadsFromOneFileToTheOther() throws Exception {
    Path out = folder.resolve("path");

    run(
            "interpolate",
            sample.mel(),
            out,
            sample.audio().resolve("low/tune0.wav"),
            sample.audio().resolve("high/tune1.wav"),
            "--steps",
            3)
        .exits(0);

    JsonNode told = json(out.resolve("tune0-to-tune1.json"));
    assertThat(told.path("path")).hasSize(3);
    assertThat(told.at("/path/0/to_the_first/log_mel_mae_db").asDouble()).isZero();
    assertThat(told.at("/path/2/to_the_first/log_mel_mae_db").asDouble())
        .isGreaterThan(told.at("/path/1/to_the_first/log_mel_mae_db").asDouble());
    assertHeard(samples(out.resolve("tune0-to-tune1-03.wav"), 22_050));
    assertThat(samples(out.resolve("tune0-to-tune1.wav"), 22_050).length).isEqualTo(3 * 32 * 256);
  }

  @Test
  void filesAndOptionsThatDoNotFitAreTold() throws Exception {
    Path out = folder.resolve("none");
    Path low = sample.audio().resolve("low/short.wav");
    Path silent = sample.audio().resolve("high/silent.wav");
    Path text = Files.writeString(folder.resolve("words.wav"), "Nothing but words");

    run("reconstruct", sample.mel(), out, low).mistake(Mistake.NO_DATA).names(low, "0.20", "0.37");
    run("reconstruct", sample.wave(), out, silent).mistake(Mistake.NO_DATA).names(silent);
    run("reconstruct", sample.mel(), out, text).mistake(Mistake.MALFORMED_FILE).names(text);
    run("reconstruct", sample.mel(), out, low, "--windows", 0)
        .mistake(Mistake.BAD_OPTION)
        .names("--windows", "1", "200", "0");
    run("generate", sample.mel(), out, "--argmax")
        .mistake(Mistake.OPTIONS_EXCLUDE)
        .names("--argmax", "--top-k", "--top-p");
    run("generate", sample.mel(), out, "--notes", 5)
        .mistake(Mistake.OPTIONS_EXCLUDE)
        .names("--notes");
    assertThat(out).doesNotExist();
  }
}
