package io.partita.kind.slicegpt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.DuckDb;
import io.partita.InTurn;
import io.partita.Mistake;
import io.partita.PartitaRun;
import io.partita.TrainingFixture;
import io.partita.lake.run.ExitCode;
import io.partita.melody.MelodyScore;
import io.partita.midi.MidiReader;
import io.partita.midi.MidiWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Melody GPTs with a latent vector, and all that commands do with one. */
@InTurn
class MelodyGptRunsTest extends TrainingFixture {
  private static final int FILES = 12;
  private static final int STEPS = 6 * 16;

  @TempDir private static Path midi;
  @TempDir private static Path models;
  private static Path trained;

  @BeforeAll
  static void trainOnce() throws IOException {
    for (int i = 0; i < FILES; i++) {
      Files.write(midi.resolve("song" + i + ".mid"), song(i));
    }
    PartitaRun.line("ingest-midi --input {} --lake {} --dataset songs --split 50/25/25", midi, lake)
        .exits(0);
    PartitaRun.line("slice melodies --lake {} --dataset songs --bars 2", lake).exits(0);
    trained = models.resolve("m");
    PartitaRun.of(command(trained, "--epochs", 2, "--augment", "transpose")).exits(0);
  }

  /** A melody that climbs by the number. */
  private static byte[] song(int number) {
    int[] melody = new int[STEPS];
    for (int step = 0; step < STEPS; step++) {
      melody[step] = step % 2 == 0 ? 40 + (step / 2 * (number % 3 + 1) + number) % 12 : 0;
    }
    return MidiWriter.write(MelodyScore.of(melody));
  }

  private static Object[] command(Path model, Object... more) {
    List<Object> command = new ArrayList<>(List.of("train", "melody-gpt", "--lake", lake));
    command.addAll(List.of("--dataset", "songs", "--model", model, "--workers", 0, "--batch", 4));
    command.addAll(List.of("--config", "melody-gpt-vae_2bar", "--set", "latent=2"));
    command.addAll(List.of("--set", "size=12", "--set", "layers=1", "--set", "encoderLayers=1"));
    command.addAll(List.of("--set", "freeBits=0", "--set", "betaRise=3"));
    command.addAll(List.of(more));
    return command.toArray();
  }

  @Test
  void itIsMeasuredWithItsPathsAndDraws() {
    JsonNode figures =
        PartitaRun.line(
                "model evaluate --model {} --lake {} --split test --iwae 8 --paths 2 --drawn 5"
                    + " --json",
                trained,
                lake)
            .json();
    assertThat(figures.path("elbo_nats").asDouble())
        .isCloseTo(
            figures.path("reconstruction_nats").asDouble() + figures.path("kl_nats").asDouble(),
            within(1e-6));
    assertThat(figures.path("iwae_nats").asDouble()).isPositive();
    assertThat(figures.path("exact_free_running").asDouble()).isBetween(0.0, 1.0);
    assertThat(figures.at("/melody/onset/f1").asDouble()).isBetween(0.0, 1.0);
    assertThat(figures.at("/interpolation/pairs").asInt()).isEqualTo(2);
    assertThat(figures.at("/interpolation/distinct").asDouble()).isBetween(1.0, 8.0);
    assertThat(figures.at("/interpolation/never_falls").asDouble()).isBetween(0.0, 1.0);
    assertThat(figures.at("/drawn/slices").asInt()).isEqualTo(5);
    assertThat(figures.at("/drawn/real_in_real_ranges").asDouble()).isEqualTo(1);
    assertThat(figures.at("/drawn/copies_of_training").asDouble()).isBetween(0.0, 1.0);
    assertThat(figures.at("/baselines/ngram/nats").asDouble()).isPositive();
    PartitaRun.line("model evaluate --model {} --lake {} --paths -1", trained, lake)
        .mistake(Mistake.BAD_OPTION)
        .names("--paths", -1);
  }

  @Test
  void aGateHoldsItToItsPathsAndDrawsToo() throws Exception {
    JsonNode gate =
        JSON.readTree(
            PartitaRun.line("model check {} --gate melody --lake {} --json", trained, lake)
                .exits(ExitCode.NOT_GOOD_ENOUGH)
                .out());
    assertThat(gate.path("checks"))
        .extracting(check -> check.path("figure").asText())
        .startsWith(
            "iwae_nats",
            "accuracy_free_running",
            "history_nats",
            "kl_nats",
            "melody/onset/f1",
            "melody/pitch/f1",
            "exact_free_running",
            "interpolation/never_falls",
            "interpolation/distinct",
            "drawn/in_real_ranges",
            "drawn/copies_of_training",
            "notes");
    assertThat(gate.path("checks"))
        .as("what is measured")
        .allMatch(check -> check.path("model").isNumber());
  }

