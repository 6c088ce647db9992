package io.partita.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.partita.Mistake;
import io.partita.UserException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements of every kind against a database with the views notes and v and a schema studio. */
class SelectOnlyTest {
  /** What would read files, settings or other relations by name, or change something. */
  private static final String REFUSED_TABLES =
      """
      arrow_scan arrow_scan_dumb checkpoint disable_logging duckdb_approx_database_count
      duckdb_connection_count duckdb_constraints duckdb_databases duckdb_dependencies
      duckdb_extensions duckdb_external_file_cache duckdb_indexes duckdb_log_contexts
      duckdb_logs duckdb_logs_parsed duckdb_memory duckdb_optimizers
      duckdb_prepared_statements duckdb_schemas duckdb_secret_types duckdb_secrets
      duckdb_sequences duckdb_settings duckdb_table_sample duckdb_temporary_files
      duckdb_variables duckdb_views enable_logging force_checkpoint glob histogram
      histogram_values json_execute_serialized_sql parquet_bloom_probe parquet_file_metadata
      parquet_kv_metadata parquet_metadata parquet_scan parquet_schema pragma_collations
      pragma_database_size pragma_metadata_info pragma_platform pragma_show
      pragma_storage_info pragma_table_info pragma_user_agent pragma_version query
      query_table read_blob read_csv read_csv_auto read_json read_json_auto
      read_json_objects read_json_objects_auto read_ndjson read_ndjson_auto
      read_ndjson_objects read_parquet read_text seq_scan sniff_csv summary test_all_types
      test_vector_types truncate_duckdb_logs which_secret
      """;

  /** What reads or changes a session's state, and DuckDB's inner parts. */
  private static final String REFUSED_SCALARS =
      """
      array_to_string_comma_default can_cast_implicitly cast_to_type col_description combine
      constant_or_null create_sort_key current_connection_id current_query current_query_id
      current_setting current_transaction_id currval equi_width_bins finalize format_pg_type
      format_type get_block_size getvariable in_search_path is_histogram_other_bin
      json_deserialize_sql json_serialize_plan json_serialize_sql map_to_pg_oid nextval
      normalized_interval obj_description parse_duckdb_log_message remap_struct replace_type
      setseed shobj_description stats sum_no_overflow timetz_byte_comparable txid_current
      unpivot_list vector_type write_log
      """;

  private static final String REFUSED_FAMILIES = "(__internal|icu|pg|has|inet)_.*";

  private static Connection connection;

  @BeforeAll
  static void open() throws SQLException {
    connection = DriverManager.getConnection("jdbc:duckdb:");
    try (Statement sql = connection.createStatement()) {
      sql.execute("CREATE VIEW notes AS SELECT 60 AS pitch, false AS is_drum, [1, 2] AS list");
      sql.execute("CREATE TEMP VIEW v AS FROM notes");
      sql.execute("CREATE SCHEMA studio");
      sql.execute("CREATE TABLE studio.items (id INTEGER)");
    }
  }

  @AfterAll
  static void close() throws SQLException {
    connection.close();
  }

  @Test
  void everyFunctionOfDuckDbIsKnownToBeHarmlessOrRefused() throws SQLException {
    Set<String> tables = new TreeSet<>(HarmlessFunctions.TABLES);
    tables.addAll(words(REFUSED_TABLES));
    Set<String> scalars = new TreeSet<>(HarmlessFunctions.SCALARS);
    scalars.addAll(words(REFUSED_SCALARS));

    assertThat(tables).containsAll(functions("'table', 'table_macro'"));
    assertThat(functions("'scalar', 'aggregate', 'macro'"))
        .filteredOn(name -> !name.matches(REFUSED_FAMILIES) || scalars.contains(name))
        .isSubsetOf(scalars);
    assertThat(words(REFUSED_TABLES)).doesNotContainAnyElementsOf(HarmlessFunctions.TABLES);
    assertThat(words(REFUSED_SCALARS)).doesNotContainAnyElementsOf(HarmlessFunctions.SCALARS);
  }

