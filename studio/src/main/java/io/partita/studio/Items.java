package io.partita.studio;

import io.partita.duckdb.LakeViews;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the lists of the page show: table {@code studio.items} with a row for each MIDI content,
 * score, recording and song of the Million Song data set. It is in memory, so that it is searched
 * while somebody types, and holds what tables say of an item in common: older lakes may lack
 * columns. Table {@code studio.catalog} names the columns of catalogs that they are filtered by,
 * and {@code studio.files} the files of recordings that have several.
 */
final class Items {
  /** MIDI files, audio files, analysed songs: in the order of {@link #create}. */
  static final String MIDI = "midi";

  /** MusicXML and ABC, of which the lake keeps a MIDI file. */
  static final String SCORE = "score";

  static final String AUDIO = "audio";
  static final String SONG = "song";

  private static final String COLUMNS =
      """
      (position INTEGER, id VARCHAR, dataset VARCHAR, key_in_dataset VARCHAR, kind VARCHAR,
       title VARCHAR, artist VARCHAR, path VARCHAR, label VARCHAR, split VARCHAR, status VARCHAR,
       fault VARCHAR, byte_offset BIGINT, key VARCHAR, tempo DOUBLE, metre VARCHAR,
       duration DOUBLE, notes INTEGER, programs INTEGER[], alike VARCHAR,
       catalog MAP(VARCHAR, VARCHAR), text VARCHAR)\
      """;

  /**
   * Columns of a data set's catalog that items are filtered by: values are shared, at least two by
   * two, and are not what another filter shows.
   */
  private static final String CATALOG =
      """
      CREATE TABLE studio.catalog AS
      SELECT dataset, e.key AS name
      FROM (SELECT dataset, label, metre, unnest(map_entries(catalog)) AS e FROM studio.items)
      WHERE e.value <> '' AND e.key <> 'split'
      GROUP BY ALL
      HAVING count(DISTINCT e.value) BETWEEN 2 AND count(*) / 2
        AND bool_or(e.value IS DISTINCT FROM label) AND bool_or(e.value IS DISTINCT FROM metre)\
      """;

  /**
   * Files of the same recording in several containers, by the item's id: equally named, and equal
   * in all that was measured of their samples. Copies in one container stay items of their own.
   */
  private static final String FILES =
      """
      CREATE TABLE studio.files AS
      SELECT first_value(file) OVER (recording ORDER BY container NOT IN ('wav', 'flac'),
          container DESC) AS id, file, container, path
      FROM (SELECT *, dataset || '~' || md5(source || '/' || path) AS file, lower(%1$s) AS name,
          row_number() OVER (PARTITION BY dataset, lower(%1$s), %2$s, container
            ORDER BY source, path) AS copy
        FROM audio_tracks)
      WINDOW recording AS (PARTITION BY dataset, name, %2$s, copy)
      QUALIFY count(*) OVER recording > 1\
      """;

  private static final List<String> MEASURED =
      List.of(
          "sample_rate_hz",
          "channels",
          "n_samples",
          "peak",
          "rms_db",
          "silence_ratio",
          "clip_ratio");

  private static final List<String> KEYS =
      List.of("C", "C♯", "D", "E♭", "E", "F", "F♯", "G", "A♭", "A", "B♭", "B");

  private final Map<String, Set<String>> tables;

  private Items(Map<String, Set<String>> tables) {
    this.tables = tables;
  }

  /** The kind by which the lake keeps items of a kind. */
  static String kept(Object kind) {
    return kind.equals(SCORE) ? MIDI : (String) kind;
  }

  /** Makes the table from a lake's views, which have these columns. */
  static void create(Statement sql, Map<String, Set<String>> tables) throws SQLException {
    Items items = new Items(tables);
    sql.execute("CREATE SCHEMA studio");
    sql.execute("CREATE TABLE studio.items " + COLUMNS);
    sql.execute(
        tables.getOrDefault("audio_tracks", Set.of()).containsAll(MEASURED)
            ? FILES.formatted(stem("path"), String.join(", ", MEASURED))
            : "CREATE TABLE studio.files (id VARCHAR, file VARCHAR, container VARCHAR,"
                + " path VARCHAR)");
    List<String> selects = new ArrayList<>();
    if (tables.containsKey("midi_files")) {
      selects.add(items.midi());
    }
    if (tables.containsKey("audio_tracks")) {
      selects.add(items.audio());
    }
    if (tables.containsKey("msd_tracks")) {
      selects.add(items.songs());
    }
    if (!selects.isEmpty()) {
      sql.execute(
          """
          INSERT INTO studio.items BY NAME
          SELECT row_number() OVER (ORDER BY dataset, replace(kind, 'score', 'midi'),
            lower(title), path) - 1 AS position,
            dataset || '~' || key_in_dataset AS id,
            lower(concat_ws(' ', title, artist, path, label)) AS text, *
          FROM (%s)\
          """
              .formatted(String.join(" UNION ALL BY NAME ", selects)));
    }
    sql.execute(CATALOG);
  }

