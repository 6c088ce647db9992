package io.partita.lake.table;

import static io.partita.lake.table.Columns.optional;
import static io.partita.lake.table.Columns.required;
import static io.partita.lake.table.Plot.histogram;
import static io.partita.lake.table.Plot.integers;
import static io.partita.lake.table.StatisticsPlan.SECONDS;
import static io.partita.lake.table.StatisticsPlan.TEMPO_BPM;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import io.partita.statistics.Bins;
import org.apache.spark.sql.functions;

/** The tables of Million Song tracks, and of the MIDI contents that match them. */
final class SongSpecs {
  private static final String TRACKS = "Tracks";

  private SongSpecs() {}

  public static TableSpec tracks() {
    return TableSpec.table("tracks", "One row for each Million Song track that the archive names.")
        .columns(
            MsdColumns.song(
                required(
                    "n_midi", IntegerType, "distinct MIDI contents of the archive for this track")))
        .uniqueKey("track_id")
        .origin(Origin.ingestedBy(MidiSpecs.INGESTS))
        .reported(Reported.rows("counts.tracks"))
        .statistics(songStatistics().numbers("n_midi", Bins.integers(0, 64)))
        .plots(
            histogram(
                TRACKS,
                "Duration of tracks",
                "How long the recordings are.",
                "tracks.duration_s",
                "Duration (s)",
                "Tracks"),
            histogram(
                TRACKS,
                "Tempo of tracks",
                "As Echo Nest estimated it; tracks of unknown tempo are left out.",
                "tracks.tempo_bpm",
                "Tempo (quarters per minute)",
                "Tracks"),
            keys("Key of tracks", "tracks"),
            histogram(
                TRACKS,
                "Loudness of tracks",
                "Overall loudness of the recordings.",
                "tracks.loudness_db",
                "Loudness (dB)",
                "Tracks"),
            integers(
                TRACKS,
                "Time signature of tracks",
                "Beats in a bar, as Echo Nest estimated them.",
                "tracks.time_signature",
                "Beats in a bar",
                "Tracks",
                Labels.NONE),
            integers(
                TRACKS,
                "Year of tracks",
                "Year of release; tracks of unknown year are left out.",
                "tracks.year",
                "Year",
                "Tracks",
                Labels.NONE),
            integers(
                TRACKS,
                "MIDI files for each track",
                "How many distinct contents the archive has of a track.",
                "tracks.n_midi",
                "MIDI files",
                "Tracks",
                Labels.NONE))
        .build();
  }

  public static TableSpec trackMidi() {
    return TableSpec.table(
            "track_midi", "Which MIDI contents belong to which track: one row for each pair.")
        .columns(
            required("track_id", StringType, "Million Song track id"),
            required("midi_md5", StringType, "content, as in midi_files; it may be a rejected one"),
            optional("score", DoubleType, "match score as published, usually 0..1, above 1 kept"),
            required(
                "rank_in_track", IntegerType, "1 = best score of the track; no score comes last"))
        .uniqueKey("track_id", "midi_md5")
        .references("track_id", "tracks")
        .references("midi_md5", "midi_files")
        .asManyRowsAs("tracks", "n_midi")
        .origin(Origin.ingestedBy(MidiSpecs.INGESTS))
        .statistics(
            StatisticsPlan.NONE.numbers("score", Bins.linear(0, 1, 50)).distinct("track_id"))
        .plots(
            histogram(
                TRACKS,
                "Match scores",
                "How sure it is that a file is of its track, as published with the archive.",
                "track_midi.score",
                "Score (0 to 1)",
                "Files"))
        .build();
  }

  public static TableSpec msdTracks() {
    return TableSpec.table(
            "msd_tracks",
            "One row for each Million Song track file: its summary columns and all of its arrays.")
        .columns(MsdColumns.track())
        .uniqueKey("track_id")
        .origin(Origin.ingestedBy("ingest-msd").asMain())
        // Files of equal content are one row; only their arrays are counted once as well.
        .reported(
            Reported.sum(
                "the segments in all rows",
                "segments",
                () -> functions.sum(size(col("segments_start"))),
                "counts.segments"))
        .statistics(songStatistics())
        .plots(
            histogram(
                TRACKS,
                "Duration of Million Song tracks",
                "How long the recordings are.",
                "msd_tracks.duration_s",
                "Duration (s)",
                "Tracks"),
            histogram(
                TRACKS,
                "Tempo of Million Song tracks",
                "As Echo Nest estimated it.",
                "msd_tracks.tempo_bpm",
                "Tempo (quarters per minute)",
                "Tracks"),
            keys("Key of Million Song tracks", "msd_tracks"),
            histogram(
                TRACKS,
                "Loudness of Million Song tracks",
                "Overall loudness of the recordings.",
                "msd_tracks.loudness_db",
                "Loudness (dB)",
                "Tracks"),
            integers(
                TRACKS,
                "Year of Million Song tracks",
                "Year of release; tracks of unknown year are left out.",
                "msd_tracks.year",
                "Year",
                "Tracks",
                Labels.NONE))
        .build();
  }

  private static StatisticsPlan songStatistics() {
    return StatisticsPlan.NONE
        .numbers("duration_s", SECONDS)
        .numbers("tempo_bpm", TEMPO_BPM)
        .numbers("loudness_db", Bins.linear(-60, 5, 65))
        .codes("key", "key", Bins.integers(0, 11))
        .codes("mode", "mode", Bins.integers(0, 1))
        .codes("time_signature", "time_signature", Bins.integers(0, 12))
        .years("year", "year")
        .distinct("song_id")
        .distinct("artist_id")
        .distinct("artist_name")
        .distinct("release");
  }

  /** Tonics and modes together, round the circle of fifths. */
  private static Plot keys(String title, String table) {
    String sql =
        """
        SELECT
          concat(
            array('C', 'C#', 'D', 'D#', 'E', 'F', 'F#', 'G', 'G#', 'A', 'A#', 'B')[tonic],
            IF(major = 1, ' major', ' minor')) AS key,
          count(t.track_id) AS tracks
        FROM range(12) AS tonics(tonic)
        CROSS JOIN (VALUES (1), (0)) AS modes(major)
        LEFT JOIN %s t ON t.dataset = :name AND t.key = tonic AND t.mode = major
        GROUP BY tonic, major
        ORDER BY 7 * (tonic + IF(major = 1, 0, 3)) %% 12, major DESC
        """
            .formatted(table);
    return new Plot(
        table + ".key",
        TRACKS,
        title,
        "As Echo Nest estimated key and mode, round the circle of fifths: each major key is"
            + " above its relative minor.",
        Plot.Shape.BARS,
        "Key",
        "Tracks",
        Labels.NONE,
        sql);
  }
}
