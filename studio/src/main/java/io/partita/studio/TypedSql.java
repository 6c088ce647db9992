package io.partita.studio;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.UserException;
import io.partita.duckdb.DuckMessage;
import io.partita.duckdb.LakeViews;
import io.partita.duckdb.SelectOnly;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A query that somebody typed: one SELECT, which DuckDB's own parser says it is. Its answer has at
 * most {@link #MOST_ROWS} rows, {@link #MOST_BYTES} of them and {@link #LONGEST} characters of a
 * value. What it may read {@link Snapshot} limits; memory and time, {@link QueryProcess}.
 */
final class TypedSql {
  static final int MOST_ROWS = 10_000;
  static final int MOST_BYTES = 16 << 20;

  /** Longer values end with an ellipsis. */
  static final int LONGEST = 10_000;

  /** Types whose values are short. */
  private static final Pattern SHORT =
      Pattern.compile(
          "BOOLEAN|U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)|FLOAT|DOUBLE|DECIMAL\\([0-9,]+\\)"
              + "|DATE|TIME[A-Z_ ]*|INTERVAL|UUID");

  /** A double keeps so many. */
  private static final int EXACT_DIGITS = 15;

  private static final String END_OF_LINE = "\r\n";
  private static final Pattern QUOTED = Pattern.compile("[\",\r\n]");
  private static final ObjectMapper JSON = new ObjectMapper();

  private TypedSql() {}

  /**
   * The answer.
   *
   * @return columns with names and types, rows as text where JSON has no such type, whether there
   *     were more, and how long it took
   * @throws BadRequest with the engine's words where it cannot be answered
   */
  static Map<String, Object> run(Connection connection, String text) throws SQLException {
    requireSelect(connection, text);
    long begin = System.nanoTime();
    try (PreparedStatement whole = prepared(connection, text)) {
      ResultSetMetaData meta = whole.getMetaData();
      List<Map<String, Object>> columns = columns(meta);
      try (PreparedStatement cut = cut(connection, text, meta)) {
        Map<String, Object> answer = rows((cut == null ? whole : cut).executeQuery());
        answer.put("columns", columns);
        answer.put("seconds", (System.nanoTime() - begin) / 1e9);
        return answer;
      }
    }
  }

  /** Takes lines of text. */
  @FunctionalInterface
  interface Lines {
    void add(String line) throws IOException;
  }

  /**
   * All rows as CSV (RFC 4180), the columns' names first; a null is an empty field.
   *
   * @throws BadRequest with the engine's words where it cannot be answered
   */
  static void csv(Connection connection, String text, Lines lines)
      throws SQLException, IOException {
    requireSelect(connection, text);
    try (PreparedStatement whole = prepared(connection, text);
        ResultSet rows = whole.executeQuery()) {
      ResultSetMetaData meta = rows.getMetaData();
      StringBuilder line = new StringBuilder();
      for (int column = 1; column <= meta.getColumnCount(); column++) {
        addField(line, meta.getColumnLabel(column), column);
      }
      lines.add(line.append(END_OF_LINE).toString());
      while (rows.next()) {
        line.setLength(0);
        for (int column = 1; column <= meta.getColumnCount(); column++) {
          addField(line, rows.getString(column), column);
        }
        lines.add(line.append(END_OF_LINE).toString());
      }
    }
  }

  /**
   * Writes all rows as Parquet.
   *
   * @throws BadRequest with the engine's words where it cannot be answered
   */
  static void parquet(Connection connection, String text, Path file) throws SQLException {
    requireSelect(connection, text);
    prepared(connection, text).close();
    try (Statement sql = connection.createStatement()) {
      sql.execute(
          "COPY (\n%s\n) TO %s (FORMAT parquet, COMPRESSION zstd)"
              .formatted(text.strip().replaceFirst(";$", ""), LakeViews.literal(file.toString())));
    }
  }

  private static void addField(StringBuilder line, String value, int column) {
    line.append(column == 1 ? "" : ",");
    if (value == null) {
      return;
    }
    boolean isQuoted = value.isEmpty() || QUOTED.matcher(value).find();
    line.append(isQuoted ? '"' + value.replace("\"", "\"\"") + '"' : value);
  }

  /**
   * The query with its values cut by the engine, as a driver's fetch holds 2,048 rows; null where
   * none can be long, or the query cannot be part of another one.
   */
  private static PreparedStatement cut(Connection connection, String text, ResultSetMetaData meta)
      throws SQLException {
    List<String> names = new ArrayList<>();
    List<String> values = new ArrayList<>();
    boolean areShort = true;
    for (int column = 1; column <= meta.getColumnCount(); column++) {
      String name = "c" + column;
      String type = meta.getColumnTypeName(column);
      names.add(name);
      if (SHORT.matcher(type).matches()) {
        values.add(name);
      } else {
        areShort = false;
        // An element and its comma have two characters at least.
        String first = type.endsWith("[]") ? "[1:" + LONGEST / 2 + "]" : "";
        values.add("left(CAST(%s%s AS VARCHAR), %d)".formatted(name, first, LONGEST + 1));
      }
    }
    if (areShort) {
      return null;
    }
    try {
      return connection.prepareStatement(
          "SELECT %s FROM (\n%s\n) AS typed(%s) LIMIT %d"
              .formatted(
                  String.join(", ", values),
                  text.strip().replaceFirst(";$", ""),
                  String.join(", ", names),
                  MOST_ROWS + 1));
    } catch (SQLException e) {
      return null;
    }
  }

  private static void requireSelect(Connection connection, String text) throws SQLException {
    try {
      SelectOnly.require(connection, text);
    } catch (UserException e) {
      throw BadRequest.query(e.getMessage(), parserPosition(connection, text));
    }
  }

  /** Where the parser found a fault; -1 where it found none. */
  private static int parserPosition(Connection connection, String text) throws SQLException {
    try (PreparedStatement sql =
        connection.prepareStatement(
            "SELECT try_cast(json_serialize_sql(?::VARCHAR) ->> 'position' AS INTEGER)")) {
      sql.setString(1, text);
      try (ResultSet row = sql.executeQuery()) {
        int position = row.next() ? row.getInt(1) : 0;
        return row.wasNull() ? -1 : position;
      }
    }
  }

  private static PreparedStatement prepared(Connection connection, String text)
      throws SQLException {
    try {
      return connection.prepareStatement(text);
    } catch (SQLException e) {
      int position = DuckMessage.position(e, text);
      if (position < 0) {
        throw e;
      }
      throw BadRequest.query(DuckMessage.line(e), position);
    }
  }

  private static List<Map<String, Object>> columns(ResultSetMetaData meta) throws SQLException {
    List<Map<String, Object>> columns = new ArrayList<>();
    for (int column = 1; column <= meta.getColumnCount(); column++) {
      columns.add(
          Map.of("name", meta.getColumnLabel(column), "type", meta.getColumnTypeName(column)));
    }
    return columns;
  }

  /** The first rows with their columns, and whether there were more. */
  static Map<String, Object> rows(ResultSet result) throws SQLException {
    int width = result.getMetaData().getColumnCount();
    List<List<Object>> rows = new ArrayList<>();
    long bytes = 0;
    boolean more = false;
    while (!more && result.next()) {
      List<Object> row = new ArrayList<>();
      for (int column = 1; column <= width; column++) {
        row.add(plain(result.getObject(column), result, column));
      }
      bytes += bytes(row);
      more = rows.size() == MOST_ROWS || bytes > MOST_BYTES;
      if (!more) {
        rows.add(row);
      }
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("columns", columns(result.getMetaData()));
    answer.put("rows", rows);
    answer.put("more", more);
    return answer;
  }

  private static int bytes(List<Object> row) {
    try {
      return JSON.writeValueAsBytes(row).length;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A row is no JSON", e);
    }
  }

  private static Object plain(Object value, ResultSet result, int column) throws SQLException {
    if (value == null || value instanceof Boolean || value instanceof Integer) {
      return value;
    }
    if (value instanceof Double number) {
      return Double.isFinite(number) ? number : number.toString();
    }
    // A long beyond 2^53 would be another number in the page.
    if (value instanceof Long number && Math.abs(number) < 1L << 53) {
      return value;
    }
    // Sums and quotients, which a page could not draw as text.
    if (value instanceof BigInteger number && number.bitLength() <= 53) {
      return number.longValue();
    }
    if (value instanceof BigDecimal number && number.precision() <= EXACT_DIGITS) {
      return number;
    }
    if (value instanceof Float || value instanceof Short || value instanceof Byte) {
      return value;
    }
    String text = result.getString(column);
    if (text.length() <= LONGEST) {
      return text;
    }
    boolean isHalf = Character.isHighSurrogate(text.charAt(LONGEST - 1));
    return text.substring(0, isHalf ? LONGEST - 1 : LONGEST) + "…";
  }
}