  private String midi() {
    String files = "midi_files";
    return """
    SELECT f.dataset, f.midi_md5 AS key_in_dataset,
      CASE WHEN regexp_matches(f.path, '\\.(musicxml|xml|mxl|abc(#\\d+)?)$', 'i') THEN 'score'
        ELSE 'midi' END AS kind,
      coalesce(t.title, %s) AS title, t.artist_name AS artist, f.path,
      s.label, coalesce(s.split, f.split) AS split, f.status, f.fault, f.byte_offset,
      %s AS key, %s AS tempo, %s AS metre, f.duration_s AS duration, f.n_notes AS notes,
      f.programs, %s AS alike, s.catalog
    FROM midi_files f
    LEFT JOIN %s s ON s.dataset = f.dataset AND s.midi_md5 = f.midi_md5
    LEFT JOIN %s t ON t.dataset = f.dataset AND t.midi_md5 = f.midi_md5
    LEFT JOIN %s d ON d.dataset = f.dataset AND d.midi_md5 = f.midi_md5\
    """
        .formatted(
            stem("f.path"),
            column(files, "f", "key"),
            column(files, "f", "tempo_initial_bpm"),
            column(files, "f", "time_signature"),
            tables.containsKey("dup_files") ? "d.dup_cluster" : "NULL",
            sources(),
            songsOfMidi(),
            alike());
  }

  /** Split, label and catalog of each content, as its first member has them. */
  private String sources() {
    if (!tables.containsKey("midi_sources")) {
      return "(SELECT NULL AS dataset, NULL AS midi_md5, NULL AS split, NULL AS label,"
          + " NULL AS catalog)";
    }
    String catalog = has("midi_sources", "catalog") ? "catalog" : "NULL";
    String label =
        has("midi_sources", "catalog")
            ? "coalesce(catalog['style'], catalog['genre'], catalog['label'])"
            : "NULL";
    String split = has("midi_sources", "split") ? "split" : "NULL";
    return """
    (SELECT dataset, midi_md5, arg_min(split, path) AS split, arg_min(label, path) AS label,
       arg_min(catalog, path) AS catalog
     FROM (SELECT dataset, midi_md5, path, %s AS split, %s AS label, %s AS catalog
       FROM midi_sources WHERE midi_md5 IS NOT NULL)
     GROUP BY dataset, midi_md5)\
    """
        .formatted(split, label, catalog);
  }

  private String songsOfMidi() {
    if (!tables.containsKey("track_midi") || !tables.containsKey("tracks")) {
      return "(SELECT NULL AS dataset, NULL AS midi_md5, NULL AS title, NULL AS artist_name)";
    }
    return """
    (SELECT m.dataset, m.midi_md5, arg_min(k.title, m.rank_in_track) AS title,
       arg_min(k.artist_name, m.rank_in_track) AS artist_name
     FROM track_midi m JOIN tracks k ON k.dataset = m.dataset AND k.track_id = m.track_id
     GROUP BY ALL)\
    """;
  }

  /** The near-duplicates' cluster of each content that is not alone in it. */
  private String alike() {
    if (!tables.containsKey("dup_files")) {
      return "(SELECT NULL AS dataset, NULL AS midi_md5)";
    }
    return """
    (SELECT dataset, midi_md5, dup_cluster FROM dup_files
     QUALIFY count(*) OVER (PARTITION BY dataset, dup_cluster) > 1)\
    """;
  }

  private String audio() {
    boolean isFma = tables.containsKey("fma_tracks");
    return """
    SELECT a.dataset, md5(a.source || '/' || a.path) AS key_in_dataset, 'audio' AS kind,
      coalesce(%s, %s) AS title, %s AS artist, a.path, %s AS label, %s AS split,
      CASE WHEN a.n_decode_errors > 0 THEN 'repaired' ELSE 'ok' END AS status,
      a.duration_s AS duration
    FROM audio_tracks a %s
    WHERE a.dataset || '~' || md5(a.source || '/' || a.path) NOT IN (
      SELECT file FROM studio.files WHERE file <> id)\
    """
        .formatted(
            isFma ? "t.track_title" : "NULL",
            stem("a.path"),
            isFma ? "t.artist_name" : "NULL",
            column("audio_tracks", "a", "label"),
            column("audio_tracks", "a", "split"),
            isFma
                ? "LEFT JOIN fma_tracks t ON t.dataset = a.dataset"
                    + " AND t.track_id = try_cast(a.track_id AS INTEGER)"
                : "");
  }

  private String songs() {
    StringBuilder keys = new StringBuilder("[");
    for (String key : KEYS) {
      keys.append(keys.length() == 1 ? "" : ", ").append(LakeViews.literal(key));
    }
    keys.append(']');
    return """
    SELECT dataset, md5(track_id) AS key_in_dataset, 'song' AS kind, coalesce(title, track_id)
      AS title, artist_name AS artist, track_id AS path, artist_terms[1] AS label, 'ok' AS status,
      %s[key + 1] || CASE mode WHEN 1 THEN ' major' WHEN 0 THEN ' minor' ELSE '' END AS key,
      tempo_bpm AS tempo, time_signature || '/4' AS metre, duration_s AS duration
    FROM msd_tracks\
    """
        .formatted(keys);
  }

  private String column(String table, String alias, String column) {
    return has(table, column) ? alias + "." + LakeViews.identifier(column) : "NULL";
  }

  private boolean has(String table, String column) {
    return tables.getOrDefault(table, Set.of()).contains(column);
  }

  /** The last part of a path without its ending, with the number of a tune. */
  private static String stem(String path) {
    return ("regexp_replace(regexp_replace(%s, '^.*/', ''),"
            + " '\\.([A-Za-z0-9]{1,5}|musicxml)(#\\d+)?$', '\\2', 'i')")
        .formatted(path);
  }
}
