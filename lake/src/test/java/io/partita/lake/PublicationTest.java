package io.partita.lake;

import static io.partita.MistakeAssert.assertThatMistake;
import static io.partita.lake.table.LakeTable.DRUM_SLICES;
import static io.partita.lake.table.LakeTable.MIDI_BYTES;
import static io.partita.lake.table.LakeTable.MIDI_FILES;
import static io.partita.lake.table.LakeTable.NOTES;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partita.InTurn;
import io.partita.Mistake;
import io.partita.lake.table.LakeTable;
import io.partita.lake.table.TableFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Versions that replace each other; a version is told by the name of its one file in a table. */
class PublicationTest {
  private static final String DATASET = "songs";
  private static final List<LakeTable> ALL = List.of(MIDI_FILES, NOTES, MIDI_BYTES);
  private static final List<LakeTable> NO_BYTES = List.of(MIDI_FILES, NOTES);

  @TempDir private java.nio.file.Path folder;
  private final Configuration conf = CrashingFileSystem.configuration();
  private Lake lake;

  @BeforeEach
  void openLake() throws IOException {
    CrashingFileSystem.neverCrash();
    lake = lakeIn("lake");
  }

  @AfterEach
  void neverCrash() {
    CrashingFileSystem.neverCrash();
  }

  @Test
  void whatIsStagedIsNotVisible() throws IOException {
    try (Publication first = begin(lake, "v1", "ingest-lmd", false)) {
      stage(first, ALL, "v1");
      assertThat(versions(lake)).isEmpty();
      assertThat(lake.datasets()).isEmpty();
    }
  }

  @Test
  void aPublishedVersionIsPlainFilesWithTheirReport() throws IOException {
    publish(lake, "v1", ALL, List.of());

    assertThat(versions(lake))
        .isEqualTo(Map.of("MIDI_FILES", "v1", "NOTES", "v1", "MIDI_BYTES", "v1"));
    assertThat(lake.datasets()).containsExactly(DATASET);
    assertThat(lake.current(DATASET)).isEqualTo(new Lake.Current("attempt-v1", "ingest-lmd"));
    assertThat(folder.resolve("lake/_partita/songs/files/v1-1/notes/v1.parquet")).exists();
    assertThat(lake.runReport(DATASET, NOTES).path("report").asText()).isEqualTo("v1");
    assertThat(below("lake/_partita/songs")).containsExactly("files", "versions");
  }

  @Test
  void earlierVersionsAndTheirFilesStay() throws IOException {
    publish(lake, "v1", ALL, List.of());
    publish(lake, "v2", NO_BYTES, List.of(MIDI_BYTES));

    assertThat(versions(lake)).isEqualTo(Map.of("MIDI_FILES", "v2", "NOTES", "v2"));
    LakeVersion before = LakeVersions.of(lake, DATASET).read(1);
    assertThat(before.tables()).containsOnlyKeys(MIDI_FILES, NOTES, MIDI_BYTES);
    for (LakeVersion.Table table : before.tables().values()) {
      assertThat(folder.resolve("lake/" + table.files().get(0).path())).exists();
    }
  }

