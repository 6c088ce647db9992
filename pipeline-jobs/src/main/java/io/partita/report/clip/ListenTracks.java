package io.partita.report.clip;

import static io.partita.lake.table.LakeTable.MIDI_BYTES;

import io.partita.files.MelFrames;
import io.partita.lake.run.Spark;
import io.partita.lake.table.LakeTable;
import io.partita.lake.table.Plot;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Chooses tracks to listen to: in turn of each data set, split by split, and within a split of each
 * artist or genre before a second one of any; among equals the one whose hash comes first. The
 * lake's tables must be there as views.
 */
public final class ListenTracks {
  /** The place of a track among those of its split, artists and genres taking turns. */
  private static final String IN_TURN =
      """
      SELECT * FROM (
        SELECT *, row_number() OVER (PARTITION BY split ORDER BY turn, hash) AS place
        FROM (
          SELECT *, row_number() OVER (PARTITION BY split, kind ORDER BY hash) AS turn
          FROM candidates))
      WHERE place <= %d
      ORDER BY place, split, hash
      LIMIT %d
      """;

  private static final String MIDI =
      """
      WITH songs AS (
        SELECT m.midi_md5, max(struct(m.score, t.title, t.artist_name)) AS song
        FROM track_midi m
        JOIN tracks t ON t.dataset = m.dataset AND t.track_id = m.track_id
        WHERE m.dataset = :name
        GROUP BY m.midi_md5),
      styles AS (
        SELECT midi_md5, min(catalog['style']) AS style
        FROM midi_sources
        WHERE dataset = :name
        GROUP BY midi_md5),
      candidates AS (
        SELECT f.midi_md5, f.midi_md5 AS hash, f.path, f.split, f.duration_s, f.n_notes,
          song.title, song.artist_name, style, coalesce(song.artist_name, style, '') AS kind
        FROM midi_files f
        LEFT JOIN songs USING (midi_md5)
        LEFT JOIN styles USING (midi_md5)
        WHERE f.dataset = :name AND f.n_notes > 0 AND f.suspect IS NOT TRUE)
      """
          + IN_TURN;

  private static final String AUDIO =
      """
      WITH candidates AS (
        SELECT a.sha256 AS hash, a.track_id, a.source, a.path, a.sha256, a.split, a.duration_s,
          a.label, f.track_title AS title, f.artist_name,
          coalesce(a.label, f.artist_name, '') AS kind
        FROM audio_tracks a
        LEFT JOIN fma_tracks f
          ON f.dataset = a.dataset AND CAST(f.track_id AS string) = a.track_id
        WHERE a.dataset = :name AND a.duration_s >= 1)
      """
          + IN_TURN;

  private final SparkSession spark;
  private final double clipS;

  /**
   * @param clipS length that will be heard of each, seconds
   */
  public ListenTracks(SparkSession spark, double clipS) {
    this.spark = spark;
    this.clipS = clipS;
  }

  /**
   * The choice.
   *
   * @param datasets the tables of each data set
   * @param count tracks at most
   */
  public List<ListenTrack> choose(Map<String, ? extends Map<LakeTable, ?>> datasets, int count) {
    List<Iterator<ListenTrack>> candidates = new ArrayList<>();
    datasets.forEach(
        (dataset, tables) -> {
          boolean hasBytes = tables.containsKey(MIDI_BYTES);
          candidates.add(
              candidates(MIDI, dataset, count)
                  .map(row -> midi(row, dataset, hasBytes, null, List.of()))
                  .iterator());
          candidates.add(
              candidates(AUDIO, dataset, count).map(row -> audio(row, dataset)).iterator());
        });
    List<ListenTrack> chosen = new ArrayList<>();
    while (chosen.size() < count && candidates.stream().anyMatch(Iterator::hasNext)) {
      candidates.stream()
          .filter(Iterator::hasNext)
          .limit(count - chosen.size())
          .forEach(of -> chosen.add(of.next()));
    }
    return chosen;
  }

  /** Rows whose tracks are read when they are chosen. */
  private Stream<Row> candidates(String sql, String dataset, int count) {
    return spark
        .sql(sql.formatted(count, count).replace(":name", Plot.quoted(dataset)))
        .collectAsList()
        .stream();
  }

  /**
   * A MIDI file.
   *
   * @param row with midi_md5, title, artist_name, style, path, split, duration_s and n_notes
   * @param fromS from where it is heard, seconds; null for its first note
   * @param more facts, which come first
   */
  public ListenTrack midi(
      Row row, String dataset, boolean hasBytes, Double fromS, List<Figure> more) {
    byte[] bytes = hasBytes ? bytes(dataset, row.getAs("midi_md5")) : null;
    List<Figure> facts = new ArrayList<>(more);
    facts.addAll(facts(row, dataset));
    return new ListenTrack.Midi(title(row), facts, bytes, fromS);
  }

  private byte[] bytes(String dataset, String md5) {
    Dataset<Row> rows =
        spark
            .table(MIDI_BYTES.tableName())
            .where("dataset = " + Plot.quoted(dataset) + " AND midi_md5 = " + Plot.quoted(md5))
            .select("bytes");
    Row row = Spark.rowByRow(spark, rows::first);
    return row.getAs("bytes");
  }

  private ListenTrack audio(Row row, String dataset) {
    return new ListenTrack.Audio(
        title(row),
        facts(row, dataset),
        dataset,
        row.getAs("source"),
        row.getAs("path"),
        row.getAs("sha256"),
        mel(dataset, row.getAs("track_id")));
  }

  /** Those of the first segments that are heard: all but a track's last are of one length. */
  private MelFrames mel(String dataset, String track) {
    List<Row> segments =
        spark
            .table(LakeTable.MEL.tableName())
            .where("dataset = " + Plot.quoted(dataset) + " AND track_id = " + Plot.quoted(track))
            .where("segment * n_frames * hop < sample_rate_hz * " + clipS + " OR segment = 0")
            .sort("segment")
            .selectExpr(MelFrames.COLUMNS.toArray(String[]::new))
            .collectAsList();
    return MelFrames.of(segments).first(clipS);
  }

  private static String title(Row row) {
    String title = row.getAs("title");
    String path = row.getAs("path");
    return title == null ? path.substring(path.lastIndexOf('/') + 1) : title;
  }

  private static List<Figure> facts(Row row, String dataset) {
    List<Figure> facts = new ArrayList<>();
    add(facts, "Artist", row.getAs("artist_name"));
    add(facts, "Style", has(row, "style") ? row.getAs("style") : row.getAs("label"));
    facts.add(new Figure("Data set", dataset));
    add(facts, "Split", row.getAs("split"));
    facts.add(
        new Figure(
            "Length", String.format(Locale.ROOT, "%.1f s", row.<Double>getAs("duration_s"))));
    if (has(row, "n_notes")) {
      facts.add(
          new Figure("Notes", String.format(Locale.ROOT, "%,d", row.<Integer>getAs("n_notes"))));
    }
    facts.add(new Figure("File", row.getAs("path")));
    return facts;
  }

  private static boolean has(Row row, String column) {
    return List.of(row.schema().fieldNames()).contains(column);
  }

  private static void add(List<Figure> facts, String label, String value) {
    if (value != null) {
      facts.add(new Figure(label, value));
    }
  }
}
