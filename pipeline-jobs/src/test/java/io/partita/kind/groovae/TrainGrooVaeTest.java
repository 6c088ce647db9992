package io.partita.kind.groovae;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.DrumSample;
import io.partita.InTurn;
import io.partita.Mistake;
import io.partita.MistakeAssert;
import io.partita.PartitaRun;
import io.partita.SharedFolders;
import io.partita.TrainingFixture;
import io.partita.midi.MidiReader;
import io.partita.midi.MidiWriter;
import io.partita.score.Division;
import io.partita.score.Score;
import io.partita.score.ScoreBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A GrooVAE from performances to performances, by the command line. */
class TrainGrooVaeTest extends TrainingFixture {
  private static final DrumSample SAMPLE = DrumSample.get();

  @BeforeAll
  static void sliceTheLake() throws IOException {
    SharedFolders.copy(SAMPLE.lake(), lake);
    PartitaRun.of("slice", "performances", DrumSample.DATASET, "--lake", lake, "--bars", 2)
        .exits(0);
  }

  private PartitaRun train(String model, Object... more) {
    List<Object> command = new ArrayList<>(List.of("train", "groovae", "--lake", lake));
    command.addAll(List.of("--dataset", DrumSample.DATASET, "--model", folder.resolve(model)));
    command.addAll(List.of("--config", "groovae_2bar_tiny", "--batch", 8));
    command.addAll(List.of(more));
    return PartitaRun.of(command.toArray());
  }

  @InTurn
  @Test
  void aModelIsTrainedMeasuredAndPlayed() throws Exception {
    train("m", "--iterations", 4).exits(0);
    assertThat(card("m").at("/config/drumMap").asText()).isEqualTo("gm");

    JsonNode figures =
        PartitaRun.line(
                "model evaluate --model {} --lake {} --split test --json",
                folder.resolve("m"),
                lake)
            .json();
    assertThat(figures.path("offset_mae_ms").asDouble()).isPositive();
    assertThat(figures.path("velocity_mse").asDouble()).isBetween(0.0, 1.0);
    assertThat(figures.path("timing_kl").asDouble()).isPositive();
    assertThat(figures.path("groove_distance").asDouble()).isPositive();
    assertThat(figures.at("/by_drum/snare/velocity_kl").isNumber()).isTrue();
    assertThat(figures.at("/intervals/offset_mae_ms")).hasSize(2);
    assertThat(figures.has("elbo_nats")).as("its loss bounds no probability").isFalse();
    assertThat(figures.path("baselines").fieldNames())
        .toIterable()
        .containsExactlyElementsOf(GrooveBaselines.NAMES);
    assertThat(figures.at("/baselines/ridge/velocity_mse").asDouble())
        .isLessThanOrEqualTo(figures.at("/baselines/quantised/velocity_mse").asDouble() * 1.5);
    assertThat(figures.at("/baselines/nearest_slice/timing_kl").isNumber()).isTrue();

    assertThat(figures.path("told_apart_auc").asDouble()).isBetween(0.0, 1.0);
    assertThat(figures.at("/baselines/quantised/told_apart_auc").asDouble()).isBetween(0.0, 1.0);
    assertThat(figures.has("hits_f1")).as("its hits are given").isFalse();

    Path out = folder.resolve("out");
    PartitaRun.of("generate", "--model", folder.resolve("m"), "--out", out, "--count", 2).exits(0);
    JsonNode made = JSON.readTree(out.resolve("m-s1-02.json").toFile());
    assertThat(made.path("steps")).hasSize(32);
    assertThat(made.path("velocities")).hasSameSizeAs(made.path("offsets"));
    assertThat(out.resolve("m-s1-02.mid")).isNotEmptyFile();
  }

