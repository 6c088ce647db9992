package io.partita.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.AudioSample;
import io.partita.DrumSample;
import io.partita.DuckDb;
import io.partita.PartitaRun;
import io.partita.Sample;
import io.partita.SharedFolders;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sound data sets of every kind, and the same spoilt in one way each. */
class CheckTest {
  private static final String MIDI = Sample.DATASET;
  private static final byte[] GARBAGE = "This is no Parquet file.".getBytes(StandardCharsets.UTF_8);

  @TempDir private static Path folder;
  private static Path sound;

  /** Where a name has a space, Spark and Hadoop write it in several ways. */
  @BeforeAll
  static void ingest() throws IOException {
    sound = Files.createDirectory(folder.toRealPath().resolve("a lake"));
    SharedFolders.copy(Sample.get().lake(), sound);
    ingest("msd", "ingest-msd", "--input", Sample.get().msd());
    ingest(
        "fma", "ingest-fma", "--audio", AudioSample.audio(), "--metadata", AudioSample.metadata());
    ingest("audio", "ingest-audio", "--input", AudioSample.audio());
  }

  private static void ingest(String dataset, Object... command) {
    List<Object> line = new ArrayList<>(Arrays.asList(command));
    line.addAll(List.of("--lake", sound, "--dataset", dataset));
    PartitaRun.of(line.toArray()).exits(0);
  }

  @ParameterizedTest
  @CsvSource({
    MIDI
        + ", rows tracks;rows track_midi;rows midi_sources;rows midi_files;rows midi_bytes;rows"
        + " notes;rows tokens;rows quarantine;unique midi_files;unique notes;references"
        + " notes;references tokens;leaks midi_files;leaks midi_sources;min_rows midi_files",
    "msd, rows msd_tracks;rows quarantine;unique msd_tracks;min_rows msd_tracks",
    "fma, rows audio_tracks;rows mel;rows fma_tracks;rows fma_genres;rows fma_features;rows"
        + " fma_echonest;references mel;leaks audio_tracks;leaks fma_tracks",
    "audio, rows audio_tracks;rows mel;unique mel;references mel;leaks audio_tracks"
  })
  void aSoundDataSetIsFitToBeUsedAndLeftAsItIs(String dataset, String checks) throws IOException {
    List<String> before = filesWithTimes(sound);

    PartitaRun run = check(sound, dataset, "--no-leaks").exits(0);

    JsonNode report = run.json();
    assertThat(report.path("dataset").asText()).isEqualTo(dataset);
    assertThat(report.path("lake").asText()).isEqualTo(sound.toString());
    assertThat(report.path("run_id").asText()).hasSize(32);
    assertThat(report.path("seconds").asDouble()).isPositive();
    assertThat(report.path("failed").asInt()).isZero();
    assertThat(names(report.path("checks")))
        .contains("published ", "tables ", "rejected ", "readable quarantine", "nulls quarantine")
        .contains(checks.split(";", -1));
    assertThat(report.path("checks"))
        .allSatisfy(
            check -> {
              assertThat(check.fieldNames())
                  .toIterable()
                  .containsExactly("check", "table", "found", "wanted", "ok");
              assertThat(check.path("ok").asBoolean()).isTrue();
            });
    assertThat(filesWithTimes(sound)).isEqualTo(before);
  }

  @Test
  void aTableWithoutItsFolderIsLostAndTheOthersAreChecked() throws IOException {
    Path lake = copy("lost");
    FileUtils.deleteDirectory(table(lake, "notes", MIDI).toFile());
    // These two are made by some options and inputs only, and were by these.
    FileUtils.deleteDirectory(table(lake, "midi_bytes", MIDI).toFile());
    FileUtils.deleteDirectory(table(lake, "fma_genres", "fma").toFile());

    PartitaRun run = PartitaRun.of("check", "--lake", lake, "--dataset", MIDI).exits(3);

    List<String> lines = run.outLines();
    assertThat(lines.get(0)).startsWith("check → " + lake + ", data set " + MIDI + ", run ");
    assertThat(lines.get(2)).matches(" +check +table +found +wanted");
    assertThat(lines.get(lines.size() - 3))
        .matches("FAILED {2}tables +no notes, no midi_bytes +all 8 that the ingest made");
    assertThat(lines.subList(3, lines.size() - 3)).allMatch(line -> line.startsWith("ok  "));
    assertThat(lines.get(lines.size() - 1)).matches("1 of \\d\\d checks failed\\.");
    assertThat(lines).noneMatch(line -> line.matches("ok +[a-z_]+ +(notes|midi_bytes) .*"));
    assertThat(failed(check(lake, "fma"))).containsExactly("tables : no fma_genres");
  }

