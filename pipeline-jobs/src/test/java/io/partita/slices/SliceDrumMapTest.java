package io.partita.slices;

import static io.partita.Naming.naming;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.DuckDb;
import io.partita.Mistake;
import io.partita.PartitaRun;
import io.partita.VersionFiles;
import io.partita.midi.MidiWriter;
import io.partita.score.Division;
import io.partita.score.Score;
import io.partita.score.ScoreBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A kit of Roland's on its way: cut by one map and by the other, learnt, encoded, decoded. */
@Tag("full")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SliceDrumMapTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int FILES = 8;

  @TempDir private static Path folder;
  private static List<String> byGeneralMidi;

  @BeforeAll
  static void ingest() throws Exception {
    Path midi = Files.createDirectories(folder.resolve("midi"));
    for (int i = 0; i < FILES; i++) {
      Files.write(midi.resolve("beat" + i + ".mid"), MidiWriter.write(beat(i)));
    }
    PartitaRun.line("ingest-midi --input {} --lake {} --dataset kit --split 50/25/25", midi, lake())
        .exits(0);
  }

  /** In each bar: 36 and 22 twice, 48, 45 and 58 once, and 38 by chance. */
  private static Score beat(int number) {
    SplittableRandom dice = new SplittableRandom(number);
    ScoreBuilder score = Score.builder(Division.ppq(96));
    for (int bar = 0; bar < 6; bar++) {
      int[] pitches = {36, 22, 48, 45, 36, 22, 58};
      for (int i = 0; i < pitches.length; i++) {
        hit(score, pitches[i], 16 * bar + 2 * i);
      }
      hit(score, 38, 16 * bar + 1 + 2 * dice.nextInt(8));
    }
    return score.build();
  }

  private static void hit(ScoreBuilder score, int pitch, int step) {
    score.note(0, 9, 0, pitch, 80, step * 24L, step * 24L + 12);
  }

  @Test
  @Order(1)
  void theSummaryNamesRolandsPitchesAndTheOption() {
    PartitaRun run = slice(2).exits(0);
    assertThat(run.out()).is(naming("gm", 96, 384, "144 (37.5 %)", "--map roland"));
    byGeneralMidi = rows();
    assertThat(byGeneralMidi).isNotEmpty();
    assertThat(counts("steps[5]")).isEqualTo("{32}");
    assertThat(counts("drum_map")).isEqualTo("{gm}");
    assertThat(report().at("/options/map").isMissingNode()).isTrue();
  }

  @Test
  @Order(2)
  void byRolandsMapTomsAreWhatThePadsAre() {
    slice(4).exits(0);
    slice(2, "--map", "roland")
        .mistakeAfterProgress(Mistake.WOULD_DELETE)
        .names("kit", "drum_slices", "--map roland", "--replace");
    PartitaRun run = slice(2, "--map", "roland", "--replace", "--json").exits(0);

    JsonNode report = run.json();
    assertThat(report.path("drum_map").asText()).isEqualTo("roland");
    assertThat(report.path("hits").asInt()).isEqualTo(384);
    assertThat(report.path("roland_hits").asInt()).isEqualTo(96);
    assertThat(report.path("ambiguous_hits").asInt()).isEqualTo(144);
    assertThat(run.err()).contains("without --map, not with --map roland");
    assertThat(counts("steps[5]")).as("pitch 48").isEqualTo("{64}");
    assertThat(counts("steps[7]")).as("pitch 45").isEqualTo("{32}");
    assertThat(counts("steps[13]")).as("pitch 58").isEqualTo("{16}");
    assertThat(counts("drum_map")).isEqualTo("{roland}");
    assertThat(counts("bars")).as("no slices by the other map").isEqualTo("{2}");
    assertThat(
            DuckDb.texts(
                "SELECT DISTINCT concat_ws(' ', drum_map, n_roland_hits, n_ambiguous_hits) FROM "
                    + DuckDb.table(lake(), "drum_files", "kit")))
        .containsExactly("roland 12 18");
    assertThat(slice(2, "--map", "roland").exits(0).out()).doesNotContain("--map roland");
    slice(2, "--map", "td-50").mistake(Mistake.BAD_OPTION).names("gm", "roland").names("td-50");
  }

  @Test
  @Order(3)
  void aModelHearsByTheMapOfItsSlices() throws Exception {
    train("roland").exits(0);
    assertThat(inspected("roland").at("/config/drumMap").asText()).isEqualTo("roland");
    assertThat(PartitaRun.of("model-show", folder.resolve("roland")).out())
        .containsPattern("drum_map +roland");
    assertThat(originalOf("roland", 4)).as("pitch 48").isEqualTo(64);
    encode("roland").exits(0);

    slice(2).mistakeAfterProgress(Mistake.WOULD_DELETE).names("rows of latents", "--map roland");
    slice(2, "--replace").exits(0);

    assertThat(rows()).isEqualTo(byGeneralMidi);
    assertThat(encode("roland").mistake()).contains("kit", "gm", "--map roland");
    assertThat(evaluate("roland").mistake()).contains("kit", "gm", "--map roland");
    assertThat(train("other", "--set", "drumMap=roland").exits(2).err())
        .contains("kit", "--map roland");
    train("gm").exits(0);
    assertThat(inspected("gm").path("config").has("drumMap")).isFalse();
    assertThat(originalOf("gm", 4)).as("pitch 48").isEqualTo(32);
    PartitaRun.line(
            "model evaluate --lake {} --model {} --against {}",
            lake(),
            folder.resolve("gm"),
            folder.resolve("roland"))
        .mistake(Mistake.NOT_COMPARABLE)
        .names(folder.resolve("gm"), folder.resolve("roland"));
  }

  @Test
  @Order(4)
  void slicesWithoutTheColumnAreGeneralMidis() throws Exception {
    for (String table : List.of("drum_slices", "drum_files")) {
      rewrite(table, "* EXCLUDE (drum_map)");
    }
    assertThat(
            PartitaRun.line(
                    "sql --lake {} --json {}",
                    lake(),
                    "SELECT count(*) AS n, count(drum_map) AS mapped FROM drum_slices")
                .out())
        .contains("\"mapped\":0");
    encode("gm").exits(0);
    assertThat(encode("roland").mistake()).contains("gm");
    PartitaRun.of("check", "--lake", lake(), "--dataset", "kit").exits(0);
  }

  @Test
  @Order(5)
  void slicesByTwoMapsAreRefused() throws Exception {
    rewrite("drum_slices", "*, CASE WHEN start_step = 0 THEN 'gm' ELSE 'roland' END AS drum_map");
    assertThat(train("mixed").exits(2).err()).contains("kit", "gm, roland");
  }

  private static PartitaRun slice(int bars, Object... more) {
    return PartitaRun.of(
        Stream.concat(
                Stream.of("slice-drums", "--lake", lake(), "--dataset", "kit", "--bars", bars),
                Stream.of(more))
            .toArray());
  }

  private static PartitaRun train(String model, Object... more) {
    return PartitaRun.of(
        Stream.concat(
                Stream.of(
                    "train-musicvae",
                    "--lake",
                    lake(),
                    "--dataset",
                    "kit",
                    "--model",
                    folder.resolve(model),
                    "--config",
                    "cat-drums_2bar_tiny",
                    "--batch",
                    4,
                    "--epochs",
                    1),
                Stream.of(more))
            .toArray());
  }

  private static PartitaRun encode(String model) {
    return PartitaRun.of(
        "encode", "--lake", lake(), "--dataset", "kit", "--model", folder.resolve(model));
  }

  private static PartitaRun evaluate(String model) {
    return PartitaRun.of("model-evaluate", "--lake", lake(), "--model", folder.resolve(model));
  }

  private static JsonNode inspected(String model) {
    return PartitaRun.of("model-show", folder.resolve(model), "--json").json();
  }

  /** What a model hears at a step of a file. */
  private static int originalOf(String model, int step) throws Exception {
    Path out = folder.resolve("out-" + model);
    PartitaRun.line(
            "reconstruct {} --model {} --out {}",
            folder.resolve("midi/beat0.mid"),
            folder.resolve(model),
            out)
        .exits(0);
    try (Stream<Path> files = Files.list(out)) {
      Path json = files.filter(file -> file.toString().endsWith(".json")).findFirst().orElseThrow();
      return JSON.readTree(json.toFile()).at("/slices/0/steps").path(step).asInt();
    }
  }

  private static JsonNode report() {
    try {
      return JSON.readTree(lake().resolve("drum_slices/dataset=kit/_run.json").toFile());
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** The values of an expression over all slices, each once. */
  private static String counts(String expression) {
    return "{"
        + String.join(
            ", ",
            DuckDb.texts(
                "SELECT DISTINCT ("
                    + expression
                    + ")::VARCHAR AS v FROM "
                    + DuckDb.table(lake(), "drum_slices", "kit")
                    + " ORDER BY v"))
        + "}";
  }

  private static List<String> rows() {
    return DuckDb.texts(
        "SELECT t::VARCHAR FROM " + DuckDb.table(lake(), "drum_slices", "kit") + " t");
  }

  /** Writes a table's files over with other columns. */
  private static void rewrite(String table, String columns) throws Exception {
    Path data = lake().resolve(table + "/dataset=kit");
    List<Path> parts;
    try (Stream<Path> files = Files.list(data)) {
      parts = files.filter(file -> file.toString().endsWith(".parquet")).toList();
    }
    for (Path part : parts) {
      Path other = folder.resolve("other.parquet");
      DuckDb.run(
          "COPY (SELECT %s FROM read_parquet('%s', hive_partitioning = false)) TO '%s' (FORMAT parquet)"
              .formatted(columns, part, other));
      Files.move(other, part, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      Files.deleteIfExists(data.resolve("." + part.getFileName() + ".crc"));
    }
    VersionFiles.relist(lake(), "kit");
  }

  private static Path lake() {
    return folder.resolve("lake");
  }
}
