package io.partita.ingest.audio;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.DuckDb;
import io.partita.MalformedInputException;
import io.partita.Mistake;
import io.partita.PartitaRun;
import io.partita.Sample;
import io.partita.SharedData;
import io.partita.Values;
import io.partita.archive.LocalFile;
import io.partita.lake.table.LakeTable;
import io.partita.lake.table.MsdRows;
import io.partita.msd.MsdSong;
import io.partita.msd.MsdSummaryReader;
import io.partita.msd.SongCursor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Million Song summary and the match scores beside an archive. */
@Tag("spark")
class MetadataTest {
  @TempDir private Path folder;
  private final Sample sample = Sample.get();

  @Test
  void tracksAreTheSummarysRowsOfTheArchivesTracks() throws Exception {
    Map<String, MsdSong> songs = new HashMap<>();
    try (MsdSummaryReader summary = MsdSummaryReader.open(new LocalFile(sample.metadata()));
        SongCursor cursor = summary.songs(summary.ranges(1).get(0), any -> true)) {
      while (cursor.hasNext()) {
        MsdSong song = cursor.next();
        songs.put(song.trackId(), song);
      }
    }
    List<List<Object>> rows =
        DuckDb.rows("SELECT * EXCLUDE (dataset) FROM " + sample.table("tracks"));

    assertThat(songs).hasSize(2 * Sample.TRACKS);
    assertThat(rows)
        .hasSize(Sample.TRACKS)
        .allSatisfy(
            row ->
                assertThat(Values.text(row))
                    .isEqualTo(
                        Values.text(
                            MsdRows.trackRow(
                                (String) row.get(0),
                                songs.get(row.get(0)),
                                (int) row.get(row.size() - 1)))));
  }

  @Test
  void whatTheSourceMarksAsUnknownIsNull() {
    String tracks = sample.table("tracks");

    assertThat(
            DuckDb.number(
                "SELECT count(*) FROM "
                    + tracks
                    + " WHERE year = 0 OR tempo_bpm = 0 OR isnan(artist_latitude)"
                    + " OR isnan(song_hotttnesss) OR danceability = 0 OR genre = ''"))
        .isZero();
    assertThat(
            DuckDb.rows(
                "SELECT count(*) > count(year), count(year) > 0, count(danceability), count(genre),"
                    + " count(*) > count(artist_latitude), count(duration_s) = count(*) FROM "
                    + tracks))
        .containsExactly(List.of(true, true, 0L, 0L, true, true));
  }

  @Test
  void withoutMetadataTracksHaveTheirIdsOnly() {
    PartitaRun.of("ingest-lmd", "--input", sample.archive(), "--lake", folder.resolve("lake"))
        .exits(0);
    String tracks = DuckDb.table(folder.resolve("lake"), "tracks", "lmd_matched");

    assertThat(
            DuckDb.rows(
                "SELECT track_id, n_midi FROM " + tracks + " WHERE song_id IS NULL ORDER BY 1"))
        .hasSize(Sample.TRACKS)
        .isEqualTo(
            DuckDb.rows("SELECT track_id, n_midi FROM " + sample.table("tracks") + " ORDER BY 1"));
    assertThat(
            DuckDb.number(
                "SELECT count(score) FROM "
                    + DuckDb.table(folder.resolve("lake"), "track_midi", "lmd_matched")))
        .isZero();
    assertThat(LakeTable.TRACKS.schema().fieldNames()).contains("song_id", "n_midi");
  }

