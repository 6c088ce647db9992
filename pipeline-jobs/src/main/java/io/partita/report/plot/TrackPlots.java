package io.partita.report.plot;

import static io.partita.report.plot.StatisticsPlots.histogram;
import static io.partita.report.plot.StatisticsPlots.integers;

import io.partita.report.plot.Plot.Shape;
import java.util.List;

/** Plots of tracks: what catalogs and matches say of them. */
final class TrackPlots {
  private static final String TRACKS = "Tracks";

  static final List<Plot> ALL =
      List.of(
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
              Labels.NONE),
          histogram(
              TRACKS,
              "Match scores",
              "How sure it is that a file is of its track, as published with the archive.",
              "track_midi.score",
              "Score (0 to 1)",
              "Files"),
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
              Labels.NONE));

  private TrackPlots() {}

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
        "As Echo Nest estimated key and mode, round the circle of fifths: each major key stands"
            + " above its relative minor.",
        Shape.BARS,
        "Key",
        "Tracks",
        Labels.NONE,
        sql);
  }
}