  @Test
  void everyTableMustBeStaged() throws IOException {
    try (Publication first = begin(lake, "v1", "ingest-lmd", false)) {
      stage(first, NO_BYTES, "v1");
      assertThatThrownBy(() -> first.publish(ALL, List.of(), Map.of()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("midi_bytes");
    }
    assertThat(versions(lake)).isEmpty();
  }

  @Test
  void whoseLockAnotherRunTookPublishesNothing() throws IOException {
    publish(lake, "v1", ALL, List.of());
    java.nio.file.Path lock = folder.resolve("lake/_partita/songs/lock");
    try (Publication late = begin(lake, "v2", "ingest-lmd", false)) {
      stage(late, ALL, "v2");
      Files.writeString(lock, Files.readString(lock).replace("attempt-v2", "attempt-v3"));

      assertThatThrownBy(() -> late.publish(ALL, List.of(), Map.of("report", "v2")))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(lock.toString());
    }
    assertThat(lock).as("the other run's").exists();
    assertThat(versions(lake).values()).containsOnly("v1");
  }

  @Test
  void aDataSetBelongsToOneKindOfCommand() throws IOException {
    publish(lake, "v1", ALL, List.of());

    assertThatMistake(() -> begin(lake, "v2", "ingest-msd", false))
        .is(Mistake.OTHER_COMMAND)
        .names("songs", "ingest lmd", "ingest msd");
    publish(lake, "v3", ALL, List.of()); // the refused run left no lock
    assertThat(versions(lake).values()).containsOnly("v3");
  }

  @Test
  void anUnfinishedStageIsClearedUnlessTheSameRunResumes() throws IOException {
    try (Publication one = begin(lake, "one", "ingest-lmd", false)) {
      stage(one, ALL, "one");
    }
    try (Publication again = begin(lake, "one", "ingest-lmd", true)) {
      assertThat(below("lake/_partita/songs/files/one-1/notes")).containsExactly("one.parquet");
      assertThat(again.staged(NOTES)).isEqualTo(new Path(again.stage(), "notes"));
    }
    begin(lake, "two", "ingest-lmd", true).close();
    assertThat(below("lake/_partita/songs/files")).containsExactly("two-1");

    try (Publication two = begin(lake, "two", "ingest-lmd", false)) {
      stage(two, ALL, "two");
    }
    begin(lake, "two", "ingest-lmd", false).close();
    assertThat(below("lake/_partita/songs/files/two-1")).isEmpty();
  }

  @Test
  void tablesThatAreMadeFromADataSetComeBesideItsOwn() throws IOException {
    publish(lake, "v1", ALL, List.of());
    try (Publication interrupted = begin(lake, "v2", "ingest-lmd", false)) {
      stage(interrupted, ALL, "v2");
    }
    for (String run : List.of("two", "four")) {
      try (Publication slices =
          Publication.beside(lake, DATASET, "slices", "attempt-" + run, "slice-drums")) {
        stage(slices, List.of(DRUM_SLICES), run);
        slices.keep(DRUM_SLICES, name -> name.startsWith("two"));
        slices.publish(List.of(DRUM_SLICES), List.of(), Map.of("report", run));
      }
    }

    assertThat(versions(lake))
        .isEqualTo(
            Map.of(
                "MIDI_FILES", "v1", "NOTES", "v1", "MIDI_BYTES", "v1", "DRUM_SLICES", "four+two"));
    assertThat(lake.current(DATASET)).isEqualTo(new Lake.Current("attempt-four", "ingest-lmd"));
    assertThat(below("lake/_partita/songs/files/v2-2/notes")).containsExactly("v2.parquet");
    publish(lake, "v3", ALL, List.of());
    assertThat(versions(lake)).hasSize(3).values().containsOnly("v3");
  }

  @Test
  void whatARunMadeIsKnownUntilItsTablesAreReplaced() throws IOException {
    try (Publication ingest = begin(lake, "v1", "ingest-lmd", false)) {
      stage(ingest, ALL, "v1");
      ingest.decidedBy(List.of("ingest-lmd"), "archive", "recipe");
      ingest.publish(ALL, List.of(), Map.of());
    }
    slice("2 bars", true);
    slice("4 bars", true);
    assertThat(made())
        .containsExactlyEntriesOf(
            new TreeMap<>(
                Map.of(
                    "ingest-lmd", "archive",
                    "slice-drums 2 bars", "state of 2 bars",
                    "slice-drums 4 bars", "state of 4 bars")));

    slice("8 bars", false);
    assertThat(made()).containsOnlyKeys("ingest-lmd", "slice-drums 8 bars");

    try (Publication split = Publication.beside(lake, DATASET, "split", "attempt-split", "split")) {
      stage(split, List.of(DRUM_SLICES, MIDI_FILES), "split");
      split.decidedBy(List.of("split"), "groups", "recipe");
      split.publish(Map.of(DRUM_SLICES, Map.of(), MIDI_FILES, Map.of()), List.of(), List.of());
    }
    assertThat(made()).as("rows are still theirs").hasSize(3).containsKey("slice-drums 8 bars");

    publish(lake, "v2", ALL, List.of());
    assertThat(made()).isEmpty();
  }

  private void slice(String bars, boolean keepsOthers) throws IOException {
    try (Publication slices =
        Publication.beside(lake, DATASET, "slices", "attempt-" + bars, "slice-drums")) {
      stage(slices, List.of(DRUM_SLICES), bars.replace(' ', '_'));
      slices.decidedBy(List.of("slice-drums " + bars), "state of " + bars, "recipe");
      if (keepsOthers) {
        slices.keep(DRUM_SLICES, name -> true);
      }
      slices.publish(List.of(DRUM_SLICES), List.of(), Map.of());
    }
  }

  private Map<String, String> made() throws IOException {
    Map<String, String> made = new TreeMap<>();
    lake.version(DATASET).orElseThrow().made().forEach((run, by) -> made.put(run, by.state()));
    return made;
  }

  @Test
  void nothingComesBesideADataSetThatIsNotThere() {
    assertThatMistake(() -> Publication.beside(lake, DATASET, "slices", "attempt", "slice-drums"))
        .is(Mistake.NO_SUCH_DATASET)
        .names("songs", "[]");
    assertThat(folder.resolve("lake")).doesNotExist();
  }

  @Test
  void aReportIsKeptOfEachRun() throws IOException {
    try (Publication run = begin(lake, "v1", "ingest-lmd", false)) {
      run.report(Map.of("outcome", "done"));
    }

    assertThat(folder.resolve("lake/_partita/songs/runs/attempt-v1.json"))
        .content(StandardCharsets.UTF_8)
        .contains("\"outcome\" : \"done\"");
  }

  @Test
  void whereThereIsNoLakeAReaderIsToldHowToMakeOne() {
    String nowhere = folder.resolve("nowhere").toString();

    assertThatMistake(() -> Lake.existing(nowhere, conf)).is(Mistake.NO_SUCH_LAKE).names(nowhere);
    assertThat(folder.resolve("nowhere")).doesNotExist();
  }

  @Test
  void aReaderSeesOneWholeVersionBeforeEveryChangeOfAPublish() throws IOException {
    publish(lake, "v1", ALL, List.of());
    TreeMap<String, Integer> seen = new TreeMap<>();
    CrashingFileSystem.beforeEachChange(
        () -> seen.merge(wholeVersion(lake, NO_BYTES, "v1", "v2"), 1, Integer::sum));
    publish(lake, "v2", NO_BYTES, List.of(MIDI_BYTES));

    assertThat(seen)
        .containsOnlyKeys("v1", "v2")
        .allSatisfy((v, times) -> assertThat(times).isGreaterThan(1));
  }

  @InTurn
  @Test
  void aCrashInAnyChangeOfASecondPublishLosesNothing() throws IOException {
    int crashes = crashEverywhere(true);

    assertThat(crashes).isGreaterThan(4);
  }

  @Test
  void aCrashInAnyChangeOfAFirstPublishLeavesAllOrNothing() throws IOException {
    int crashes = crashEverywhere(false);

    assertThat(crashes).isGreaterThan(4);
  }

  /** Crashes a publish in its first change, its second, and so on until one gets through. */
  private int crashEverywhere(boolean replacesAVersion) throws IOException {
    for (int change = 1; ; change++) {
      Lake crashed = lakeIn("lake" + change);
      if (replacesAVersion) {
        publish(crashed, "v0", ALL, List.of());
        publish(crashed, "v1", ALL, List.of());
      }
      Publication second = begin(crashed, "v2", "ingest-lmd", false);
      stage(second, NO_BYTES, "v2");
      CrashingFileSystem.crashInChange(change);
      boolean done = true;
      try (second) {
        second.publish(NO_BYTES, List.of(MIDI_BYTES), Map.of());
      } catch (IOException e) {
        done = false;
        assertThat(e).hasMessage("The machine went down in change " + change);
      }
      CrashingFileSystem.neverCrash();

      String version = wholeVersion(crashed, NO_BYTES, replacesAVersion ? "v1" : null, "v2");
      recover(crashed, change, version);
      if (done) {
        assertThat(version).isEqualTo("v2");
        return change;
      }
    }
  }

  /** The next run goes on from the version that there is, and clears what is in none. */
  private void recover(Lake crashed, int change, String version) throws IOException {
    releaseLock(crashed);
    CrashingFileSystem.beforeEachChange(
        () -> assertThat(wholeVersion(crashed, NO_BYTES, "v1", "v2")).isEqualTo(version));
    String command = change % 2 == 0 ? "ingest-lmd" : "ingest-msd";
    if (version == null || command.equals("ingest-lmd")) {
      begin(crashed, "v3", command, false).close();
    } else {
      assertThatMistake(() -> begin(crashed, "v3", command, false))
          .is(Mistake.OTHER_COMMAND)
          .names("songs", "ingest lmd");
    }
    CrashingFileSystem.neverCrash();

    assertThat(wholeVersion(crashed, NO_BYTES, "v1", "v2")).isEqualTo(version);
    if (version != null) {
      assertThat(crashed.current(DATASET))
          .isEqualTo(new Lake.Current("attempt-" + version, "ingest-lmd"));
      publish(crashed, "v4", ALL, List.of());
      assertThat(versions(crashed)).hasSize(3).values().containsOnly("v4");
    }
  }

  /** A machine that went down holds no lock. */
  private static void releaseLock(Lake lake) throws IOException {
    lake.fs().delete(new Path(lake.bookkeeping(DATASET), "lock"), false);
  }

  /** The version of all tables a reader sees: the old one with bytes, the new one without. */
  private static String wholeVersion(
      Lake lake, List<LakeTable> newTables, String oldVersion, String newVersion)
      throws IOException {
    Map<String, String> versions = versions(lake);
    if (versions.isEmpty()) {
      return null;
    }
    String version = versions.get(NOTES.name());
    assertThat(version).isIn(oldVersion, newVersion);
    assertThat(versions.values()).containsOnly(version);
    assertThat(versions).hasSize(version.equals(newVersion) ? newTables.size() : ALL.size());
    return version;
  }

  private Lake lakeIn(String name) throws IOException {
    return Lake.at(CrashingFileSystem.SCHEME + ":" + folder.resolve(name), conf);
  }

  private static Publication begin(Lake lake, String version, String command, boolean resume)
      throws IOException {
    return Publication.begin(lake, DATASET, version, "attempt-" + version, command, resume);
  }

  private static void publish(
      Lake lake, String version, List<LakeTable> tables, List<LakeTable> dropped)
      throws IOException {
    try (Publication publication = begin(lake, version, "ingest-lmd", false)) {
      stage(publication, tables, version);
      publication.publish(tables, dropped, Map.of("report", version));
    }
  }

  private static void stage(Publication publication, List<LakeTable> tables, String version)
      throws IOException {
    for (LakeTable table : tables) {
      Path file = new Path(publication.staged(table).toUri().getPath(), version + ".parquet");
      TableFile.ofRows(file, table, Map.of(), new Configuration()).close();
    }
  }

  /** By table the version whose file a reader is sent to. */
  private static Map<String, String> versions(Lake lake) throws IOException {
    Map<String, String> versions = new TreeMap<>();
    lake.snapshot()
        .getOrDefault(DATASET, Map.of())
        .forEach(
            (table, content) ->
                versions.put(
                    table.name(),
                    content.files().stream()
                        .map(file -> file.path().replaceFirst(".*/", "").replace(".parquet", ""))
                        .sorted()
                        .collect(joining("+"))));
    return versions;
  }

  private List<String> below(String path) throws IOException {
    try (Stream<java.nio.file.Path> files = Files.list(folder.resolve(path))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