  @Test
  void scoresNameTheTracksOfMembersWhosePathsDoNot() {
    // As in lmd_full: the path has the MD5 only.
    var members = new java.util.TreeMap<String, byte[]>();
    sample
        .members()
        .forEach(
            (path, bytes) -> {
              if (path.matches("lmd_matched/./.*\\.mid")) {
                members.put("lmd_full/" + path.replaceFirst(".*/(.)", "$1/$1"), bytes);
              }
            });
    Path full = io.partita.InputArchives.write(folder.resolve("lmd_full.tar.gz"), members);
    sample.ingestLmd(full, folder.resolve("lake")).exits(0);

    assertThat(
            DuckDb.rows(
                "SELECT track_id, midi_md5, score FROM "
                    + DuckDb.table(folder.resolve("lake"), "track_midi", Sample.DATASET)
                    + " ORDER BY ALL"))
        .isEqualTo(
            DuckDb.rows(
                "SELECT track_id, midi_md5, score FROM "
                    + sample.table("track_midi")
                    + " ORDER BY ALL"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bad_superblock_version", "html", "sig_only", "trunc_4k", "trunc_half"})
  void aBrokenSummaryIsAMistakeInOneLine(String name) {
    Path broken = SharedData.file("data/broken/" + name + ".h5");

    ingest("--metadata", broken).mistake(Mistake.MALFORMED_FILE).names("--metadata", broken);
    assertThat(folder.resolve("lake")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.1, 0.5, 0.9, 0.999})
  void aSummaryCutOffIsAMistakeInOneLine(double share) throws IOException {
    byte[] bytes = Files.readAllBytes(sample.metadata());
    Path cut = folder.resolve("cut.h5");
    Files.write(cut, Arrays.copyOf(bytes, (int) (bytes.length * share)));

    ingest("--metadata", cut).mistake(Mistake.MALFORMED_FILE).names("--metadata", cut);
    assertThat(folder.resolve("lake")).doesNotExist();
  }

  /** Rows are read late: what is broken there is found when Spark runs. */
  @Test
  void aSummaryDamagedBehindItsFirstLookIsAMistakeAndNothingIsPublished() throws IOException {
    Path damaged = damagedBehindTheFirstLook();

    PartitaRun run = ingest("--metadata", damaged).exits(2);

    assertThat(run.out()).isEmpty();
    assertThat(run.errLines().get(run.errLines().size() - 1))
        .startsWith("--metadata " + damaged + " is damaged: ")
        .endsWith(".");
    assertThat(folder.resolve("lake/tracks")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{\"TRA\": 1}",
        "{\"TRA\": {\"0f\": {\"x\": 1}}}",
        "{\"TRA\": {\"0f\": 1",
        "{\"TRA\": {\"0f\": \"high\"}}",
        "<html>"
      })
  void scoresOfAnotherShapeAreAMistakeInOneLine(String json) throws IOException {
    Path scores = Files.writeString(folder.resolve("scores.json"), json);

    ingest("--match-scores", scores)
        .mistake(Mistake.MALFORMED_FILE)
        .names("--match-scores", scores, "line 1");
    assertThat(folder.resolve("lake")).doesNotExist();
  }

  @Test
  void sideFilesThatAreNotThereAreMistakes() {
    Path none = folder.resolve("none");

    ingest("--metadata", none).mistake(Mistake.NO_SUCH_FILE).names("--metadata", none);
    ingest("--match-scores", folder).mistake(Mistake.NO_SUCH_FILE).names("--match-scores", folder);
    assertThat(folder.resolve("lake")).doesNotExist();
  }

  /** A summary that opens and tells its rows, but cannot be read to its end. */
  private Path damagedBehindTheFirstLook() throws IOException {
    byte[] bytes = Files.readAllBytes(sample.metadata());
    for (int at = bytes.length / 2; at < bytes.length; at += 500) {
      byte[] damaged = bytes.clone();
      Arrays.fill(damaged, at, Math.min(at + 500, bytes.length), (byte) 0x55);
      Path file = Files.write(folder.resolve("damaged.h5"), damaged);
      try (MsdSummaryReader summary = MsdSummaryReader.open(new LocalFile(file));
          SongCursor songs = summary.songs(summary.ranges(1).get(0), any -> true)) {
        assertThat(summary.rows()).isPositive();
        try {
          while (songs.hasNext()) {
            songs.next();
          }
        } catch (MalformedInputException e) {
          return file;
        }
      } catch (MalformedInputException e) {
        assertThat(e).hasMessageContaining(e.detail()); // found at the first look: not the place
      }
    }
    throw new AssertionError("No byte of the summary's rows seems to matter");
  }

  private PartitaRun ingest(String option, Path file) {
    return PartitaRun.of(
        "ingest-lmd", "--input", sample.archive(), "--lake", folder.resolve("lake"), option, file);
  }
}
