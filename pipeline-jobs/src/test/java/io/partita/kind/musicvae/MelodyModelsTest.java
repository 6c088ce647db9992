package io.partita.kind.musicvae;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.partita.DuckDb;
import io.partita.InTurn;
import io.partita.Mistake;
import io.partita.PartitaRun;
import io.partita.TrainingFixture;
import io.partita.grid.StepGrid;
import io.partita.lake.run.ExitCode;
import io.partita.melody.MelodyScore;
import io.partita.melody.MelodySlices;
import io.partita.melody.TrioSlices;
import io.partita.midi.MidiReader;
import io.partita.midi.MidiWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every command of slices does with models of melodies and of trios. */
@Tag("spark")
class MelodyModelsTest extends TrainingFixture {
  private static final int FILES = 12;
  private static final int STEPS = 18 * 16;

  @TempDir private static Path midi;

  @BeforeAll
  static void ingestAndSlice() throws IOException {
    for (int i = 0; i < FILES; i++) {
      Files.write(midi.resolve("song" + i + ".mid"), song(i));
    }
    PartitaRun.line("ingest-midi --input {} --lake {} --dataset songs --split 50/25/25", midi, lake)
        .exits(0);
    PartitaRun.of("slice-melodies", "--lake", lake, "--dataset", "songs", "--bars", 2).exits(0);
    PartitaRun.of("slice-trios", "--lake", lake, "--dataset", "songs", "--bars", 16).exits(0);
  }

  /** A melody that climbs by the number, a bass of roots, and drums. */
  private static byte[] song(int number) {
    int[] melody = new int[STEPS];
    int[] bass = new int[STEPS];
    int[] drums = new int[STEPS];
    for (int step = 0; step < STEPS; step++) {
      melody[step] = step % 2 == 0 ? 40 + (step / 2 * (number % 3 + 1) + number) % 12 : 0;
      bass[step] = step % 8 == 0 ? 18 + (step / 16 + number) % 5 : 0;
      drums[step] = step % 8 == 0 ? 1 : step % 8 == 4 ? 2 : step % (2 + number % 3) == 0 ? 4 : 0;
    }
    return MidiWriter.write(MelodyScore.ofTrio(melody, bass, drums));
  }

  @Tag("full")
  @Test
  void everyCommandTakesMelodies() throws Exception {
    everyCommandTakes("cat-mel_2bar_tiny", "melody_slices", "melody", 32);
  }

  @Tag("full")
  @Test
  void everyCommandTakesTrios() throws Exception {
    everyCommandTakes("hierdec-trio_16bar_tiny", "trio_slices", "bass", 256);
  }

  @InTurn
  @Test
  void aGateHoldsMelodiesAgainstRealOnesAndGuesses() throws Exception {
    Path model = folder.resolve("gated");
    train(model, "cat-mel_2bar_tiny");
    JsonNode gate =
        new ObjectMapper()
            .readTree(
                PartitaRun.line("model check {} --gate melody --lake {} --json", model, lake)
                    .exits(ExitCode.NOT_GOOD_ENOUGH)
                    .out());
    assertThat(gate.path("gate").asText()).isEqualTo("melody");
    JsonNode guesses =
        PartitaRun.line(
                "model evaluate --model {} --lake {} --split validation --json", model, lake)
            .json()
            .path("baselines");
    Map<String, JsonNode> checks = new LinkedHashMap<>();
    gate.path("checks").forEach(check -> checks.put(check.path("figure").asText(), check));
    assertThat(checks.keySet())
        .startsWith("iwae_nats", "accuracy_free_running", "history_nats", "notes", "mean_pitch")
        .endsWith("rhythm_similarity", "copies_of_training")
        .hasSize(3 + 10 + 1);
    assertThat(checks.get("accuracy_free_running").path("bound").asText())
        .endsWith("%.3f".formatted(guesses.path("nearest").path("accuracy").asDouble()));
    assertThat(checks.get("iwae_nats").path("bound").asText())
        .isEqualTo("at most %.3f", fewestNats(guesses));
    assertThat(checks.get("notes").path("real").asDouble()).isEqualTo(16);
  }

