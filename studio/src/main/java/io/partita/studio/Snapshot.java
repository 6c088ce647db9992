package io.partita.studio;

import io.partita.duckdb.LakeFiles;
import io.partita.duckdb.LakeViews;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.duckdb.DuckDBConnection;

/**
 * A lake at one moment in a DuckDB of its own: a view for each table over the files that {@link
 * LakeFiles} found, and {@link Items} in memory. It can open no other file, and none of its
 * settings can be changed any more. Lives until it is retired and nobody uses it.
 */
final class Snapshot {
  private static final String MEMORY = "480MB";
  private static final int MOST_THREADS = 4;

  private final LakeFiles files;
  private final DuckDBConnection database;
  private final Map<String, Set<String>> columns = new HashMap<>();
  private int users;
  private boolean retired;

  private Snapshot(LakeFiles files, DuckDBConnection database) {
    this.files = files;
    this.database = database;
  }

  /**
   * Opens a lake's files.
   *
   * @param settings of its database, as {@code NAME = VALUE}
   */
  static Snapshot open(LakeFiles files, List<String> settings) throws SQLException, IOException {
    DuckDBConnection database =
        (DuckDBConnection) DriverManager.getConnection("jdbc:duckdb:", new Properties());
    Snapshot snapshot = new Snapshot(files, database);
    try (Statement sql = database.createStatement()) {
      sql.execute("SET memory_limit = '" + MEMORY + "'");
      int processors = Runtime.getRuntime().availableProcessors();
      sql.execute("SET threads = " + Math.min(MOST_THREADS, processors));
      sql.execute("SET temp_directory = ''");
      sql.execute("SET autoinstall_known_extensions = false");
      sql.execute("SET autoload_known_extensions = false");
      sql.execute("SET parquet_metadata_cache = true");
      for (String setting : settings) {
        sql.execute("SET " + setting);
      }
      snapshot.makeViews(sql);
      snapshot.readColumns(sql);
      Items.create(sql, snapshot.columns);
      sql.execute("SET allowed_paths = " + LakeViews.list(files.all()));
      sql.execute("SET enable_external_access = false");
      sql.execute("SET lock_configuration = true");
    } catch (SQLException | RuntimeException e) {
      database.close();
      throw e;
    }
    return snapshot;
  }

  LakeFiles files() {
    return files;
  }

  /** The tables' columns, by the tables' names. */
  Map<String, Set<String>> columns() {
    return columns;
  }

  boolean has(String table) {
    return columns.containsKey(table);
  }

  /** Whether a data set has the table. */
  boolean has(String table, String dataset) {
    return files.tables().getOrDefault(table, Map.of()).containsKey(dataset);
  }

  /** A connection of its own, to be closed. */
  Connection connect() throws SQLException {
    return database.duplicate();
  }

  /** Whether it may be used; who is told so calls {@link #release}. */
  synchronized boolean acquire() {
    if (retired) {
      return false;
    }
    users++;
    return true;
  }

  synchronized void release() throws SQLException {
    users--;
    closeUnused();
  }

  /** Closes it as soon as nobody uses it. */
  synchronized void retire() throws SQLException {
    retired = true;
    closeUnused();
  }

  private void closeUnused() throws SQLException {
    if (retired && users == 0) {
      database.close();
    }
  }

  private void makeViews(Statement sql) throws SQLException, IOException {
    for (String table : files.tables().keySet()) {
      sql.execute(
          "CREATE VIEW " + LakeViews.identifier(table) + " AS " + LakeViews.select(table, files));
    }
  }

  private void readColumns(Statement sql) throws SQLException {
    try (ResultSet rows =
        sql.executeQuery(
            "SELECT table_name, column_name FROM information_schema.columns"
                + " WHERE table_schema = 'main' ORDER BY table_name, ordinal_position")) {
      while (rows.next()) {
        columns
            .computeIfAbsent(rows.getString(1), key -> new LinkedHashSet<>())
            .add(rows.getString(2));
      }
    }
  }
}