  @Test
  void aLostPartShowsInTheRowsAndACopiedOneInTheKeysToo() throws IOException {
    Path lake = copy("part");
    Files.delete(parquet(table(lake, "notes", MIDI)).get(0));
    Path tokens = parquet(table(lake, "tokens", MIDI)).get(1);
    Files.copy(tokens, tokens.resolveSibling("copy.parquet"));
    Path sources = parquet(table(lake, "midi_sources", MIDI)).get(0);
    Files.copy(sources, sources.resolveSibling("copy.parquet"));
    Files.delete(parquet(table(lake, "msd_tracks", "msd")).get(0));
    Files.delete(parquet(table(lake, "mel", "fma")).get(0));

    List<String> failed = failed(check(lake, MIDI));

    long members = DuckDb.number("SELECT count(*) FROM '" + sources + "'");
    long contents = DuckDb.number("SELECT count(*) FROM '" + tokens + "'");
    assertThat(failed).hasSize(4);
    assertThat(failed.get(0)).isEqualTo("rows midi_sources: " + 2 * members + " rows");
    assertThat(failed.get(1)).matches("rows notes: \\d+ rows");
    assertThat(failed.get(2)).matches("rows tokens: \\d+ tokens of anticipation");
    assertThat(failed.get(3)).isEqualTo("unique tokens: " + contents + " keys twice or more");
    assertThat(failed(check(lake, "msd")))
        .singleElement()
        .asString()
        .matches("rows msd_tracks: \\d+ segments");
    assertThat(failed(check(lake, "fma")))
        .singleElement()
        .asString()
        .matches("rows mel: \\d+ frames");
  }

  @Test
  void aTableWithoutFilesIsNotAnEmptyOne() throws IOException {
    Path lake = copy("none");
    Files.delete(parquet(table(lake, "quarantine", "msd")).get(0));

    assertThat(failed(check(lake, "msd"))).containsExactly("readable quarantine: no files");
  }

  @Test
  void filesThatCannotBeReadAreNamed() throws IOException {
    Path lake = copy("garbage");
    Path notes = parquet(table(lake, "notes", MIDI)).get(0);
    Files.write(notes, GARBAGE);
    Path bytes = parquet(table(lake, "midi_bytes", MIDI)).get(0);
    Files.write(bytes, Arrays.copyOf(Files.readAllBytes(bytes), (int) Files.size(bytes) / 2));
    Files.createFile(table(lake, "quarantine", MIDI).resolve("empty.parquet"));
    Path tokens = Files.createDirectory(table(lake, "tokens", MIDI).resolve("scheme=seed"));
    Files.copy(parquet(table(lake, "tracks", MIDI)).get(0), tokens.resolve("other.parquet"));

    PartitaRun run = check(lake, MIDI);

    List<String> failed = failed(run);
    assertThat(failed).hasSize(4);
    assertThat(failed.get(0))
        .startsWith("readable midi_bytes: 1 of 4 files damaged, first " + bytes.getFileName())
        .contains("it is not a Parquet file.");
    assertThat(failed.get(1))
        .startsWith("readable notes: 1 of 4 files damaged, first " + notes.getFileName() + ": it ");
    assertThat(failed.get(2)).endsWith("first other.parquet: it has no column midi_md5");
    assertThat(failed.get(3))
        .endsWith("damaged, first empty.parquet: it is not a Parquet file (length is too low: 0)");
    assertThat(run.errLines()).noneMatch(line -> line.startsWith("\tat "));
    assertThat(names(run.jsonWhateverTheExit().path("checks")))
        .contains("unique tracks", "references midi_sources")
        .doesNotContain("rows notes", "unique notes", "references notes");
  }

