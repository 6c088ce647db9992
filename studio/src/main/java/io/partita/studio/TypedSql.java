package io.partita.studio;

import io.partita.UserException;
import io.partita.duckdb.SelectOnly;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A query that somebody typed: one SELECT, which DuckDB's own parser says it is, stopped after
 * {@link #SECONDS}, with {@link #MOST_ROWS} rows at most. What it may read {@link Snapshot} limits.
 */
final class TypedSql {
  static final int MOST_ROWS = 10_000;
  static final int SECONDS = 10;
  private static final Timer TIMER = new Timer("queries", true);

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
    AtomicBoolean stopped = new AtomicBoolean();
    try (Statement sql = connection.createStatement()) {
      TimerTask stop =
          new TimerTask() {
            @Override
            public void run() {
              stopped.set(true);
              try {
                sql.cancel();
              } catch (SQLException e) {
                // It has ended by itself.
              }
            }
          };
      TIMER.schedule(stop, SECONDS * 1000L);
      try (ResultSet result = sql.executeQuery(text)) {
        Map<String, Object> answer = rows(result);
        answer.put("seconds", (System.nanoTime() - begin) / 1e9);
        return answer;
      } finally {
        stop.cancel();
      }
    } catch (SQLException e) {
      if (stopped.get()) {
        throw new BadRequest("The query was stopped after " + SECONDS + " seconds.");
      }
      throw e;
    }
  }

  private static void requireSelect(Connection connection, String text) throws SQLException {
    try {
      SelectOnly.require(connection, text);
    } catch (UserException e) {
      throw new BadRequest(e.getMessage());
    }
  }

  /** The first {@link #MOST_ROWS} rows with their columns, and whether there were more. */
  static Map<String, Object> rows(ResultSet result) throws SQLException {
    ResultSetMetaData meta = result.getMetaData();
    List<Map<String, Object>> columns = new ArrayList<>();
    for (int column = 1; column <= meta.getColumnCount(); column++) {
      columns.add(
          Map.of("name", meta.getColumnLabel(column), "type", meta.getColumnTypeName(column)));
    }
    List<List<Object>> rows = new ArrayList<>();
    boolean more = false;
    while (result.next()) {
      if (rows.size() == MOST_ROWS) {
        more = true;
        break;
      }
      List<Object> row = new ArrayList<>();
      for (int column = 1; column <= meta.getColumnCount(); column++) {
        row.add(plain(result.getObject(column), result, column));
      }
      rows.add(row);
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("columns", columns);
    answer.put("rows", rows);
    answer.put("more", more);
    return answer;
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
    return value instanceof Float || value instanceof Short || value instanceof Byte
        ? value
        : result.getString(column);
  }
}
