package io.partita.command;

import static io.partita.Naming.assertEach;
import static io.partita.Naming.naming;
import static io.partita.command.CheckRuns.cell;
import static io.partita.command.CheckRuns.check;
import static io.partita.command.CheckRuns.failed;
import static io.partita.command.CheckRuns.names;
import static io.partita.command.CheckRuns.table;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.DrumSample;
import io.partita.DuckDb;
import io.partita.InTurn;
import io.partita.ParquetFiles;
import io.partita.PartitaRun;
import io.partita.Sample;
import io.partita.SharedFolders;
import io.partita.VersionFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A data set of MIDI files: its rows, its columns and what is made from it. */
@InTurn
class CheckRowsTest {
  private static final String MIDI = Sample.DATASET;
  private static final byte[] GARBAGE = "This is no Parquet file.".getBytes(StandardCharsets.UTF_8);

  @TempDir private static Path folder;
  private static Path sound;

  /** Where a name has a space, Spark and Hadoop write it in several ways. */
  @BeforeAll
  static void copySample() throws IOException {
    sound = folder.toRealPath().resolve("a lake");
    SharedFolders.copy(Sample.get().lake(), sound);
  }

  @Test
  void filesThatCannotBeReadAreNamed() throws IOException {
    Path lake = copy("garbage");
    Path notes = ParquetFiles.below(table(lake, "notes", MIDI)).get(0);
    Files.write(notes, GARBAGE);
    Path bytes = ParquetFiles.below(table(lake, "midi_bytes", MIDI)).get(0);
    Files.write(bytes, Arrays.copyOf(Files.readAllBytes(bytes), (int) Files.size(bytes) / 2));
    Files.createFile(table(lake, "quarantine", MIDI).resolve("empty.parquet"));
    Path tokens = Files.createDirectory(table(lake, "tokens", MIDI).resolve("scheme=seed"));
    Files.copy(
        ParquetFiles.below(table(lake, "tracks", MIDI)).get(0), tokens.resolve("other.parquet"));
    VersionFiles.relist(lake, MIDI);

    PartitaRun run = check(lake, MIDI);

    List<String> failed = failed(run);
    assertEach(
        failed,
        naming("readable midi_bytes", 1, 4, bytes.getFileName(), "Parquet"),
        naming("readable notes", 1, 4, notes.getFileName()),
        naming("readable", 1, "other.parquet", "midi_md5"),
        naming("readable", 1, "empty.parquet", "Parquet", 0));
    assertThat(run.errLines()).noneMatch(line -> line.startsWith("\tat "));
    assertThat(names(run.jsonWhateverTheExit().path("checks")))
        .contains("unique tracks", "references midi_sources")
        .doesNotContain("rows notes", "unique notes", "references notes");
  }

  /** Each table is spoilt in a way of its own; DuckDB declares every column as nullable. */
  @Test
  void whatAnotherToolWroteIsNotTakenOnTrust() throws IOException {
    Path lake = copy("edited");
    ParquetFiles.rewrite(
        sound, lake, "tracks", MIDI, "* EXCLUDE i REPLACE (n_midi::BIGINT AS n_midi) FROM q");
    ParquetFiles.rewrite(
        sound,
        lake,
        "midi_sources",
        MIDI,
        "* EXCLUDE i REPLACE (CASE WHEN i > 0 THEN path END AS path) FROM q");
    ParquetFiles.rewrite(
        sound,
        lake,
        "midi_bytes",
        MIDI,
        "* EXCLUDE i REPLACE (CASE WHEN i < 2 THEN 'gone' || i ELSE midi_md5 END AS midi_md5)"
            + " FROM q");
    ParquetFiles.rewrite(
        sound,
        lake,
        "midi_files",
        MIDI,
        "* EXCLUDE i REPLACE (CASE WHEN i < 2 THEN 'same' ELSE content_hash END AS content_hash,"
            + " CASE WHEN i < 2 THEN 'group' || i ELSE split_group END AS split_group,"
            + " CASE i WHEN 0 THEN 'train' WHEN 1 THEN 'test' ELSE split END AS split) FROM q");
    ParquetFiles.rewrite(
        sound,
        lake,
        "notes",
        MIDI,
        "* EXCLUDE i REPLACE (CASE WHEN i % 7 > 0 OR i > 20 THEN note_idx END AS note_idx) FROM q");

    PartitaRun run = check(lake, MIDI, "--no-leaks");

    assertEach(
        failed(run),
        naming("readable tracks", 1, 1, "part-0.parquet", "n_midi"),
        naming("nulls midi_sources", 1, "path"),
        naming("leaks midi_files", 1, "content_hash"),
        naming("nulls notes", 3, "note_idx"),
        naming("references midi_bytes", 2, "midi_md5"));
    assertThat(cell(run.jsonWhateverTheExit().path("checks"), "nulls notes", "wanted"))
        .is(naming("midi_md5", "note_idx"));
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
    assertThat(cell(checks, "min_rows midi_files", "wanted")).is(naming(1000));
    long notes = DuckDb.number("SELECT count(*) FROM " + Sample.get().table("notes"));
    assertThat(cell(checks, "min_rows notes", "found")).isEqualTo(notes + " rows");
    assertThat(cell(checks, "rows notes", "found")).isEqualTo(notes + " rows");
    assertThat(cell(checks, "rows notes", "wanted")).is(naming(notes, "_run.json"));
    assertThat(cell(checks, "rows tokens", "found")).is(naming(5 * notes, "anticipation"));
    assertThat(names(checks)).doesNotContain("leaks midi_files");
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
      Path file = ParquetFiles.below(table(lake, table, beats)).get(0);
      Files.copy(file, file.resolveSibling("copy.parquet"));
    }
    VersionFiles.relist(lake, beats);
    assertThat(failed(check(lake, beats)))
        .extracting(line -> line.substring(0, line.indexOf(':')))
        .containsExactly("rows latents", "rows statistics", "rows drum_slices");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--max-rejected=1.5 | bad_option --max-rejected 0 1 1.5",
        "--max-rejected=NaN | bad_option --max-rejected 0 1 NaN",
        "--min-rows=-1 | bad_option --min-rows 0 -1",
        "--min-rows=notes=-2 | bad_option --min-rows 0 -2",
        "--min-rows=many | bad_option --min-rows many",
        "--min-rows=notes= | bad_option --min-rows notes=",
        "--min-rows=note=1 | no_such_table note notes",
        "--min-rows=1,mel=5 | bad_option --min-rows mel 5 ingest lmd",
      })
  void whatCannotBeAskedForIsSaidInOneLine(String option, String message) {
    check(sound, MIDI, option).mistake(message);
  }

  private static Path copy(String name) throws IOException {
    Path copy = folder.toRealPath().resolve("a " + name + " lake");
    SharedFolders.copy(sound, copy);
    return copy;
  }
}
