package io.partita.studio;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Rows whose columns are not known here. */
final class TypedRows {
  private static final int LONGEST = 2_000;

  private TypedRows() {}

  /** The first row with each value as text, cut where it is long; nulls are left out. */
  static Map<String, Object> first(Connection connection, String query, String... values)
      throws SQLException {
    Map<String, Object> columns = new LinkedHashMap<>();
    try (PreparedStatement sql = connection.prepareStatement(query)) {
      for (int i = 0; i < values.length; i++) {
        sql.setString(i + 1, values[i]);
      }
      try (ResultSet row = sql.executeQuery()) {
        if (row.next()) {
          for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
            String text = row.getString(column);
            if (text != null) {
              columns.put(
                  row.getMetaData().getColumnLabel(column),
                  text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text);
            }
          }
        }
      }
    }
    return columns;
  }
}
