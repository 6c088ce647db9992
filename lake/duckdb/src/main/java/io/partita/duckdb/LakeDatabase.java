package io.partita.duckdb;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.duckdb.DuckDBDriver;

/**
 * A lake in a DuckDB of its own: a view for each table that a statement names, over one whole
 * version of each data set, and Partita's functions. It reads nothing but the lake's folder, loads
 * no extension, and its settings cannot be changed. A table that no data set has is empty.
 */
public final class LakeDatabase implements AutoCloseable {
  private static final Pattern NAMES = Pattern.compile("\\w+");

  /** Statements that may be about any table without naming it. */
  private static final Pattern CATALOG =
      Pattern.compile(
          "(?is)\\s*(show|describe|desc)\\b.*|.*\\b(information_schema|duckdb_\\w+)\\b.*");

  private final Path root;
  private final Path temporary;
  private final Connection connection;
  private final Map<String, DeclaredTable> tables = DeclaredTable.all();
  private final Map<String, Integer> viewed = new HashMap<>();
  private LakeFiles files;

  private LakeDatabase(Path root, Path temporary, Connection connection) {
    this.root = root;
    this.temporary = temporary;
    this.connection = connection;
  }

  /**
   * Opens a lake.
   *
   * @param memoryBytes what queries may hold; beyond that they write to disk
   * @throws io.partita.UserException where the folder holds no lake
   */
  public static LakeDatabase open(Path root, long memoryBytes) throws SQLException, IOException {
    LakeFiles files = LakeFiles.of(root.toAbsolutePath().normalize());
    Path temporary =
        Path.of(
            System.getProperty("java.io.tmpdir"), "partita-sql-" + ProcessHandle.current().pid());
    Properties settings = new Properties();
    settings.setProperty("memory_limit", (memoryBytes >> 20) + "MiB");
    settings.setProperty("temp_directory", temporary.toString());
    settings.setProperty("autoinstall_known_extensions", "false");
    settings.setProperty("autoload_known_extensions", "false");
    settings.setProperty("jdbc_stream_results", "true");
    settings.setProperty("default_null_order", "nulls_first_on_asc_last_on_desc");
    // Not by DriverManager, which looks for drivers in every jar of the class path.
    LakeDatabase database =
        new LakeDatabase(
            files.root(), temporary, new DuckDBDriver().connect("jdbc:duckdb:", settings));
    try (Statement sql = database.connection.createStatement()) {
      sql.execute("SET parquet_metadata_cache = true");
      for (String macro : SqlFunctions.macros()) {
        sql.execute(macro);
      }
      sql.execute(
          "SET allowed_directories = ["
              + LakeViews.literal(files.root() + File.separator)
              + "]; SET enable_external_access = false; SET lock_configuration = true");
    } catch (SQLException | RuntimeException e) {
      database.close();
      throw e;
    }
    database.files = files;
    return database;
  }

  /**
   * A connection whose views show the lake as it is now; the same for all statements.
   *
   * @param statement that will be run; the tables whose names are in it get views
   */
  public Connection at(String statement) throws SQLException, IOException {
    if (!files.runs().equals(LakeFiles.runs(root)) || isStale()) {
      files = LakeFiles.of(root);
      for (String table : List.copyOf(viewed.keySet())) {
        view(table);
      }
    }
    if (CATALOG.matcher(statement).matches()) {
      for (String table : tables.keySet()) {
        view(table);
      }
    } else {
      Matcher word = NAMES.matcher(statement.toLowerCase(Locale.ROOT));
      while (word.find()) {
        if (tables.containsKey(word.group())) {
          view(word.group());
        }
      }
    }
    return connection;
  }

  /** Whether a publish has taken files from under a query. */
  public boolean isStale() {
    return files.tables().values().stream()
        .flatMap(byDataset -> byDataset.values().stream())
        .flatMap(folder -> folder.files().stream())
        .anyMatch(Files::notExists);
  }

  private void view(String table) throws SQLException {
    Map<String, LakeFiles.Folder> folders = files.tables().getOrDefault(table, Map.of());
    if (Integer.valueOf(folders.hashCode()).equals(viewed.get(table))) {
      return;
    }
    String rows = tables.get(table).none();
    if (!folders.isEmpty()) {
      rows = rows + " UNION ALL BY NAME " + LakeViews.select(folders);
    }
    try (Statement sql = connection.createStatement()) {
      sql.execute("CREATE OR REPLACE VIEW main." + LakeViews.identifier(table) + " AS " + rows);
    }
    viewed.put(table, folders.hashCode());
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
