package io.partita.studio;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/** What pages show of a lake as a whole: how its items fare, and what was rejected. */
final class Overview {
  private static final String STATUSES =
      "SELECT dataset, status, count(*) AS n FROM studio.items GROUP BY ALL ORDER BY dataset, n"
          + " DESC, status";
  private static final String SPLITS =
      "SELECT dataset, coalesce(split, '') AS split, count(*) AS n FROM studio.items"
          + " WHERE status <> 'rejected' GROUP BY ALL ORDER BY dataset, n DESC, split";
  private static final String WARNINGS =
      "SELECT dataset, w.key AS warning, count(*) AS files FROM (SELECT dataset,"
          + " unnest(map_entries(warnings)) AS w FROM midi_files) GROUP BY ALL"
          + " ORDER BY files DESC, dataset, warning LIMIT 40";
  private static final String FAULTS =
      "SELECT fault, count(*) AS n FROM quarantine GROUP BY fault ORDER BY n DESC, fault";
  private static final String FILES =
      "SELECT dataset, source, path, fault, byte_offset, size_bytes, detail, %s FROM quarantine"
          + " WHERE ? IN ('', fault) ORDER BY dataset, source, path LIMIT "
          + TypedSql.MOST_ROWS;

  private final Snapshot snapshot;
  private final Connection connection;

  Overview(Snapshot snapshot, Connection connection) {
    this.snapshot = snapshot;
    this.connection = connection;
  }

  /** Counts by data set: of states, splits, and repairs of MIDI files. */
  Map<String, Object> quality() throws SQLException {
    Map<String, Object> quality = new LinkedHashMap<>();
    quality.put("statuses", rows("studio.items", STATUSES));
    quality.put("splits", rows("studio.items", SPLITS));
    quality.put("warnings", rows("midi_files", WARNINGS));
    return quality;
  }

  /**
   * Counts of faults, and the files that have one.
   *
   * @param fault its name; empty for all
   */
  Map<String, Object> rejected(String fault) throws SQLException {
    Map<String, Object> rejected = new LinkedHashMap<>();
    rejected.put("faults", rows("quarantine", FAULTS));
    rejected.put("files", rows("quarantine", FILES.formatted(Faults.bytesAround(snapshot)), fault));
    return rejected;
  }

  /** Columns and rows, none where the lake has no such table. */
  private Map<String, Object> rows(String table, String query, String... values)
      throws SQLException {
    boolean isThere = table.contains(".") || snapshot.columns().containsKey(table);
    if (!isThere) {
      return Map.of("columns", new String[0], "rows", new Object[0]);
    }
    try (PreparedStatement sql = connection.prepareStatement(query)) {
      for (int i = 0; i < values.length; i++) {
        sql.setString(i + 1, values[i]);
      }
      return TypedSql.rows(sql.executeQuery());
    }
  }
}
