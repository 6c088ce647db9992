package io.partita.report;

import io.partita.lake.table.Plot;
import java.util.List;
import java.util.Locale;

/**
 * A list of a data set's tracks, to be searched and sorted.
 *
 * @param table that has a row for each
 * @param sql the rows in their order, all of them
 */
public record TrackList(String table, String title, String sql) {
  /** All of them. */
  public static final List<TrackList> ALL =
      List.of(
          new TrackList(
              "midi_files",
              "MIDI files",
              """
              WITH songs AS (
                SELECT m.midi_md5, max(struct(m.score, t.title, t.artist_name)) AS song
                FROM track_midi m
                JOIN tracks t ON t.dataset = m.dataset AND t.track_id = m.track_id
                WHERE m.dataset = :name
                GROUP BY m.midi_md5)
              SELECT coalesce(song.title, element_at(split(f.path, '/'), -1)) AS title,
                song.artist_name AS artist, round(f.duration_s, 1) AS `duration (s)`,
                round(f.tempo_mean_bpm, 1) AS `tempo (bpm)`, f.key, f.n_notes AS notes,
                IF(f.suspect, 'suspect', f.status) AS status, f.split, f.path
              FROM midi_files f
              LEFT JOIN songs USING (midi_md5)
              WHERE f.dataset = :name
              ORDER BY artist NULLS LAST, title, f.path, f.midi_md5
              """),
          new TrackList(
              "audio_tracks",
              "Audio files",
              """
              SELECT coalesce(f.track_title, element_at(split(a.path, '/'), -1)) AS title,
                f.artist_name AS artist, a.label AS genre, round(a.duration_s, 1) AS `duration (s)`,
                IF(a.n_decode_errors = 0, 'ok', concat(a.n_decode_errors, ' decode errors'))
                  AS status,
                a.split, a.path
              FROM audio_tracks a
              LEFT JOIN fma_tracks f
                ON f.dataset = a.dataset AND CAST(f.track_id AS string) = a.track_id
              WHERE a.dataset = :name
              ORDER BY artist NULLS LAST, title, a.path, a.source
              """),
          new TrackList(
              "msd_tracks",
              "Songs",
              """
              SELECT title, artist_name AS artist, release AS album, year,
                round(duration_s, 1) AS `duration (s)`, round(tempo_bpm, 1) AS `tempo (bpm)`,
                concat(
                  array('C', 'C#', 'D', 'D#', 'E', 'F', 'F#', 'G', 'G#', 'A', 'A#', 'B')[key],
                  IF(mode = 1, ' major', ' minor')) AS key,
                track_id AS track
              FROM msd_tracks
              WHERE dataset = :name
              ORDER BY artist NULLS LAST, title NULLS LAST, track
              """));

  /** Asks how many there are in all. */
  public String count() {
    return "SELECT count(*) AS tracks FROM " + table + " WHERE dataset = :name";
  }

  /**
   * Shows the first of them.
   *
   * @param all number of them that there are
   * @param most largest number of them that is shown
   */
  public Plot first(long all, int most) {
    String tells =
        all <= most
            ? String.format(Locale.ROOT, "All %,d, by artist and title.", all)
            : String.format(
                Locale.ROOT,
                "The first %,d of %,d, by artist and title; partita report --list shows more.",
                most,
                all);
    return Plot.table("Tracks", title, tells, sql.strip() + "\nLIMIT " + most);
  }
}