  private static double fewestNats(JsonNode guesses) {
    double fewest = Double.POSITIVE_INFINITY;
    for (JsonNode guess : guesses) {
      fewest = Math.min(fewest, guess.path("nats").asDouble(Double.POSITIVE_INFINITY));
    }
    return fewest;
  }

  private void everyCommandTakes(String config, String table, String voice, int steps)
      throws Exception {
    Path model = folder.resolve(config);
    train(model, config);
    train(folder.resolve("again"), config);
    assertThat(card(model).findPath("parameters_sha256").asText())
        .as("one seed, one network")
        .isEqualTo(card(folder.resolve("again")).findPath("parameters_sha256").asText());
    assertThat(PartitaRun.of("model-show", model).exits(0).out()).contains(config);

    Path out = folder.resolve("out-" + config);
    PartitaRun.of("generate", "--model", model, "--out", out, "--count", 1).exits(0);
    JsonNode made = json(out.resolve(config + "-s1-01.json"));
    String column = table.startsWith("trio") ? "bass" : "labels";
    assertThat(made.path(column)).hasSize(steps);
    assertThat(MidiReader.read(Files.readAllBytes(out.resolve(config + "-s1-01.mid"))).tracks())
        .isNotEmpty();
    assertThat(out.resolve(config + "-s1-01.png")).isNotEmptyFile();

    Path song = midi.resolve("song0.mid");
    Path rebuilt = folder.resolve("rebuilt-" + config);
    PartitaRun.of("reconstruct", "--model", model, "--out", rebuilt, "--slices", 1, song).exits(0);
    Path between = folder.resolve("between-" + config);
    PartitaRun.line(
            "interpolate --model {} --out {} --steps 3 {} {}",
            model,
            between,
            song,
            midi.resolve("song1.mid"))
        .exits(0);
    try (var files = Files.list(between)) {
      assertThat(files).isNotEmpty();
    }

    PartitaRun.of("encode", "--model", model, "--lake", lake, "--dataset", "songs").exits(0);
    assertThat(latents(table)).as("a row for each slice").isEqualTo(rows(table)).isPositive();
    JsonNode similar =
        PartitaRun.of(
                "find-similar",
                "--model",
                model,
                "--lake",
                lake,
                "--dataset",
                "songs",
                "--json",
                song)
            .exits(0)
            .json();
    assertThat(similar.path("matches").path(0).path("cosine").doubleValue())
        .as("the file itself is in the lake")
        .isGreaterThan(0.999);

    JsonNode evaluated =
        PartitaRun.line(
                "model evaluate --model {} --lake {} --dataset songs --split test --json",
                model,
                lake)
            .exits(0)
            .json();
    assertThat(evaluated.findPath(voice).path("onset").path("hits").asLong()).isPositive();
    assertThat(evaluated.findPath("markov1").isMissingNode()).isFalse();
  }

