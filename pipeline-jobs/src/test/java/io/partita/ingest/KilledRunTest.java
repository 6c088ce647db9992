package io.partita.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.ChildPartita;
import io.partita.InTurn;
import io.partita.Mistake;
import io.partita.PartitaRun;
import io.partita.SortedTables;
import io.partita.sample.SampleData;
import io.partita.sample.SampleOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real program, killed in the middle of an ingest, and what the next run makes of the rest. */
@InTurn
class KilledRunTest {
  @TempDir private static Path data;
  private static Map<String, List<String>> undisturbed;

  @TempDir private Path folder;

  @BeforeAll
  static void generate() throws IOException {
    SampleData.write(data, new SampleOptions(90, 3, 90, 0), (done, total) -> {});
    PartitaRun.of(arguments(data.resolve("lake"))).exits(0);
    undisturbed = SortedTables.of(data.resolve("lake"), "songs");
  }

  @Tag("full")
  @Test
  void aRunAfterAKillWhileParsingGivesTheSameRows() throws Exception {
    Path lake = folder.resolve("lake");
    killWhen(lake, () -> any(lake, "files/.*/reports/part-.*json"));
    assertThat(lake.resolve("notes")).doesNotExist();
    PartitaRun.of("tables", "--lake", lake).mistake(Mistake.UNFINISHED).names("songs", "--resume");
    Path copy = folder.resolve("copy");
    copy(lake, copy);

    PartitaRun resumed = PartitaRun.of(arguments(lake, "--resume")).exits(0);
    PartitaRun fromTheStart = PartitaRun.of(arguments(copy)).exits(0);

    assertThat(resumed.err()).containsPattern("Resuming: [123] of 4\\b");
    assertThat(fromTheStart.err()).doesNotContain("Resuming");
    assertThat(SortedTables.of(lake, "songs")).isEqualTo(undisturbed);
    assertThat(SortedTables.of(copy, "songs")).isEqualTo(undisturbed);
    assertNothingBesideTables(lake);
  }

  @Tag("full")
  @Test
  void aRunAfterAKillWhileTokensGetTheirSplitsGivesTheSameRows() throws Exception {
    Path lake = folder.resolve("lake");
    killWhen(lake, () -> any(lake, "files/[^/]*/tokens/scheme=.*/part-.*parquet"));

    PartitaRun.of(arguments(lake, "--resume")).exits(0);

    assertThat(SortedTables.of(lake, "songs")).isEqualTo(undisturbed);
    assertNothingBesideTables(lake);
  }

  @Test
  void aRunAfterAKillWhileTheTablesAreCompletedGivesTheSameRows() throws Exception {
    Path lake = folder.resolve("lake");
    PartitaRun.of(arguments(lake, "--tokens", "seed")).exits(0);
    Map<String, List<String>> before = SortedTables.of(lake, "songs");
    killWhen(lake, () -> any(lake, "files/.*/reports/part-00003.json")); // the last of one core
    assertThat(SortedTables.of(lake, "songs")).isEqualTo(before);

    PartitaRun.of(arguments(lake, "--resume")).exits(0);

    assertThat(SortedTables.of(lake, "songs")).isEqualTo(undisturbed);
  }

  /** What the run put beside its tables is gone, and nothing of others is there. */
  private static void assertNothingBesideTables(Path lake) throws IOException {
    try (Stream<Path> runs = Files.list(lake.resolve("_partita/songs/files"))) {
      List<Path> all = runs.toList();
      assertThat(all).hasSize(1);
      assertThat(all.get(0).toFile().list())
          .isSubsetOf(lake.toFile().list())
          .contains("notes", "tokens", "midi_files");
    }
  }

  private void killWhen(Path lake, java.util.function.BooleanSupplier happened) throws Exception {
    try (ChildPartita child =
        ChildPartita.start(
            folder, List.of("spark.master=local[1]", "spark.ui.enabled=false"), arguments(lake))) {
      child.killWhen(happened);
    }
    assertThat(lake.resolve("_partita/songs/lock")).exists(); // a dead process's
  }

  private static Object[] arguments(Path lake, Object... more) {
    return Stream.concat(
            Stream.of(
                "ingest-lmd",
                "--input",
                data.resolve("lmd_matched.tar.gz"),
                "--metadata",
                data.resolve("msd_summary_file.h5"),
                "--match-scores",
                data.resolve("match_scores.json"),
                "--lake",
                lake,
                "--dataset",
                "songs"),
            Stream.of(more))
        .toArray();
  }

  /** Whether there is a file in the data set's bookkeeping whose path matches. */
  private static boolean any(Path lake, String pattern) {
    Path bookkeeping = lake.resolve("_partita/songs");
    if (!Files.exists(bookkeeping)) {
      return false;
    }
    try (Stream<Path> files = Files.walk(bookkeeping)) {
      return files.anyMatch(file -> bookkeeping.relativize(file).toString().matches(pattern));
    } catch (IOException | UncheckedIOException e) {
      return false; // a folder that vanished meanwhile
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file)));
      }
    }
  }
}