  @Test
  void damageBehindASoundFooterIsFoundInTheColumnsThatAreRead() throws IOException {
    Path lake = copy("page");
    Path tracks = parquet(table(lake, "msd_tracks", "msd")).get(0);
    try (RandomAccessFile file = new RandomAccessFile(tracks.toFile(), "rw")) {
      file.seek(4);
      file.write(GARBAGE);
    }

    assertThat(failed(check(lake, "msd")))
        .singleElement()
        .asString()
        .startsWith("readable msd_tracks: Cannot read file:///")
        .contains("/" + tracks.getFileName() + ", a file of the table msd_tracks: ")
        .doesNotContain("Path does not exist");
  }

  /** Each table is spoilt in a way of its own; DuckDB declares every column as nullable. */
  @Test
  void whatAnotherToolWroteIsNotTakenOnTrust() throws IOException {
    Path lake = copy("edited");
    rewrite(lake, "tracks", "* EXCLUDE i REPLACE (n_midi::BIGINT AS n_midi) FROM q");
    rewrite(
        lake, "midi_sources", "* EXCLUDE i REPLACE (CASE WHEN i > 0 THEN path END AS path) FROM q");
    rewrite(
        lake,
        "midi_bytes",
        "* EXCLUDE i REPLACE (CASE WHEN i < 2 THEN 'gone' || i ELSE midi_md5 END AS midi_md5)"
            + " FROM q");
    rewrite(
        lake,
        "midi_files",
        "* EXCLUDE i REPLACE (CASE WHEN i < 2 THEN 'same' ELSE content_hash END AS content_hash,"
            + " CASE WHEN i < 2 THEN 'group' || i ELSE split_group END AS split_group,"
            + " CASE i WHEN 0 THEN 'train' WHEN 1 THEN 'test' ELSE split END AS split) FROM q");
    rewrite(
        lake,
        "notes",
        "* EXCLUDE i REPLACE (CASE WHEN i % 7 > 0 OR i > 20 THEN note_idx END AS note_idx) FROM q");
    String damaged =
        "readable tracks: 1 of 1 files damaged, first part-0.parquet: its column n_midi is of"
            + " another type";

    PartitaRun run = check(lake, MIDI, "--no-leaks");

    assertThat(failed(run))
        .containsExactly(
            damaged,
            "nulls midi_sources: 1 in path",
            "leaks midi_files: 1 content_hash in two splits or more",
            "nulls notes: 3 in note_idx",
            "references midi_bytes: 2 midi_md5 without a row");
    assertThat(cell(run.jsonWhateverTheExit().path("checks"), "nulls notes", "wanted"))
        .isEqualTo("none in midi_md5, note_idx");
    assertThat(failed(check(lake, MIDI)))
        .hasSize(4)
        .noneMatch(failed -> failed.startsWith("leaks "));
  }

  @Test
  void thereMustBeAsManyRowsAsAskedFor() {
    PartitaRun run =
        check(sound, MIDI, "--min-rows", "1000,notes=10", "--min-rows", "drum_slices=1,tracks=41");

    assertThat(failed(run))
        .containsExactly(
            "min_rows tracks: 40 rows",
            "min_rows midi_files: "
                + DuckDb.number("SELECT count(*) FROM " + Sample.get().table("midi_files"))
                + " rows",
            "min_rows drum_slices: 0 rows");
    JsonNode checks = run.jsonWhateverTheExit().path("checks");
    assertThat(cell(checks, "min_rows midi_files", "wanted")).isEqualTo("1000 or more");
    long notes = DuckDb.number("SELECT count(*) FROM " + Sample.get().table("notes"));
    assertThat(cell(checks, "min_rows notes", "found")).isEqualTo(notes + " rows");
    assertThat(cell(checks, "rows notes", "found")).isEqualTo(notes + " rows");
    assertThat(cell(checks, "rows notes", "wanted")).isEqualTo(notes + ", as _run.json says");
    assertThat(cell(checks, "rows tokens", "found"))
        .isEqualTo(5 * notes + " tokens of anticipation");
    assertThat(names(checks)).doesNotContain("leaks midi_files");
  }

