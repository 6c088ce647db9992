package io.partita.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partita.InTurn;
import io.partita.Mistake;
import io.partita.Sha256;
import io.partita.UserException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Statements that would read or write files, against a lake with one table. */
@Tag("e2e")
class DuckSqlSafetyTest {
  private static final Set<Mistake> REFUSED = Set.of(Mistake.BAD_QUERY, Mistake.READ_ONLY);

  @TempDir private Path folder;
  private Path lake;
  private Path secret;

  @BeforeEach
  void publish() throws Exception {
    lake = folder.resolve("lake");
    secret = Files.writeString(folder.resolve("secret.csv"), "xyzzy\n");
    Files.createDirectories(lake.resolve("_partita/a"));
    Files.writeString(lake.resolve("_partita/a/current.json"), "{\"attempt\": \"one\"}");
    Files.createDirectories(lake.resolve("notes/dataset=a"));
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement sql = connection.createStatement()) {
      sql.execute(
          "COPY (SELECT 'm' AS midi_md5, 60 AS pitch) TO '%s'"
              .formatted(lake.resolve("notes/dataset=a/part.parquet")));
    }
  }

  @Test
  void noFunctionReadsOrWritesAFileAndOnlyHarmlessOnesAnswer() throws Exception {
    Map<String, String> before = files();
    Set<String> answered = new TreeSet<>();
    try (DuckSql session = DuckSql.open(lake.toString(), AsOf.NOW)) {
      for (String name : functions()) {
        for (String statement : statements(name)) {
          try {
            assertThat(answer(session, statement)).as(statement).doesNotContain("xyzzy");
            answered.add(name);
          } catch (UserException e) {
            assertThat(e.mistake()).as(statement).isIn(REFUSED);
            assertThat(e.getMessage()).as(statement).hasLineCount(1);
          }
        }
      }
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

  @Test
  void aLogIsWrittenNeitherIntoTheLakeNorOutsideByAnyStatement() throws Exception {
    Map<String, String> before = files();
    String log =
        "SELECT * FROM enable_logging('QueryLog', storage='file', storage_config={'path': '%s'})";
    try (DuckSql session = DuckSql.open(lake.toString(), AsOf.NOW)) {
      for (Path path : List.of(lake.resolve("notes/dataset=x"), folder.resolve("out"), secret)) {
        String query = log.formatted(path);
        for (String statement :
            List.of(
                query,
                "EXPLAIN " + query,
                "EXPLAIN ANALYZE " + query,
                "CREATE TEMP VIEW mine AS " + query,
                "CREATE OR REPLACE TEMPORARY VIEW mine(a) AS (" + query + ")",
                "DESCRIBE " + query)) {
          assertThatThrownBy(() -> answer(session, statement))
              .as(statement)
              .isInstanceOf(UserException.class)
              .hasMessageContaining("enable_logging");
        }
      }
      assertThat(answer(session, "SELECT count(*) AS n FROM notes")).isEqualTo("n\n1\n");
    }
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void aMessageNamesNoCandidates() throws Exception {
    try (DuckSql session = DuckSql.open(lake.toString(), AsOf.NOW)) {
      for (String query :
          List.of("SELECT pich FROM notes", "SELECT n.pich FROM notes n", "SELECT pitch(1)")) {
        assertThatThrownBy(() -> answer(session, query))
            .hasMessageNotContaining("andidate")
            .message()
            .hasLineCount(1);
      }
    }
  }

  @InTurn
  @Test
  void valuesThatExceedTheMemoryAreAMistake() throws Exception {
    try (DuckSql session = DuckSql.open(lake, Map.of(), 64 << 20, QueryMemory.limited(200 << 20))) {
      assertThatThrownBy(() -> answer(session, "SELECT len(range(40000000)) AS n"))
          .isInstanceOfSatisfying(
              UserException.class, e -> assertThat(e.mistake()).isEqualTo(Mistake.TOO_LARGE));
    }
  }

  private List<String> statements(String name) {
    List<String> statements = new ArrayList<>();
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
      statements.add("SELECT * FROM %s(%s)".formatted(name, arguments));
    }
    statements.add("CALL %s('%s')".formatted(name, secret));
    statements.add("PRAGMA %s('%s')".formatted(name, secret));
    statements.add("PRAGMA " + name);
    return statements;
  }

  private static String answer(DuckSql session, String statement) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    session.run(statement, out, ResultPrinter::csv);
    return out.toString(StandardCharsets.UTF_8);
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

  private Map<String, String> files() throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        files.put(folder.relativize(file).toString(), Sha256.of(Files.readAllBytes(file)));
      }
    }
    return files;
  }
}