  @InTurn
  @Test
  void latentsOfAFormStayWhereAnotherIsCutAgain() throws Exception {
    for (String config : List.of("cat-mel_2bar_tiny", "hierdec-trio_16bar_tiny")) {
      Path model = folder.resolve("kept-" + config);
      train(model, config);
      PartitaRun.of("encode", "--model", model, "--lake", lake, "--dataset", "songs").exits(0);
    }
    long melodies = latents("melody_slices");
    long trios = latents("trio_slices");
    assertThat(melodies).isEqualTo(rows("melody_slices"));
    assertThat(trios).isEqualTo(rows("trio_slices")).isPositive();

    layOutAsBefore("melody_slices", "melody_latents");
    assertThat(latents("melody_slices")).as("of a table of their own").isEqualTo(melodies);
    assertThat(latents("trio_slices")).isEqualTo(trios);
    String counts = "SELECT of_table, count(*) FROM latents WHERE split IS NOT NULL GROUP BY 1";
    for (String engine : List.of("duckdb", "spark")) {
      assertThat(PartitaRun.of("sql", "--lake", lake, "--engine", engine, counts).exits(0).out())
          .as("with their splits, by %s", engine)
          .containsPattern("melody_slices\\W+" + melodies)
          .containsPattern("trio_slices\\W+" + trios);
    }
    PartitaRun.of("check", "--lake", lake, "--dataset", "songs").exits(0);

    Object[] again = {
      "slice-melodies", "--lake", lake, "--dataset", "songs", "--bars", 2, "--track", "0"
    };
    PartitaRun.of(again).mistakeAfterProgress(Mistake.WOULD_DELETE).names("rows of latents");
    PartitaRun.of(Stream.concat(Stream.of(again), Stream.of("--replace")).toArray()).exits(0);
    assertThat(latents("melody_slices")).isZero();
    assertThat(latents("trio_slices")).isEqualTo(trios);
    PartitaRun.of("check", "--lake", lake, "--dataset", "songs").exits(0);
    PartitaRun.line("slice-melodies --lake {} --dataset songs --bars 2 --replace", lake).exits(0);
  }

  /** Moves a partition of latents to the table that an earlier version of Partita had for it. */
  private static void layOutAsBefore(String of, String table) throws IOException {
    Path dataset = lake.resolve("_partita/songs");
    Path version;
    try (Stream<Path> versions = Files.list(dataset.resolve("versions"))) {
      version = versions.max(Comparator.naturalOrder()).orElseThrow();
    }
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode json = (ObjectNode) mapper.readTree(version.toFile());
    ObjectNode tables = (ObjectNode) json.path("tables");
    ArrayNode moved = tables.putObject(table).putArray("files");
    for (Iterator<JsonNode> files = tables.at("/latents/files").iterator(); files.hasNext(); ) {
      ObjectNode file = (ObjectNode) files.next();
      String path = file.path("path").asText();
      if (path.contains("=" + of)) {
        String before = path.replace("/latents/of_table=" + of, "/" + table);
        Files.createDirectories(lake.resolve(before).getParent());
        Files.move(lake.resolve(path), lake.resolve(before));
        moved.add(file.put("path", before));
        files.remove();
      }
    }
    assertThat(moved).isNotEmpty();
    mapper.writeValue(version.toFile(), json);
  }

  private static long latents(String of) {
    return DuckDb.number(
        "SELECT count(*) FROM %s WHERE of_table = '%s'"
            .formatted(DuckDb.table(lake, "latents", "songs"), of));
  }

  private static void train(Path model, String config) {
    PartitaRun.line(
            "train-musicvae --lake {} --dataset songs --model {} --config {}"
                + " --set latent=4 --set {} --cap 2 --batch 4 --epochs 1"
                + " --averaging-frequency 2",
            lake,
            model,
            config,
            "decoderUnits=[8, 8]")
        .exits(0);
  }

  private static JsonNode card(Path model) throws IOException {
    return json(model.resolve("model.json"));
  }

  private static JsonNode json(Path file) throws IOException {
    return new ObjectMapper().readTree(file.toFile());
  }

  private static long rows(String table) {
    return DuckDb.number("SELECT count(*) FROM '%s/%s/*/*.parquet'".formatted(lake, table));
  }

  /** The lake's slices are what a command cuts of the same file. */
  @Tag("e2e")
  @Test
  void aFileHasTheSlicesThatTheLakeHas() throws Exception {
    StepGrid grid = StepGrid.read(song(0));
    assertThat(MelodySlices.of(grid, 2).slices())
        .hasSize((int) rowsOf("melody_slices", "song0.mid"));
    assertThat(TrioSlices.of(grid).slices()).hasSize((int) rowsOf("trio_slices", "song0.mid"));
  }

  private static long rowsOf(String table, String path) {
    return DuckDb.number(
        "SELECT count(*) FROM '%s/%s/*/*.parquet' WHERE path LIKE '%%%s'"
            .formatted(lake, table, path));
  }
}
