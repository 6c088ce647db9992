package io.partita.studio;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every function of DuckDB that reads or changes more than its arguments, typed into the studio.
 */
@Tag("e2e")
class HostileSqlTest {
  @TempDir private static Path folder;

  @Test
  void noFunctionReadsOrWritesAFileAndOnlyHarmlessOnesAnswer() throws Exception {
    SmallLake lake = SmallLake.in(folder);
    Path secret = Files.writeString(folder.resolve("secret.csv"), "xyzzy\n");
    Map<String, String> before = files();
    Set<String> answered = new TreeSet<>();
    try (StudioClient studio = new StudioClient(lake)) {
      for (String name : functions()) {
        for (String query : queries(name, secret, lake.root)) {
          JsonNode answer = studio.sql(query);
          assertThat(answer.toString()).as(query).doesNotContain("xyzzy");
          if (answer.has("rows")) {
            answered.add(name);
          }
        }
      }
      assertThat(
              studio
                  .sql(
                      "SELECT * FROM enable_logging('QueryLog', storage='file', storage_config="
                          + "{'path': '%s'})".formatted(lake.root.resolve("notes/dataset=x")))
                  .path("error")
                  .asText())
          .contains("enable_logging");
    }

    assertThat(answered)
        .containsExactly(
            "duckdb_columns",
            "duckdb_functions",
            "duckdb_keywords",
            "duckdb_tables",
            "duckdb_types",
            "generate_series",
            "icu_calendar_names",
            "json_each",
            "json_tree",
            "pg_timezone_names",
            "range",
            "repeat",
            "repeat_row",
            "unnest");
    assertThat(files()).isEqualTo(before);
  }

  private static List<String> queries(String name, Path secret, Path lake) {
    List<String> queries = new ArrayList<>();
    for (String arguments :
        List.of(
            "",
            "3",
            "'" + secret + "'",
            "'" + lake.resolve("notes/*/*.parquet") + "'",
            "'notes'",
            "'[1]'",
            "[1]",
            "1, 2",
            "1, num_rows = 2",
            "'QueryLog', storage = 'file', storage_config = {'path': '" + lake + "/notes/new'}")) {
      queries.add("FROM %s(%s)".formatted(name, arguments));
    }
    queries.add("CALL %s('%s')".formatted(name, secret));
    queries.add("PRAGMA %s('%s')".formatted(name, secret));
    queries.add("PRAGMA " + name);
    return queries;
  }

  private static List<String> functions() throws SQLException {
    List<String> names = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement sql = connection.createStatement();
        ResultSet rows =
            sql.executeQuery(
                "SELECT DISTINCT function_name FROM duckdb_functions()"
                    + " WHERE function_type IN ('table', 'table_macro', 'pragma')")) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
    return names;
  }

  private static Map<String, String> files() throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        files.put(folder.relativize(file).toString(), Sha256.of(Files.readAllBytes(file)));
      }
    }
    return files;
  }
}