  @Test
  void everyFunctionThatIsNotHarmlessIsRefused() throws SQLException {
    for (String name : functions("'scalar', 'aggregate', 'macro'")) {
      if (!HarmlessFunctions.SCALARS.contains(name)) {
        refused("SELECT 1, %s('a')".formatted(quoted(name)), name);
      }
    }
    for (String name : words(REFUSED_TABLES)) {
      refused("FROM %s('a')".formatted(quoted(name)), name);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT getvariable('a')",
        "SELECT GetVariable('a')",
        "SELECT pitch.getvariable() FROM notes",
        "SELECT main.getvariable('a'), system.main.getvariable('a')",
        "SELECT sum(1) OVER (ORDER BY getvariable('a'))",
        "SELECT getvariable('a') OVER ()",
        "SELECT max(1) FILTER (getvariable('a'))",
        "SELECT list(1 ORDER BY getvariable('a'))",
        "SELECT list_transform([1], lambda x: getvariable(x))",
        "SELECT list_transform([1], x -> getvariable(x))",
        "SELECT [getvariable(x) FOR x IN [1]]",
        "SELECT 1 + CASE WHEN NOT (1 IN (2, getvariable('a')))::BOOL THEN 1 END",
        "SELECT {'a': [map {1: getvariable('a')}]}",
        "SELECT 1 BETWEEN 0 AND getvariable('a') COLLATE nocase",
        "WITH a AS (SELECT 1 UNION SELECT getvariable('a')) SELECT 1",
        "WITH RECURSIVE a AS (SELECT 1 UNION SELECT getvariable('a') FROM a) FROM a",
        "FROM notes ORDER BY (SELECT getvariable('a'))",
        "FROM notes LIMIT (SELECT getvariable('a'))",
        "FROM notes OFFSET getvariable('a')",
        "FROM notes LIMIT getvariable('a')::DOUBLE %",
        "FROM range(getvariable('a'))",
        "FROM unnest([getvariable('a')])",
        "FROM notes, LATERAL unnest([getvariable('a')])",
        "FROM (VALUES (getvariable('a')))",
        "SELECT 1 WHERE EXISTS (SELECT 1 GROUP BY ALL HAVING getvariable('a'))",
        "SELECT 1 FROM notes GROUP BY GROUPING SETS ((getvariable('a')))",
        "PIVOT notes ON is_drum IN (true) USING getvariable(pitch)",
        "PIVOT (SELECT getvariable('a') AS a) ON a IN (1) USING count(*)",
        "FROM (SELECT getvariable('a') AS a) UNPIVOT (v FOR n IN (a))",
        "DESCRIBE SELECT getvariable('a')",
        "SUMMARIZE SELECT getvariable('a')",
        "FROM (DESCRIBE SELECT getvariable('a'))",
        "SELECT * REPLACE (getvariable('a') AS pitch) FROM notes",
        "SELECT COLUMNS(lambda c: getvariable(c)) FROM notes",
        "SELECT DISTINCT ON (getvariable('a')) pitch FROM notes",
        "FROM notes a JOIN notes b ON getvariable('a')",
        "FROM notes QUALIFY getvariable('a') > row_number() OVER ()",
      })
  void aFunctionIsRefusedWhereverItIsCalled(String query) {
    assertThatThrownBy(() -> SelectOnly.require(connection, query))
        .isInstanceOfSatisfying(
            UserException.class,
            e -> {
              assertThat(e.mistake()).isEqualTo(Mistake.BAD_QUERY);
              assertThat(e.getMessage()).containsIgnoringCase("getvariable(");
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "FROM 'x.parquet' | x.parquet",
        "FROM '/etc/passwd' | /etc/passwd",
        "DESCRIBE 'x.csv' | x.csv",
        "SUMMARIZE 'x.csv' | x.csv",
        "FROM duckdb_logs | duckdb_logs",
        "FROM duckdb_views | duckdb_views",
        "FROM pg_settings | pg_settings",
        "FROM pg_catalog.pg_settings | pg_settings",
        "FROM sqlite_master | sqlite_master",
        "FROM information_schema.views | views",
        "FROM system.main.duckdb_databases | duckdb_databases",
        "FROM other.notes | notes",
        "FROM studio.notes | notes",
        "FROM items | items",
        "SHOW variables | variables",
        "WITH duckdb_logs AS (FROM duckdb_logs) FROM duckdb_logs | duckdb_logs",
        "FROM duckdb_logs, (WITH duckdb_logs AS (SELECT 1) FROM duckdb_logs) | duckdb_logs",
        "WITH a AS (FROM duckdb_logs), duckdb_logs AS (SELECT 1) FROM a | duckdb_logs",
        "WITH a AS (SELECT 1) FROM (WITH b AS (FROM duckdb_logs) FROM b) | duckdb_logs",
        "WITH RECURSIVE a AS (SELECT 1 UNION FROM duckdb_logs) FROM a | duckdb_logs",
        "SELECT (SELECT 1) IN (FROM duckdb_logs) | duckdb_logs",
        "FROM nothing | nothing",
        "SELECT nope(1) | nope",
        "SELEC 1 | SELEC",
      })
  void otherRelationsAndSettingsAreRefused(String query, String name) {
    refused(query, name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "SELECT 1; SELECT 2",
        "CALL enable_logging()",
        "PRAGMA version",
        "CALL pragma_version()",
        "COPY notes TO 'x.csv'",
        "WITH a AS (INSERT INTO studio.items VALUES (1) RETURNING *) FROM a",
        "CREATE TABLE a AS SELECT 1",
        "EXPLAIN SELECT 1",
        "SET threads = 1",
        "SET VARIABLE a = 1",
        "PREPARE a AS SELECT 1",
        "LOAD json",
      })
  void whatIsNotOneQueryIsReadOnlysMistake(String text) {
    assertThatThrownBy(() -> SelectOnly.require(connection, text))
        .isInstanceOfSatisfying(
            UserException.class, e -> assertThat(e.mistake()).isEqualTo(Mistake.READ_ONLY));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT pitch, count(*) AS n FROM notes GROUP BY ALL HAVING n > 0 ORDER BY 1 DESC LIMIT 3",
        "FROM main.notes, memory.main.notes AS b, temp.v, V AS c, NOTES AS d",
        "FROM studio.items",
        "FROM information_schema.columns, duckdb_types",
        "FROM duckdb_functions() WHERE function_type = 'table'",
        "SHOW TABLES",
        "SHOW ALL TABLES",
        "SHOW DATABASES",
        "DESCRIBE notes",
        "SUMMARIZE notes",
        "FROM (DESCRIBE SELECT 1)",
        "FROM range(3) a, generate_series(1, 2) b, unnest([1]) c, repeat(1, 2) d, json_each('{}')"
            + " e",
        "WITH a AS (SELECT 1 AS x), b AS (FROM a) FROM b JOIN a USING (x)",
        "WITH RECURSIVE a(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM a WHERE n < 5) FROM a",
        "WITH RECURSIVE a(n, m) USING KEY (n) AS (SELECT 1, 1 UNION (SELECT n, m + 1 FROM"
            + " recurring.a WHERE m < 3)) FROM a",
        "SELECT (WITH a AS (SELECT 1) FROM a) UNION ALL BY NAME SELECT 2",
        "WITH \"a.b\" AS (SELECT 1) FROM \"a.b\"",
        "PIVOT notes ON is_drum IN (true, false) USING sum(pitch)",
        "UNPIVOT (SELECT 1 AS a, 2 AS b) ON a, b INTO NAME n VALUE v",
        "FROM (SELECT 1 AS a) UNPIVOT (v FOR n IN (a))",
        "SELECT row_number() OVER w, lag(pitch) OVER w, sum(pitch) FILTER (is_drum) OVER w FROM"
            + " notes WINDOW w AS (ORDER BY pitch)",
        "SELECT list_transform(list, lambda x: x + 1), [y FOR y IN list IF y > 1], list[1:2],"
            + " {'a': 1}.a, map {1: 2}[1], COLUMNS('p.*') FROM notes TABLESAMPLE 50%",
        "SELECT CASE WHEN pitch IS NULL THEN 1 END, pitch BETWEEN 1 AND 2, pitch IN (1, 2), NOT"
            + " is_drum, coalesce(1, 2), nullif(1, 2), if(true, 1, 2), TRY(1), 1 / 2, -pitch,"
            + " 2 ** 3, 7 // 2, 7 % 2, 'a' || 'b', 'a' LIKE 'b', 'a' NOT LIKE 'b' ESCAPE 'c',"
            + " 'a' ILIKE 'b', 'a' NOT ILIKE 'b', 'a' SIMILAR TO 'b', 'a' ~ 'b', 'a' GLOB 'b', 'a'"
            + " COLLATE nocase FROM notes",
        "SELECT date '2020-01-01' + INTERVAL 3 DAY, extract(year FROM date '2020-01-01'),"
            + " current_date, current_timestamp, now() AT TIME ZONE 'UTC', trim(BOTH 'x' FROM"
            + " 'xax'), substring('abc' FROM 2 FOR 1), position('a' IN 'b'), [1]::DECIMAL(3, 1)[],"
            + " CAST(NULL AS STRUCT(a INT)), CAST('a' AS ENUM('a'))",
        "SELECT '{\"a\": 1}' -> '$.a', '{}' ->> 'a', json_extract('{}', '$')",
        "SELECT DISTINCT ON (pitch) * EXCLUDE (list) REPLACE (1 AS is_drum) FROM notes QUALIFY"
            + " rank() OVER (ORDER BY pitch) = 1",
        "SELECT grouping(pitch), max(pitch ORDER BY pitch), any_value(list), histogram(pitch),"
            + " list_aggregate([1], 'sum') FROM notes GROUP BY CUBE (pitch)",
        "FROM notes a ASOF JOIN notes b ON a.pitch >= b.pitch POSITIONAL JOIN notes c",
        "VALUES (1), (2)",
        "TABLE notes",
      })
  void queriesAreAllowedAndAnswered(String query) throws SQLException {
    SelectOnly.require(connection, query);
    try (Statement sql = connection.createStatement();
        ResultSet rows = sql.executeQuery(query)) {
      rows.next();
      assertThat(rows.getMetaData().getColumnCount()).isPositive();
    }
  }