  @Test
  void aDataSetOfNothingButRejectedFilesIsNotFit() throws IOException {
    Path input = Files.createDirectory(folder.resolve("broken"));
    Files.write(input.resolve("broken.mid"), GARBAGE);
    Path lake = folder.resolve("rejected");
    PartitaRun.of("ingest-midi", "--input", input, "--lake", lake).exits(3);

    assertThat(failed(check(lake, "broken"))).containsExactly("rejected : 1.0000, 1 of 1 members");
    assertThat(check(lake, "broken", "--max-rejected", 1).json().path("failed").asInt()).isZero();
    assertThat(failed(check(sound, "fma", "--max-rejected", 0.1)))
        .containsExactly("rejected : 0.1818, 2 of 11 members");
  }

  @Test
  void aReportThatIsGoneOrBrokenIsTold() throws IOException {
    Path lake = copy("report");
    Files.delete(table(lake, "msd_tracks", "msd").resolve("_run.json"));
    Files.writeString(table(lake, "fma_genres", "fma").resolve("_run.json"), "{\"run_id\": ");
    Files.writeString(table(lake, "fma_features", "fma").resolve("_run.json"), "{}");

    JsonNode report = check(lake, "msd").exits(3).jsonWhateverTheExit();

    assertThat(failed(report.path("checks")))
        .containsExactly("run msd_tracks: none that can be read");
    assertThat(names(report.path("checks")))
        .contains("rejected ", "rows quarantine", "unique msd_tracks")
        .doesNotContain("rows msd_tracks");
    assertThat(report.path("run_id").asText()).hasSize(32);
    assertThat(failed(check(lake, "fma")))
        .containsExactly(
            "run fma_genres: none that can be read", "run fma_features: none that can be read");
  }

  @Test
  void aPublishThatWasCutShortIsTold() throws IOException {
    Path lake = copy("swap");
    Path staged = lake.resolve("_partita/msd/staged/abc/msd_tracks");
    Files.createDirectories(staged.getParent());
    Files.move(table(lake, "msd_tracks", "msd"), staged);
    Files.writeString(
        lake.resolve("_partita/msd/journal.json"),
        """
        {"attempt": "a", "command": "ingest-msd", "runId": "abc",
         "tables": ["msd_tracks"], "dropped": []}
        """);
    List<String> before = filesWithTimes(lake);

    assertThat(failed(check(lake, "msd")))
        .containsExactly("published : a publish that was cut short: run the ingest again");
    assertThat(filesWithTimes(lake)).isEqualTo(before);
  }

