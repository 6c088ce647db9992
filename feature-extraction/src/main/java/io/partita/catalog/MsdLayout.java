package io.partita.catalog;

import java.util.List;

/**
 * The Million Song Dataset's layout: its tables and arrays with their names, types, sizes and
 * titles, as PyTables wrote them. Columns of a table are in alphabetical order and packed.
 */
final class MsdLayout {
  /** Names of artists, titles, places: bytes of UTF-8. */
  private static final int NAME_BYTES = 1024;

  static final Table ANALYSIS =
      new Table(
          "analysis",
          "Echo Nest analysis of the song",
          "table of Echo Nest analysis for one song",
          List.of(
              Column.int32("analysis_sample_rate"),
              Column.text("audio_md5", 32),
              Column.float64("danceability"),
              Column.float64("duration"),
              Column.float64("end_of_fade_in"),
              Column.float64("energy"),
              Column.int32("idx_bars_confidence"),
              Column.int32("idx_bars_start"),
              Column.int32("idx_beats_confidence"),
              Column.int32("idx_beats_start"),
              Column.int32("idx_sections_confidence"),
              Column.int32("idx_sections_start"),
              Column.int32("idx_segments_confidence"),
              Column.int32("idx_segments_loudness_max"),
              Column.int32("idx_segments_loudness_max_time"),
              Column.int32("idx_segments_loudness_start"),
              Column.int32("idx_segments_pitches"),
              Column.int32("idx_segments_start"),
              Column.int32("idx_segments_timbre"),
              Column.int32("idx_tatums_confidence"),
              Column.int32("idx_tatums_start"),
              Column.int32("key"),
              Column.float64("key_confidence"),
              Column.float64("loudness"),
              Column.int32("mode"),
              Column.float64("mode_confidence"),
              Column.float64("start_of_fade_out"),
              Column.float64("tempo"),
              Column.int32("time_signature"),
              Column.float64("time_signature_confidence"),
              Column.text("track_id", 32)));

  static final Table METADATA =
      new Table(
          "metadata",
          "metadata about the song",
          "table of metadata for one song",
          List.of(
              Column.text("analyzer_version", 32),
              Column.int32("artist_7digitalid"),
              Column.float64("artist_familiarity"),
              Column.float64("artist_hotttnesss"),
              Column.text("artist_id", 32),
              Column.float64("artist_latitude"),
              Column.text("artist_location", NAME_BYTES),
              Column.float64("artist_longitude"),
              Column.text("artist_mbid", 40),
              Column.text("artist_name", NAME_BYTES),
              Column.int32("artist_playmeid"),
              Column.text("genre", NAME_BYTES),
              Column.int32("idx_artist_terms"),
              Column.int32("idx_similar_artists"),
              Column.text("release", NAME_BYTES),
              Column.int32("release_7digitalid"),
              Column.float64("song_hotttnesss"),
              Column.text("song_id", 32),
              Column.text("title", NAME_BYTES),
              Column.int32("track_7digitalid")));

  static final Table MUSICBRAINZ =
      new Table(
          "musicbrainz",
          "data about the song coming from MusicBrainz",
          "table of data coming from MusicBrainz",
          List.of(Column.int32("idx_artist_mbtags"), Column.int32("year")));

  static final String ROOT_TITLE = "H5 Song File";

  /** What the dataset's authors let PyTables expect in the table of one track's file. */
  static final long TRACK_EXPECTED_ROWS = 10_000;

  private static final int SMALL_CHUNK_BYTES = 8 * 1024;

  private MsdLayout() {}

  enum Kind {
    INT32,
    FLOAT64,
    TEXT
  }

  /** A column of a table, or the element of an array. */
  record Column(String name, Kind kind, int bytes) {
    static Column int32(String name) {
      return new Column(name, Kind.INT32, Integer.BYTES);
    }

    static Column float64(String name) {
      return new Column(name, Kind.FLOAT64, Double.BYTES);
    }

    static Column text(String name, int bytes) {
      return new Column(name, Kind.TEXT, bytes);
    }

    /** Rows in each chunk of an array of {@code width} such elements a row. */
    int arrayChunkRows(int width) {
      return SMALL_CHUNK_BYTES / (bytes * width);
    }
  }

  /** The table {@code songs} of a group. */
  record Table(String group, String groupTitle, String title, List<Column> columns) {
    String path() {
      return "/" + group + "/songs";
    }

    int rowBytes() {
      return columns.stream().mapToInt(Column::bytes).sum();
    }

    /**
     * Rows in each chunk, by PyTables' rule: chunks of 8 KiB, twice that for each factor of ten
     * that the table is expected to be larger than 1 MiB, up to 10,000 MiB. It gives 37, 3 and
     * 1,024 rows in a track's file and 148, 12 and 1,024 in the summary of a million tracks.
     */
    int chunkRows(long expectedRows) {
      int chunkBytes = SMALL_CHUNK_BYTES;
      double expectedMebibytes = (double) expectedRows * rowBytes() / (1 << 20);
      for (int power = 10; power <= 10_000 && expectedMebibytes >= power; power *= 10) {
        chunkBytes *= 2;
      }
      return Math.max(1, chunkBytes / rowBytes());
    }
  }
}
