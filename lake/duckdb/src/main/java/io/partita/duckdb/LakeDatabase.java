package io.partita.duckdb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.duckdb.DuckDBDriver;

/**
 * A lake in a DuckDB of its own: a view for each table that a statement names, over one whole
 * version of each data set, and Partita's functions. It reads nothing but the files of that
 * version, loads no extension, and its settings cannot be changed: another version is another
 * DuckDB. A table that no data set has is empty.
 */
public final class LakeDatabase implements AutoCloseable {
  private static final Pattern NAMES = Pattern.compile("\\w+");

  /** Statements that may be about any table without naming it. */
  private static final Pattern CATALOG =
      Pattern.compile(
          "(?is)\\s*(show|describe|desc)\\b.*|.*\\b(information_schema|duckdb_\\w+)\\b.*");

  private final Path root;
  private final Map<String, Integer> asOf;
  private final long memoryBytes;
  private final Path temporary =
      Path.of(System.getProperty("java.io.tmpdir"), "partita-sql-" + ProcessHandle.current().pid());
  private final Map<String, DeclaredTable> tables = DeclaredTable.all();
  private final Set<String> viewed = new HashSet<>();
  private final List<String> statements = new ArrayList<>();
  private LakeFiles files;
  private Connection connection;

  private LakeDatabase(Path root, Map<String, Integer> asOf, long memoryBytes) {
    this.root = root;
    this.asOf = asOf;
    this.memoryBytes = memoryBytes;
  }

  /**
   * Opens a lake.
   *
   * @param asOf by data set the version to read, where it is not the newest
   * @param memoryBytes what queries may hold; beyond that they write to disk
   * @throws io.partita.UserException where the folder holds no lake
   */
  public static LakeDatabase open(Path root, Map<String, Integer> asOf, long memoryBytes)
      throws SQLException, IOException {
    LakeDatabase database = new LakeDatabase(root.toAbsolutePath().normalize(), asOf, memoryBytes);
    database.open();
    return database;
  }

  private void open() throws SQLException, IOException {
    files = LakeFiles.of(root, asOf);
    viewed.clear();
    Properties settings = new Properties();
    settings.setProperty("memory_limit", (memoryBytes >> 20) + "MiB");
    settings.setProperty("temp_directory", temporary.toString());
    settings.setProperty("autoinstall_known_extensions", "false");
    settings.setProperty("autoload_known_extensions", "false");
    settings.setProperty("jdbc_stream_results", "true");
    settings.setProperty("default_null_order", "nulls_first_on_asc_last_on_desc");
    // Not by DriverManager, which looks for drivers in every jar of the class path.
    connection = new DuckDBDriver().connect("jdbc:duckdb:", settings);
    try (Statement sql = connection.createStatement()) {
      sql.execute("SET parquet_metadata_cache = true");
      for (String macro : SqlMacros.macros()) {
        sql.execute(macro);
      }
      sql.execute(
          "SET allowed_paths = "
              + LakeViews.list(files.all())
              + "; SET enable_external_access = false; SET lock_configuration = true");
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /**
   * A connection whose views show the lake as it is now; it is good for this statement.
   *
   * @param statement that will be run; the tables whose names are in it get views
   */
  public Connection at(String statement) throws SQLException, IOException {
    if (!files.versions().equals(LakeFiles.versions(root, asOf))) {
      connection.close();
      open();
      for (String kept : statements) {
        view(kept);
        execute(kept);
      }
    }
    view(statement);
    return connection;
  }

  /**
   * Runs a statement that makes a view, now and whenever the lake has another version.
   *
   * @param statement as {@link #at} had it
   */
  public void keep(String statement) throws SQLException {
    execute(statement);
    statements.add(statement);
  }

  /** Makes views of the tables that a statement is about. */
  private void view(String statement) throws SQLException, IOException {
    if (CATALOG.matcher(statement).matches()) {
      for (String table : tables.keySet()) {
        viewTable(table);
      }
    } else {
      Matcher word = NAMES.matcher(statement.toLowerCase(Locale.ROOT));
      while (word.find()) {
        if (tables.containsKey(word.group())) {
          viewTable(word.group());
        }
      }
    }
  }

  private void viewTable(String table) throws SQLException, IOException {
    if (!viewed.add(table)) {
      return;
    }
    String rows = tables.get(table).none();
    if (files.tables().containsKey(table)) {
      rows = rows + " UNION ALL BY NAME " + LakeViews.select(table, files);
    }
    execute("CREATE VIEW main." + LakeViews.identifier(table) + " AS " + rows);
  }

  private void execute(String statement) throws SQLException {
    try (Statement sql = connection.createStatement()) {
      sql.execute(statement);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
    if (Files.exists(temporary)) {
      try (Stream<Path> written = Files.list(temporary)) {
        for (Path file : written.toList()) {
          Files.deleteIfExists(file);
        }
        Files.deleteIfExists(temporary);
      } catch (IOException e) {
        temporary.toFile().deleteOnExit();
      }
    }
  }
}
