package io.partita.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.ChildPartita;
import io.partita.InputArchives;
import io.partita.PartitaRun;
import io.partita.SharedFolders;
import io.partita.SortedTables;
import io.partita.lake.duplicates.Tunes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** find-duplicates, killed after some of its stages, and what a resumed run makes. */
@Tag("full")
class ResumedSearchTest {
  @TempDir private static Path data;
  private static Path plain;
  private static Path searched;

  @TempDir private Path folder;

  @BeforeAll
  static void ingestAndFind() throws IOException {
    SortedMap<String, byte[]> members = new TreeMap<>();
    for (int tune = 0; tune < 30; tune++) {
      members.put("tunes/" + tune + ".mid", Tunes.of(tune).bytes());
      members.put("tunes/" + tune + "-late.mid", Tunes.of(tune).jittered(20).bytes());
    }
    Path archive = InputArchives.write(data.resolve("tunes.zip"), members);
    plain = data.resolve("plain");
    run(plain, "ingest-midi", "--input", archive).exits(0);
    searched = data.resolve("searched");
    SharedFolders.copy(plain, searched);
    run(searched, "find-duplicates").exits(0);
  }

  @Test
  void aSearchGoesOnWhereItWasKilled() throws Exception {
    Path lake = folder.resolve("lake");
    SharedFolders.copy(plain, lake);
    killAfter("weighed", lake, "find-duplicates");
    assertThat(lake.resolve("dup_pairs")).doesNotExist();

    PartitaRun resumed = run(lake, "find-duplicates", "--resume", "--json").exits(0);

    assertThat(resumed.err())
        .contains("Resuming: contents ", "Resuming: weighed ", "Joining samples");
    assertThat(resumed.json().path("emissions").asLong()).isPositive();
    assertThat(resumed.json().at("/tiers/strict").asInt()).isEqualTo(30);
    assertThat(tables(lake)).isEqualTo(tables(searched));
    assertThat(lake.resolve("_partita/tunes/staged")).isEmptyDirectory();
  }

  @Test
  void whatWasFinishedIsOfNoUseAfterAnotherIngestOrWithoutTheOption() throws Exception {
    Path lake = folder.resolve("lake");
    SharedFolders.copy(plain, lake);
    killAfter("contents", lake, "find-duplicates");
    Path copy = folder.resolve("copy");
    SharedFolders.copy(lake, copy);
    run(lake, "ingest-midi", "--input", data.resolve("tunes.zip")).exits(0);

    assertThat(run(lake, "find-duplicates", "--resume").exits(0).err()).doesNotContain("Resuming");
    assertThat(run(copy, "find-duplicates").exits(0).err()).doesNotContain("Resuming");

    assertThat(tables(lake)).isEqualTo(tables(searched));
    assertThat(tables(copy)).isEqualTo(tables(searched));
  }

  private static Map<String, List<String>> tables(Path lake) {
    return SortedTables.of(lake, "tunes");
  }

  /** Kills a command as soon as a stage is finished. */
  private void killAfter(String stage, Path lake, Object... command) throws Exception {
    try (ChildPartita child =
        ChildPartita.start(
            folder,
            List.of("spark.master=local[1]", "spark.ui.enabled=false"),
            line(lake, command))) {
      child.killWhen(() -> isThere(lake, stage + ".json"));
    }
  }

  private static boolean isThere(Path lake, String name) {
    try (Stream<Path> files = Files.walk(lake.resolve("_partita/tunes"))) {
      return files.anyMatch(file -> file.getFileName().toString().equals(name));
    } catch (IOException | UncheckedIOException e) {
      return false; // a folder that vanished meanwhile
    }
  }

  private static PartitaRun run(Path lake, Object... command) {
    return PartitaRun.of(line(lake, command));
  }

  private static Object[] line(Path lake, Object... command) {
    List<Object> line = new ArrayList<>(Arrays.asList(command));
    line.addAll(List.of("--lake", lake, "--dataset", "tunes"));
    return line.toArray();
  }
}
