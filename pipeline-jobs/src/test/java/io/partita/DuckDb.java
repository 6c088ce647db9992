package io.partita;

import io.partita.duckdb.LakeFiles;
import io.partita.duckdb.LakeViews;
import io.partita.lake.table.LakeTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.duckdb.DuckDBConnection;

/** An independent reader of Parquet files. */
public final class DuckDb {
  /** One for all queries: to start one takes longer than most of them. */
  private static final DuckDBConnection DATABASE = start();

  private DuckDb() {}

  private static DuckDBConnection start() {
    try {
      return (DuckDBConnection) DriverManager.getConnection("jdbc:duckdb:");
    } catch (SQLException e) {
      throw new IllegalStateException("DuckDB does not start", e);
    }
  }

  /** Rows of a query, each a list of JDBC values. */
  public static List<List<Object>> rows(String query) {
    try (Connection connection = DATABASE.duplicate();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      int columns = result.getMetaData().getColumnCount();
      List<List<Object>> rows = new ArrayList<>();
      while (result.next()) {
        List<Object> row = new ArrayList<>();
        for (int column = 1; column <= columns; column++) {
          row.add(result.getObject(column));
        }
        rows.add(row);
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException("Query failed: " + query, e);
    }
  }

  /** Runs a statement that answers nothing, as COPY. */
  public static void run(String statement) {
    try (Connection connection = DATABASE.duplicate();
        Statement running = connection.createStatement()) {
      running.execute(statement);
    } catch (SQLException e) {
      throw new IllegalStateException("Failed: " + statement, e);
    }
  }

  /** The first column of a query's rows, as text. */
  public static List<String> texts(String query) {
    return rows(query).stream().map(row -> String.valueOf(row.get(0))).toList();
  }

  /** The one value of a query, a number. */
  public static long number(String query) {
    return ((Number) rows(query).get(0).get(0)).longValue();
  }

  /**
   * The Parquet files of a table's data set, as a table function; where they lack their splits, the
   * lake's rows with them.
   */
  public static String table(Path lake, String table, String dataset) {
    if (LakeTable.of(table).spec().isSplitJoined()) {
      return "(FROM %s WHERE dataset = '%s')".formatted(table(lake, table), dataset);
    }
    return "read_parquet('%s/%s/dataset=%s/**/*.parquet', hive_partitioning = true)"
        .formatted(lake, table, dataset);
  }

  /** A lake's rows of a table, with the splits that its files do not have. */
  public static String table(Path lake, String table) {
    try {
      return "(" + LakeViews.select(table, LakeFiles.of(lake)) + ")";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