  @Test
  void filesGoToZAndBack() throws Exception {
    Path one = midi.resolve("song0.mid");
    Path other = midi.resolve("song1.mid");
    Path out = folder.resolve("out");
    PartitaRun.of("generate", "--model", trained, "--out", out, "--count", 3).exits(0);
    assertThat(JSON.readTree(out.resolve("m-s1-02.json").toFile()).path("labels")).hasSize(32);
    assertThat(MidiReader.read(Files.readAllBytes(out.resolve("m-s1-01.mid"))).tracks())
        .isNotEmpty();
    PartitaRun.of("reconstruct", one, "--model", trained, "--out", out, "--slices", 1).exits(0);
    assertThat(JSON.readTree(out.resolve("song0.json").toFile()).at("/slices/0/reconstruction"))
        .hasSize(32);
    PartitaRun.of("interpolate", one, other, "--model", trained, "--out", out).exits(0);
    assertThat(JSON.readTree(out.resolve("song0-to-song1.json").toFile()).path("path")).hasSize(8);
    Path npz = folder.resolve("one.npz");
    PartitaRun.of("encode", one, "--model", trained, "--out", npz).exits(0);
    Path back = folder.resolve("back.mid");
    PartitaRun.of("decode", npz, "--model", trained, "--out", back).exits(0);
    assertThat(back).isNotEmptyFile();
  }

  @Test
  void aLakeIsEncodedAndSearched() throws Exception {
    PartitaRun.of("encode", "--model", trained, "--lake", lake).exits(0);
    assertThat(DuckDb.number("SELECT count(*) FROM " + DuckDb.table(lake, "latents")))
        .isEqualTo(DuckDb.number("SELECT count(*) FROM " + DuckDb.table(lake, "melody_slices")))
        .isPositive();
    JsonNode similar =
        PartitaRun.line(
                "find similar {} --model {} --lake {} --json",
                midi.resolve("song0.mid"),
                trained,
                lake)
            .exits(0)
            .json();
    assertThat(similar.at("/matches/0/cosine").asDouble())
        .as("the file itself is in the lake")
        .isGreaterThan(0.999);
  }

  @Test
  void aTrainingResumesToTheSameWeightsOnAnyNumberOfCores() throws Exception {
    Object[] six = {"--iterations", 6, "--schedule", "constant", "--augment", "transpose"};
    Object[] three = {"--iterations", 3, "--schedule", "constant", "--augment", "transpose"};
    PartitaRun.on("local[1]", command(folder.resolve("whole"), six)).exits(0);
    PartitaRun.on("local[2]", command(folder.resolve("parts"), three)).exits(0);
    List<Object> resumed = new ArrayList<>(List.of(six));
    resumed.add("--resume");
    PartitaRun.on("local[2]", command(folder.resolve("parts"), resumed.toArray())).exits(0);
    assertThat(weights("parts")).isEqualTo(weights("whole"));
    assertThat(card("parts").path("kind").asText()).isEqualTo("melody-gpt-vae");
    assertThat(card("parts").at("/provenance/options/augment").asText()).isEqualTo("transpose");
    assertThat(card("parts").at("/config/historyDropout").asDouble()).isEqualTo(0.3);
  }

  @Test
  void withoutZItPredictsAndGenerates() throws Exception {
    Path plain = folder.resolve("plain");
    PartitaRun.line(
            "train melody-gpt --lake {} --dataset songs --model {} --set size=12 --set layers=1"
                + " --batch 8 --iterations 2",
            lake,
            plain)
        .exits(0);
    assertThat(card("plain").path("kind").asText()).isEqualTo("melody-gpt");
    JsonNode figures =
        PartitaRun.line("model evaluate --model {} --lake {} --split test --json", plain, lake)
            .json();
    assertThat(figures.path("nats_per_slice").asDouble()).isPositive();
    PartitaRun.of("generate", "--model", plain, "--out", folder.resolve("out")).exits(0);
    PartitaRun.line("reconstruct {} --model {} --out {}", midi.resolve("song0.mid"), plain, folder)
        .mistake(Mistake.WRONG_MODEL)
        .names("melody-gpt", "train melody-gpt --config melody-gpt-vae_2bar");
  }

  @Test
  void whatIsNoChangeOfMelodiesIsAMistake() {
    PartitaRun.of(command(folder.resolve("x"), "--augment", "toms"))
        .mistake(Mistake.BAD_OPTION)
        .names("--augment", "toms", "transpose");
  }
}
