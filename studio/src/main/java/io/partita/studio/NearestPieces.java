package io.partita.studio;

import io.partita.duckdb.LakeViews;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The nearest pieces of the same data set, found by an exact scan. Where the lake has latents of
 * the piece, a piece is as near as the mean cosine between the means of z of its slices and the
 * mean of those of this one, by one model. Else it is as near as the Euclidean distance between
 * {@link PieceStatistics}.
 */
final class NearestPieces {
  private static final int MOST = 10;

  /** So many are compared in about a second on two processors. */
  private static final int MOST_LATENTS = 500_000;

  private static final String LATENTS = "latents";

  /** DuckDB lets one connection alone make a table of a name. */
  private static final Object MAKING = new Object();

  private final Snapshot snapshot;
  private final Connection connection;
  private final Map<String, Object> item;
  private final String dataset;
  private final String key;
  private final boolean isMidi;

  private NearestPieces(Snapshot snapshot, Connection connection, Map<String, Object> item) {
    this.snapshot = snapshot;
    this.connection = connection;
    this.item = item;
    this.dataset = (String) item.get("dataset");
    this.key = ((String) item.get("id")).substring(dataset.length() + 1);
    this.isMidi = Items.kept(item.get("kind")).equals(Items.MIDI);
  }

  /** Whether an item, a row of {@code studio.items}, can have similar ones. */
  static boolean areOf(Map<String, Object> item) {
    return !item.get("kind").equals(Items.SONG) && !item.get("status").equals("rejected");
  }

  /**
   * The nearest first, and by which rule: {@code latents} with the table and the model, or {@code
   * statistics} with their names.
   *
   * @param item its row of {@code studio.items}
   */
  static Map<String, Object> of(Snapshot snapshot, Connection connection, Map<String, Object> item)
      throws SQLException {
    NearestPieces pieces = new NearestPieces(snapshot, connection, item);
    Optional<Map<String, Object>> answer =
        snapshot.has(LATENTS, pieces.dataset) ? pieces.byLatents() : Optional.empty();
    return answer.isPresent() ? answer.get() : pieces.byStatistics();
  }

  /**
   * By latents of a whole arrangement, else of melodies, else of what there is; empty where there
   * are none of this piece, or too many for a scan.
   */
  private Optional<Map<String, Object>> byLatents() throws SQLException {
    String rows =
        isMidi
            ? "SELECT midi_md5 AS piece, of_table, model_sha256, model, mu FROM latents"
                + " WHERE dataset = $1"
            : "SELECT piece, of_table, model_sha256, model, mu FROM latents JOIN (SELECT track_id,"
                + " md5(source || '/' || path) AS piece FROM audio_tracks WHERE dataset = $1)"
                + " USING (track_id) WHERE dataset = $1";
    if (!canScan(rows)) {
      return Optional.empty();
    }
    try (PreparedStatement sql =
        connection.prepareStatement(
            """
            SELECT of_table, model_sha256, any_value(model), list(x ORDER BY i)::VARCHAR FROM (
              SELECT of_table, model_sha256, any_value(model) AS model, count(*) AS slices, i,
                avg(x) AS x
              FROM (SELECT *, unnest(mu) AS x, generate_subscripts(mu, 1) AS i FROM (%s)
                WHERE piece = $2) GROUP BY of_table, model_sha256, i)
            GROUP BY of_table, model_sha256
            ORDER BY of_table = 'trio_slices' DESC, of_table = 'melody_slices' DESC,
              max(slices) DESC, model_sha256 LIMIT 1\
            """
                .formatted(rows))) {
      sql.setString(1, dataset);
      sql.setString(2, key);
      try (ResultSet mean = sql.executeQuery()) {
        return mean.next()
            ? Optional.of(
                byLatents(
                    mean.getString(1),
                    rows,
                    mean.getString(2),
                    mean.getString(3),
                    mean.getString(4)))
            : Optional.empty();
      }
    }
  }

  /**
   * Whether this piece has latents and its data set not too many. How many each piece has is kept
   * with the snapshot: the lake's rows are joined with the split of each.
   */
  private boolean canScan(String rows) throws SQLException {
    String counts =
        "studio."
            + LakeViews.identifier(
                "latents of " + (isMidi ? Items.MIDI : Items.AUDIO) + " of " + dataset);
    make(
        "CREATE TABLE IF NOT EXISTS %s AS SELECT piece, count(*) AS n FROM (%s) GROUP BY piece"
            .formatted(counts, rows.replace("$1", LakeViews.literal(dataset))));
    try (PreparedStatement sql =
        connection.prepareStatement("SELECT bool_or(piece = ?) AND sum(n) <= ? FROM " + counts)) {
      sql.setString(1, key);
      sql.setLong(2, MOST_LATENTS);
      try (ResultSet answer = sql.executeQuery()) {
        answer.next();
        return answer.getBoolean(1);
      }
    }
  }

  private Map<String, Object> byLatents(
      String table, String rows, String modelSha256, String model, String mean)
      throws SQLException {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("rule", "latents");
    answer.put("table", table);
    answer.put("model", String.valueOf(Path.of(model).getFileName()));
    answer.put(
        "items",
        nearest(
            """
            SELECT piece, avg(list_cosine_similarity(mu, %s::FLOAT[])) AS cosine FROM (%s)
            WHERE model_sha256 = %s AND piece <> $2 GROUP BY piece HAVING isfinite(cosine)
            ORDER BY cosine DESC, piece LIMIT %d\
            """
                .formatted(LakeViews.literal(mean), rows, LakeViews.literal(modelSha256), MOST),
            "cosine DESC"));
    return answer;
  }

  private Map<String, Object> byStatistics() throws SQLException {
    PieceStatistics statistics =
        isMidi
            ? PieceStatistics.ofMidi(snapshot, dataset)
            : PieceStatistics.ofAudio(snapshot, dataset);
    make(statistics.create());
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("rule", "statistics");
    answer.put("statistics", statistics.names());
    answer.put("items", nearest(statistics.nearest(MOST), "distance"));
    return answer;
  }

  private void make(String table) throws SQLException {
    synchronized (MAKING) {
      try (Statement sql = connection.createStatement()) {
        sql.execute(table);
      }
    }
  }

  /** Rows for a page of what a query found: of {@code piece} and how near it is. */
  private List<Map<String, Object>> nearest(String query, String order) throws SQLException {
    try (PreparedStatement sql =
        connection.prepareStatement(
            """
            SELECT id, title, artist, duration, key, tempo, label,
              coalesce(alike = $3::VARCHAR, false) AS near_duplicate, n.* EXCLUDE piece
            FROM (%s) n JOIN studio.items i ON i.dataset = $1 AND i.key_in_dataset = n.piece
            ORDER BY %s, id\
            """
                .formatted(query, order))) {
      sql.setString(1, dataset);
      sql.setString(2, key);
      sql.setString(3, (String) item.get("alike"));
      return Lists.rows(sql.executeQuery());
    }
  }
}