  @InTurn
  @Test
  void whatAModelDoesWithABeatIsWhatItWasTrainedFor() throws Exception {
    Path beat = folder.resolve("beat.mid");
    Files.write(beat, MidiWriter.write(beat()));
    String[] of = {"--iterations", "1", "--set", "humanize=false", "--set"};
    train("humanize", "--iterations", 1).exits(0);
    train("taps", with(of, "tap=true")).exits(0);
    train("hats", with(of, "addInstruments=[2]")).exits(0);
    train("groove", with(of, "hitsControl=true")).exits(0);
    train("none", "--iterations", 1, "--set", "humanize=false").exits(0);

    assertThat(played("humanize", "humanize", beat).path("played").asInt()).isEqualTo(16);
    assertThat(played("drums-from-taps", "taps", beat).path("left").asInt()).isZero();
    assertThat(played("add-drum", "hats", beat, "--drum", "closed-hat").path("left").asInt())
        .isEqualTo(16);
    JsonNode transferred = played("groove-transfer", "groove", "--hits", beat, "--groove", beat);
    assertThat(transferred.path("played").asInt()).isEqualTo(16);
    assertThat(transferred.at("/bars/1/steps")).hasSize(16);
    assertThat(transferred.at("/bars/1/velocities"))
        .hasSameSizeAs(transferred.at("/bars/1/offsets"));

    JsonNode taps =
        PartitaRun.of(
                "model-evaluate",
                "--model",
                folder.resolve("taps"),
                "--lake",
                lake,
                "--split",
                "test",
                "--json")
            .json();
    assertThat(taps.path("hits_f1").asDouble()).isBetween(0.0, 1.0);
    assertThat(taps.path("hits_hamming").asDouble()).isPositive();
    assertThat(taps.at("/by_drum/kick").has("hits_f1")).isTrue();
    for (String guess : List.of("nearest_slice", "frequent_slice")) {
      assertThat(taps.at("/baselines/" + guess + "/hits_f1").asDouble()).isBetween(0.0, 1.0);
    }

    PartitaRun.of(
            "reconstruct",
            beat,
            "--model",
            folder.resolve("humanize"),
            "--out",
            folder.resolve("again"))
        .exits(0);
    JsonNode again = JSON.readTree(folder.resolve("again/beat.json").toFile());
    assertThat(again.at("/slices/0/reconstruction/steps")).hasSize(32);
    PartitaRun.of(
            "interpolate",
            beat,
            beat,
            "--steps",
            3,
            "--model",
            folder.resolve("taps"),
            "--out",
            folder.resolve("path"))
        .exits(0);
    JsonNode path = JSON.readTree(folder.resolve("path/beat-to-beat.json").toFile());
    assertThat(path.path("path")).hasSize(3);
    assertThat(path.at("/path/2/hamming_distance").asInt()).as("ends are alike").isZero();

    Path loops = folder.resolve("loops");
    loops("--humanize", folder.resolve("humanize"), loops).exits(0);
    assertThat(JSON.readTree(loops.resolve("drums-s1-01.json").toFile()).path("humanize").asText())
        .endsWith("humanize");
    Score loop = MidiReader.read(Files.readAllBytes(loops.resolve("drums-s1-01.mid")));
    assertThat(loop.notes()).isNotEmpty().anyMatch(note -> note.velocity() != 80);
    Path plain = folder.resolve("plain");
    loops("--humanize", "none", plain).exits(0);
    assertThat(MidiReader.read(Files.readAllBytes(plain.resolve("drums-s1-01.mid"))).notes())
        .hasSameSizeAs(loop.notes())
        .allMatch(note -> note.velocity() == 80);
    loops("--humanize", folder.resolve("taps"), folder.resolve("no"))
        .mistake(Mistake.WRONG_MODEL)
        .names("humanize=true");
    loops("--humanize", "builtin:drums", folder.resolve("no")).mistake(Mistake.WRONG_MODEL);

    refused("none", beat).names("tap=true", "addInstruments");
    refused("groove", beat).names("--groove FILE");
    refused("taps", beat, "--groove", beat).names("hitsControl=true");
    refused("hats", beat, "--drum", "ride").names("addInstruments=[8]");
    PartitaRun.of("humanize", beat, "--model", "builtin:drums", "--out", folder.resolve("no"))
        .mistake(Mistake.WRONG_MODEL);
    PartitaRun.of("humanize", "--model", folder.resolve("taps"), "--out", folder.resolve("no"))
        .mistake(Mistake.MISSING_OPTION)
        .names("--hits");
  }

