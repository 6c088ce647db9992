package io.partita.msd;

import io.partita.hdf5.Hdf5Column;
import java.util.List;

/**
 * The Million Song Dataset's layout: its tables and arrays with their names, types, sizes and
 * titles, as PyTables wrote them. Columns of a table are in alphabetical order and packed.
 */
public final class MsdLayout {
  /** Names of artists, titles, places: bytes of UTF-8. */
  private static final int NAME_BYTES = 1024;

  public static final Table ANALYSIS =
      new Table(
          "analysis",
          "Echo Nest analysis of the song",
          "table of Echo Nest analysis for one song",
          List.of(
              Hdf5Column.int32("analysis_sample_rate"),
              Hdf5Column.text("audio_md5", 32),
              Hdf5Column.float64("danceability"),
              Hdf5Column.float64("duration"),
              Hdf5Column.float64("end_of_fade_in"),
              Hdf5Column.float64("energy"),
              Hdf5Column.int32("idx_bars_confidence"),
              Hdf5Column.int32("idx_bars_start"),
              Hdf5Column.int32("idx_beats_confidence"),
              Hdf5Column.int32("idx_beats_start"),
              Hdf5Column.int32("idx_sections_confidence"),
              Hdf5Column.int32("idx_sections_start"),
              Hdf5Column.int32("idx_segments_confidence"),
              Hdf5Column.int32("idx_segments_loudness_max"),
              Hdf5Column.int32("idx_segments_loudness_max_time"),
              Hdf5Column.int32("idx_segments_loudness_start"),
              Hdf5Column.int32("idx_segments_pitches"),
              Hdf5Column.int32("idx_segments_start"),
              Hdf5Column.int32("idx_segments_timbre"),
              Hdf5Column.int32("idx_tatums_confidence"),
              Hdf5Column.int32("idx_tatums_start"),
              Hdf5Column.int32("key"),
              Hdf5Column.float64("key_confidence"),
              Hdf5Column.float64("loudness"),
              Hdf5Column.int32("mode"),
              Hdf5Column.float64("mode_confidence"),
              Hdf5Column.float64("start_of_fade_out"),
              Hdf5Column.float64("tempo"),
              Hdf5Column.int32("time_signature"),
              Hdf5Column.float64("time_signature_confidence"),
              Hdf5Column.text("track_id", 32)));

  public static final Table METADATA =
      new Table(
          "metadata",
          "metadata about the song",
          "table of metadata for one song",
          List.of(
              Hdf5Column.text("analyzer_version", 32),
              Hdf5Column.int32("artist_7digitalid"),
              Hdf5Column.float64("artist_familiarity"),
              Hdf5Column.float64("artist_hotttnesss"),
              Hdf5Column.text("artist_id", 32),
              Hdf5Column.float64("artist_latitude"),
              Hdf5Column.text("artist_location", NAME_BYTES),
              Hdf5Column.float64("artist_longitude"),
              Hdf5Column.text("artist_mbid", 40),
              Hdf5Column.text("artist_name", NAME_BYTES),
              Hdf5Column.int32("artist_playmeid"),
              Hdf5Column.text("genre", NAME_BYTES),
              Hdf5Column.int32("idx_artist_terms"),
              Hdf5Column.int32("idx_similar_artists"),
              Hdf5Column.text("release", NAME_BYTES),
              Hdf5Column.int32("release_7digitalid"),
              Hdf5Column.float64("song_hotttnesss"),
              Hdf5Column.text("song_id", 32),
              Hdf5Column.text("title", NAME_BYTES),
              Hdf5Column.int32("track_7digitalid")));

  public static final Table MUSICBRAINZ =
      new Table(
          "musicbrainz",
          "data about the song coming from MusicBrainz",
          "table of data coming from MusicBrainz",
          List.of(Hdf5Column.int32("idx_artist_mbtags"), Hdf5Column.int32("year")));

  public static final String ROOT_TITLE = "H5 Song File";

  /** What the dataset's authors let PyTables expect in the table of one track's file. */
  public static final long TRACK_EXPECTED_ROWS = 10_000;

  private MsdLayout() {}

  /** The table {@code songs} of a group. */
  public record Table(String group, String groupTitle, String title, List<Hdf5Column> columns) {
    public String path() {
      return "/" + group + "/songs";
    }

    public int rowBytes() {
      return columns.stream().mapToInt(Hdf5Column::bytes).sum();
    }

    /**
     * Rows in each chunk, by PyTables' rule: chunks of 8 KiB, twice that for each factor of ten
     * that the table is expected to be larger than 1 MiB, up to 10,000 MiB. It gives 37, 3 and
     * 1,024 rows in a track's file and 148, 12 and 1,024 in the summary of a million tracks.
     */
    public int chunkRows(long expectedRows) {
      int chunkBytes = Hdf5Column.SMALL_CHUNK_BYTES;
      double expectedMebibytes = (double) expectedRows * rowBytes() / (1 << 20);
      for (int power = 10; power <= 10_000 && expectedMebibytes >= power; power *= 10) {
        chunkBytes *= 2;
      }
      return Math.max(1, chunkBytes / rowBytes());
    }
  }
}