  @Test
  void whatIsMadeFromADataSetIsCheckedToo() throws IOException {
    Path lake = folder.toRealPath().resolve("drums");
    SharedFolders.copy(DrumSample.get().lake(), lake);
    String beats = DrumSample.DATASET;
    PartitaRun.of("encode", "--model", DrumSample.get().model(), "--lake", lake).exits(0);
    PartitaRun.of("stats", "--lake", lake, "--dataset", beats).exits(0);

    assertThat(names(check(lake, beats).json().path("checks")))
        .contains("rows drum_files", "rows drum_slices", "rows latents", "rows statistics")
        .contains("readable training_runs")
        .doesNotContain("run training_runs");

    for (String table : List.of("drum_slices", "latents", "statistics")) {
      Path file = parquet(table(lake, table, beats)).get(0);
      Files.copy(file, file.resolveSibling("copy.parquet"));
    }
    assertThat(failed(check(lake, beats)))
        .extracting(line -> line.substring(0, line.indexOf(':')))
        .containsExactly("rows latents", "rows statistics", "rows drum_slices");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--max-rejected=1.5 | --max-rejected must be 0 to 1, not 1.5.",
        "--max-rejected=NaN | --max-rejected must be 0 to 1, not NaN.",
        "--min-rows=-1 | --min-rows must be at least 0, not -1.",
        "--min-rows=notes=-2 | --min-rows must be at least 0, not -2.",
        "--min-rows=many | --min-rows many is neither N nor TABLE=N.",
        "--min-rows=notes= | --min-rows notes= is neither N nor TABLE=N.",
        "--min-rows=note=1 | There is no table note. Did you mean notes?",
        "--min-rows=1,mel=5 | --min-rows mel=5: a data set of ingest-lmd never has this table.",
      })
  void whatCannotBeAskedForIsSaidInOneLine(String option, String message) {
    assertThat(check(sound, MIDI, option).mistake()).isEqualTo(message);
  }

  @Test
  void withoutADataSetThereIsNothingToCheck() throws IOException {
    Path nowhere = folder.resolve("nowhere");
    assertThat(check(nowhere, MIDI).mistake())
        .isEqualTo("There is no lake in " + nowhere + ". Make one with demo or an ingest command.");
    assertThat(check(sound, "none").mistake())
        .isEqualTo(
            "There is no data set none in the lake; there are [audio, fma, lmd_matched, msd].");
    Path lake = copy("unknown");
    Files.writeString(
        lake.resolve("_partita/msd/current.json"),
        "{\"attempt\": \"a\", \"command\": \"ingest-tape\"}");
    assertThat(check(lake, "msd").mistake())
        .isEqualTo(
            "Data set msd was made by ingest-tape, which this version of Partita does not know.");
  }

  private static PartitaRun check(Path lake, String dataset, Object... more) {
    List<Object> line =
        new ArrayList<>(List.of("check", "--lake", lake, "--dataset", dataset, "--json"));
    line.addAll(Arrays.asList(more));
    return PartitaRun.of(line.toArray());
  }

  /** The failed checks of a run that must have some, as "check table: found". */
  private static List<String> failed(PartitaRun run) {
    JsonNode report = run.exits(3).jsonWhateverTheExit();
    List<String> failed = failed(report.path("checks"));
    assertThat(report.path("failed").asInt()).isEqualTo(failed.size());
    return failed;
  }

  private static List<String> failed(JsonNode checks) {
    List<String> failed = new ArrayList<>();
    for (JsonNode check : checks) {
      if (!check.path("ok").asBoolean()) {
        failed.add(name(check) + ": " + check.path("found").asText());
      }
    }
    return failed;
  }

  private static List<String> names(JsonNode checks) {
    List<String> names = new ArrayList<>();
    checks.forEach(check -> names.add(name(check)));
    return names;
  }

  private static String name(JsonNode check) {
    return check.path("check").asText() + " " + check.path("table").asText("");
  }

  private static String cell(JsonNode checks, String name, String column) {
    for (JsonNode check : checks) {
      if (name(check).equals(name)) {
        return check.path(column).asText();
      }
    }
    throw new AssertionError("There is no check " + name + " in " + names(checks));
  }

  private static Path copy(String name) throws IOException {
    Path copy = folder.toRealPath().resolve("a " + name + " lake");
    SharedFolders.copy(sound, copy);
    return copy;
  }

  private static Path table(Path lake, String table, String dataset) {
    return lake.resolve(table + "/dataset=" + dataset);
  }

  private static List<Path> parquet(Path files) throws IOException {
    try (Stream<Path> all = Files.walk(files)) {
      return all.filter(file -> file.toString().endsWith(".parquet")).sorted().toList();
    }
  }

  /** Writes a table anew from its rows {@code q}, which are numbered from 0 by {@code i}. */
  private static void rewrite(Path lake, String table, String select) throws IOException {
    Path files = table(lake, table, MIDI);
    for (Path file : parquet(files)) {
      Files.delete(file);
    }
    DuckDb.run(
        ("COPY (WITH q AS (SELECT * EXCLUDE dataset, row_number() OVER () - 1 AS i FROM %s)"
                + " SELECT %s) TO '%s/part-0.parquet' (FORMAT parquet)")
            .formatted(DuckDb.table(sound, table, MIDI), select, files));
  }

  private static List<String> filesWithTimes(Path lake) throws IOException {
    List<String> files = new ArrayList<>();
    try (Stream<Path> all = Files.walk(lake)) {
      for (Path file : all.sorted().toList()) {
        files.add(file + " " + Files.getLastModifiedTime(file));
      }
    }
    return files;
  }
}
