package io.partita.studio;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the quarantine says of an item, with the bytes at each fault. */
final class Faults {
  private static final int MOST = 20;

  private Faults() {}

  /**
   * The column of that name in hexadecimal digits: from 16 bytes before {@code byte_offset}, or
   * before the file's end where that is nearer. Null in lakes of versions that did not keep it.
   */
  static String bytesAround(Snapshot snapshot) {
    return snapshot.columns().getOrDefault("quarantine", Set.of()).contains("bytes_around")
        ? "lower(hex(bytes_around)) AS bytes_around"
        : "NULL::VARCHAR AS bytes_around";
  }

  /**
   * Faults of an item, each of the first of the members that have the item's content.
   *
   * @param kind of the item
   * @param key that names it in its data set
   */
  static List<Map<String, Object>> of(
      Snapshot snapshot, Connection connection, String dataset, String kind, String key)
      throws SQLException {
    String query =
        "SELECT source, path, fault, byte_offset, size_bytes, detail, "
            + bytesAround(snapshot)
            + " FROM quarantine WHERE dataset = ? AND "
            + (Items.kept(kind).equals(Items.MIDI) ? "md5" : "md5(source || '/' || path)")
            + " = ? QUALIFY row_number() OVER (PARTITION BY fault, byte_offset"
            + " ORDER BY source, path) = 1 ORDER BY byte_offset, fault LIMIT "
            + MOST;
    try (PreparedStatement sql = connection.prepareStatement(query)) {
      sql.setString(1, dataset);
      sql.setString(2, key);
      return Lists.rows(sql.executeQuery());
    }
  }
}