  @Test
  void longAndDeepQueriesAreAllowedUpToALimit() {
    assertThatCode(() -> SelectOnly.require(connection, "SELECT 1" + " + 1".repeat(400)))
        .doesNotThrowAnyException();
    assertThatCode(() -> SelectOnly.require(connection, nested(6))).doesNotThrowAnyException();
    refused(nested(7), "too long");
    refused(nested(20), "too long");
    refused("SELECT '" + "a".repeat(1 << 20) + "'", "too long");
    refused("SELECT 1" + " + 1".repeat(900), "nested");
    refused("SELECT 1" + " + 1".repeat(9_000), "depth");
  }

  private static String nested(int depth) {
    return "WITH a AS (".repeat(depth) + "SELECT 1" + ") FROM a".repeat(depth);
  }

  static Stream<Arguments> nestedWiths() {
    return Stream.of(
        arguments("SELECT 1", 0),
        arguments("WITH a AS (SELECT 1), b AS (SELECT 2) SELECT * FROM a, b", 1),
        arguments("WITH a AS (WITH b AS (SELECT 1) FROM b) FROM a", 2),
        arguments("WITH a AS (/* ) /* ) */ ) */ with b AS (FROM c)) FROM a", 2),
        arguments("WITH a AS (SELECT ')', ''')', \"))\" -- )\nFROM (WITH b AS (FROM c) FROM b)", 2),
        arguments(
            "WITH a AS (SELECT E'\\')', $$)$$, $x$)$$)$x$ FROM (WITH b AS (FROM c) FROM b)", 2),
        arguments("(WITH a AS (FROM c) FROM a) UNION (WITH a AS (FROM c) FROM a)", 1),
        arguments("SELECT 'WITH (WITH', \"WITH\", within, a_with, $1 FROM a$b$c", 0),
        arguments(")) WITH a AS (FROM c) FROM a", 1));
  }

  @ParameterizedTest
  @MethodSource("nestedWiths")
  void nestedWithsAreCounted(String query, int depth) {
    assertThat(NestedWith.depth(query)).isEqualTo(depth);
  }

  private static void refused(String query, String name) {
    assertThatThrownBy(() -> SelectOnly.require(connection, query))
        .as(query)
        .isInstanceOfSatisfying(
            UserException.class,
            e -> {
              assertThat(e.mistake()).as(query).isEqualTo(Mistake.BAD_QUERY);
              assertThat(e.getMessage()).as(query).contains(name).hasLineCount(1);
            });
  }

  private static Set<String> functions(String types) throws SQLException {
    Set<String> names = new TreeSet<>();
    try (Statement sql = connection.createStatement();
        ResultSet rows =
            sql.executeQuery(
                "SELECT DISTINCT lower(function_name) FROM duckdb_functions() WHERE function_type"
                    + " IN ("
                    + types
                    + ")")) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
    return names;
  }

  private static String quoted(String name) {
    return LakeViews.identifier(name);
  }

  private static Set<String> words(String text) {
    return Set.of(text.strip().split("\\s+"));
  }
}