  /** Kicks and snares of two bars. */
  private static Score beat() {
    ScoreBuilder score = Score.builder(Division.ppq(480)).tempo(0, 600_000);
    for (int step = 0; step < 32; step += 2) {
      score.note(0, 9, 0, step % 8 == 4 ? 38 : 36, 80, step * 120L, step * 120L + 60);
    }
    return score.build();
  }

  private static Object[] with(String[] options, String last) {
    List<Object> all = new ArrayList<>(List.of((Object[]) options));
    all.add(last);
    return all.toArray();
  }

  private JsonNode played(String command, String model, Object... options) throws Exception {
    Path out = folder.resolve("played-" + model);
    humanize(command, model, out, options).exits(0);
    for (String ending : List.of(".mid", ".wav", ".png")) {
      assertThat(out.resolve("beat-humanized" + ending)).isNotEmptyFile();
    }
    return JSON.readTree(out.resolve("beat-humanized.json").toFile());
  }

  private MistakeAssert refused(String model, Object... options) throws IOException {
    return humanize("humanize", model, folder.resolve("no"), options).mistake(Mistake.WRONG_MODEL);
  }

  private static PartitaRun loops(String option, Object model, Path out) {
    return PartitaRun.of("generate", "--model", "builtin:drums", option, model, "--out", out);
  }

  private PartitaRun humanize(String command, String model, Path out, Object... options) {
    List<Object> words = new ArrayList<>(List.of(command));
    words.addAll(List.of(options));
    words.addAll(List.of("--model", folder.resolve(model), "--out", out));
    return PartitaRun.of(words.toArray());
  }

  @InTurn
  @Test
  void aModelThatReadsItsEncodersStepsNeedsABeat() throws Exception {
    Path beat = folder.resolve("beat.mid");
    Files.write(beat, MidiWriter.write(beat()));
    Path steps = folder.resolve("steps");
    Path out = folder.resolve("of-steps");
    train("steps", "--iterations", 1, "--set", "tempo=true", "--set", "encoderSteps=true").exits(0);

    JsonNode figures =
        PartitaRun.line("model evaluate --model {} --lake {} --split test --json", steps, lake)
            .json();
    assertThat(figures.path("offset_mae_ms").asDouble()).isPositive();
    assertThat(played("humanize", "steps", beat).path("played").asInt()).isEqualTo(16);
    PartitaRun.of("reconstruct", beat, "--model", steps, "--out", out).exits(0);
    JsonNode again = JSON.readTree(out.resolve("beat.json").toFile());
    assertThat(again.at("/slices/0/reconstruction/steps")).hasSize(32);

    PartitaRun.of("generate", "--model", steps, "--out", out)
        .mistake(Mistake.MISMATCH)
        .names("encoderSteps", "humanize");
    PartitaRun.of("interpolate", beat, beat, "--model", steps, "--out", out)
        .mistake(Mistake.MISMATCH)
        .names("encoderSteps", "humanize");
    train("x", "--set", "humanize=false", "--set", "encoderSteps=true")
        .mistake(Mistake.BAD_OPTION)
        .names("encoderSteps");
  }

  @InTurn
  @Test
  void aTrainingResumesToTheSameWeights() throws Exception {
    train("whole", "--iterations", 6, "--workers", 0).exits(0);
    train("parts", "--iterations", 3, "--workers", 0).exits(0);
    train("parts", "--iterations", 6, "--workers", 0, "--resume").exits(0);
    assertThat(weights("parts")).isEqualTo(weights("whole"));
  }

  @Test
  void whatIsNoNetworkIsAMistake() {
    train("x", "--set", "tap=maybe").mistake(Mistake.BAD_OPTION).names("tap");
    train("x", "--set", "steps=48").mistake(Mistake.BAD_OPTION).names("steps", 48);
    assertThat(train("x", "--set", "steps=64").exits(2).err())
        .contains("slice performances --dataset " + DrumSample.DATASET + " --bars 4");
  }
}
