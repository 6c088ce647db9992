package io.partita.command;

import static io.partita.Naming.assertEach;
import static io.partita.Naming.naming;
import static io.partita.command.CheckRuns.check;
import static io.partita.command.CheckRuns.failed;
import static io.partita.command.CheckRuns.names;
import static io.partita.command.CheckRuns.table;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.partita.AudioSample;
import io.partita.DuckDb;
import io.partita.InTurn;
import io.partita.Mistake;
import io.partita.ParquetFiles;
import io.partita.PartitaRun;
import io.partita.Sample;
import io.partita.SharedFolders;
import io.partita.VersionFiles;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sound data sets of every kind, and the same spoilt in one way each. */
@Tag("spark")
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
    SharedFolders.copy(AudioSample.lake(), sound);
    PartitaRun.of("ingest-msd", "--input", Sample.get().msd(), "--lake", sound, "--dataset", "msd")
        .exits(0);
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
        .contains("tables ", "rejected ", "readable quarantine", "nulls quarantine")
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

  @InTurn
  @Test
  void aTableWithoutItsFolderIsLostAndTheOthersAreChecked() throws IOException {
    Path lake = copy("lost");
    FileUtils.deleteDirectory(table(lake, "notes", MIDI).toFile());
    // These two are made by some options and inputs only, and were by these.
    FileUtils.deleteDirectory(table(lake, "midi_bytes", MIDI).toFile());
    FileUtils.deleteDirectory(table(lake, "fma_genres", "fma").toFile());
    VersionFiles.relist(lake, MIDI);
    VersionFiles.relist(lake, "fma");

    PartitaRun run = PartitaRun.of("check", "--lake", lake, "--dataset", MIDI).exits(3);

    List<String> lines = run.outLines();
    assertThat(lines.get(0)).startsWith("check → " + lake + ", data set " + MIDI + ", run ");
    assertThat(lines.get(2)).matches(" +check +table +found +wanted");
    assertThat(lines.get(lines.size() - 3))
        .is(naming("FAILED", "tables", "notes", "midi_bytes", 14));
    assertThat(lines.subList(3, lines.size() - 3)).allMatch(line -> line.startsWith("ok  "));
    assertThat(lines.get(lines.size() - 1)).is(naming(1, lines.size() - 5));
    assertThat(lines).noneMatch(line -> line.matches("ok +[a-z_]+ +(notes|midi_bytes) .*"));
    assertEach(failed(check(lake, "fma")), naming("tables", "fma_genres"));
  }

  @InTurn
  @Test
  void aLostPartShowsInTheRowsAndACopiedOneInTheKeysToo() throws IOException {
    Path lake = copy("part");
    Files.delete(ParquetFiles.below(table(lake, "notes", MIDI)).get(0));
    Path tokens = ParquetFiles.below(table(lake, "tokens", MIDI)).get(1);
    Files.copy(tokens, tokens.resolveSibling("copy.parquet"));
    Path sources = ParquetFiles.below(table(lake, "midi_sources", MIDI)).get(0);
    Files.copy(sources, sources.resolveSibling("copy.parquet"));
    VersionFiles.relist(lake, MIDI);

    List<String> failed = failed(check(lake, MIDI));

    long members = DuckDb.number("SELECT count(*) FROM '" + sources + "'");
    long contents = DuckDb.number("SELECT count(*) FROM '" + tokens + "'");
    assertThat(failed).hasSize(4);
    assertThat(failed.get(0)).isEqualTo("rows midi_sources: " + 2 * members + " rows");
    assertThat(failed.get(1)).matches("rows notes: \\d+ rows");
    assertThat(failed.get(2)).matches("rows tokens: \\d+ .*").is(naming("anticipation"));
    assertThat(failed.get(3)).is(naming("unique tokens", contents));
  }

  @InTurn
  @Test
  void theSameShowsInSongsMetadataAndInMel() throws IOException {
    Path lake = copy("part of another");
    Path songs = ParquetFiles.below(table(lake, "msd_tracks", "msd")).get(0);
    Files.copy(songs, songs.resolveSibling("copy.parquet"));
    Path mel = ParquetFiles.below(table(lake, "mel", "fma")).get(0);
    Files.copy(mel, mel.resolveSibling("copy.parquet"));
    VersionFiles.relist(lake, "msd");
    VersionFiles.relist(lake, "fma");

    List<String> failedSongs = failed(check(lake, "msd"));
    assertThat(failedSongs).hasSize(2);
    assertThat(failedSongs.get(0)).matches("rows msd_tracks: \\d+ segments");
    assertThat(failedSongs.get(1)).is(naming("unique msd_tracks"));
    List<String> failedClips = failed(check(lake, "fma"));
    assertThat(failedClips).hasSize(2);
    assertThat(failedClips.get(0)).matches("rows mel: \\d+ frames");
    assertThat(failedClips.get(1)).is(naming("unique mel"));
  }

  @InTurn
  @Test
  void aTableWithoutFilesIsNotAnEmptyOne() throws IOException {
    Path lake = copy("none");
    Files.delete(ParquetFiles.below(table(lake, "quarantine", "msd")).get(0));
    VersionFiles.relist(lake, "msd");

    assertEach(failed(check(lake, "msd")), naming("readable quarantine"));
  }

  @InTurn
  @Test
  void damageBehindASoundFooterIsFoundInTheColumnsThatAreRead() throws IOException {
    Path lake = copy("page");
    Path tracks = ParquetFiles.below(table(lake, "msd_tracks", "msd")).get(0);
    try (RandomAccessFile file = new RandomAccessFile(tracks.toFile(), "rw")) {
      file.seek(4);
      file.write(GARBAGE);
    }
    VersionFiles.relist(lake, "msd");

    assertThat(failed(check(lake, "msd")))
        .singleElement()
        .asString()
        .is(naming("readable msd_tracks", tracks.getFileName(), "msd_tracks"))
        .as("Spark's words for a name that it misread")
        .doesNotContain("Path does not exist");
  }

  @InTurn
  @Test
  void aDataSetOfNothingButRejectedFilesIsNotFit() throws IOException {
    Path input = Files.createDirectory(folder.resolve("broken"));
    Files.write(input.resolve("broken.mid"), GARBAGE);
    Path lake = folder.resolve("rejected");
    PartitaRun.of("ingest-midi", "--input", input, "--lake", lake).exits(3);

    assertEach(failed(check(lake, "broken")), naming("rejected", "1.0000", 1, 1));
    assertThat(check(lake, "broken", "--max-rejected", 1).json().path("failed").asInt()).isZero();
    assertEach(
        failed(check(sound, "fma", "--max-rejected", 0.1)), naming("rejected", "0.1818", 2, 11));
  }

  @InTurn
  @Test
  void aReportThatIsGoneOrBrokenIsTold() throws IOException {
    Path lake = copy("report");
    VersionFiles.edit(
        lake, "msd", version -> ((ObjectNode) version.at("/tables/msd_tracks")).remove("report"));
    VersionFiles.edit(
        lake,
        "fma",
        version -> {
          ((ObjectNode) version.at("/tables/fma_genres")).put("report", 99);
          ((ObjectNode) version.at("/tables/fma_features"))
              .put("report", version.path("reports").size());
          ((ArrayNode) version.path("reports")).addObject();
        });

    JsonNode report = check(lake, "msd").exits(3).jsonWhateverTheExit();

    assertEach(failed(report.path("checks")), naming("run msd_tracks"));
    assertThat(names(report.path("checks")))
        .contains("rejected ", "rows quarantine", "unique msd_tracks")
        .doesNotContain("rows msd_tracks");
    assertThat(report.path("run_id").asText()).hasSize(32);
    assertEach(failed(check(lake, "fma")), naming("run fma_genres"), naming("run fma_features"));
  }

  @InTurn
  @Test
  void whatAnEarlierVersionPublishedIsCheckedUnlessItWasCutShort() throws IOException {
    Path lake = copy("swap");
    VersionFiles.unlift(lake, "msd");
    check(lake, "msd").exits(0);
    Files.writeString(lake.resolve("_partita/msd/journal.json"), "{}");
    List<String> before = filesWithTimes(lake);

    check(lake, "msd").mistake(Mistake.OTHER_VERSION).names("msd", "cut short");
    assertThat(filesWithTimes(lake)).isEqualTo(before);
  }

  @InTurn
  @Test
  void aFileThatIsMissingIsNamed() throws IOException {
    Path lake = copy("missing");
    Path file = ParquetFiles.below(lake.resolve("_partita/msd/files")).get(0);
    Files.delete(file);

    check(lake, "msd").mistakeAfterProgress(Mistake.DAMAGED_LAKE).names(file, "missing");
  }

  @Test
  void withoutADataSetThereIsNothingToCheck() throws IOException {
    Path nowhere = folder.resolve("nowhere");
    check(nowhere, MIDI).mistake(Mistake.NO_SUCH_LAKE).names(nowhere);
    check(sound, "none")
        .mistake(Mistake.NO_SUCH_DATASET)
        .names("none", "[audio, fma, lmd_matched, msd]");
    Path lake = copy("unknown");
    VersionFiles.edit(lake, "msd", version -> version.put("command", "ingest-tape"));
    check(lake, "msd").mistake(Mistake.OTHER_VERSION).names("msd", "ingest-tape");
  }

  private static Path copy(String name) throws IOException {
    Path copy = folder.toRealPath().resolve("a " + name + " lake");
    SharedFolders.copy(sound, copy);
    return copy;
  }

  private static List<String> filesWithTimes(Path lake) throws IOException {
    List<String> files = new ArrayList<>();
    try (Stream<Path> all = Files.walk(lake)) {
      for (Path file : all.filter(one -> !isOfChecks(one)).sorted().toList()) {
        files.add(file + " " + Files.getLastModifiedTime(file));
      }
    }
    return files;
  }

  /** What the check tells of itself, and its verdict. */
  private static boolean isOfChecks(Path file) {
    return file.toString().matches(".*/_partita(/_running.*|/[^/]+(/checks.*)?)?");
  }
}
