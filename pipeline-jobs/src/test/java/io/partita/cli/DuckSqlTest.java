package io.partita.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.Mistake;
import io.partita.PartitaRun;
import io.partita.Sample;
import io.partita.lake.table.LakeTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Queries with {@code --engine duckdb}, and that Spark prints the same. */
@Tag("spark")
class DuckSqlTest {
  @TempDir private Path folder;
  private final Sample sample = Sample.get();

  @ParameterizedTest
  @ValueSource(strings = {"table", "csv", "jsonl"})
  void valuesOfEveryTypeOfALakeArePrintedAsSparkPrintsThem(String format) {
    List<String> selects = new ArrayList<>();
    for (LakeTable table : LakeTable.values()) {
      String key =
          table.spec().rows().key().columns().stream()
              .map(column -> Integer.toString(1 + table.readSchema().fieldIndex(column)))
              .collect(Collectors.joining(", "));
      selects.add("SELECT * FROM " + table.tableName() + " ORDER BY " + key + " LIMIT 3");
    }
    String script = String.join("; ", selects);

    assertThat(sql("duckdb", "--format", format, script).out())
        .isEqualTo(sql("spark", "--format", format, script).out());
  }

  @Test
  void functionsAnswerAsThoseOfSpark() {
    String query =
        "SELECT n, note_name(n) AS note, pitch_class(n) AS class, key_name(n, 0) AS minor,"
            + " key_name(n, 1) AS major, key_name(0, n) AS mode, program_name(n) AS program,"
            + " drum_name(n) AS drum, transpose(n, 3) AS up, transpose(n, -128) AS down,"
            + " transpose(n, note_idx) AS far FROM (SELECT CAST(note_idx - 2 AS INT) AS n,"
            + " CAST(note_idx AS BIGINT) AS note_idx FROM notes WHERE note_idx < 133 UNION SELECT"
            + " CAST(NULL AS INT), 1) ORDER BY n";

    assertThat(sql("duckdb", "--format", "csv", query).out())
        .isEqualTo(sql("spark", "--format", "csv", query).out())
        .contains("C4");
    assertThat(sql("duckdb", "--format", "csv", "SELECT transpose([60, 127, NULL], 2) AS t").out())
        .isEqualTo("t\n\"[62,null,null]\"\n");
    refused("SELECT mel_array('', 'float32')", Mistake.BAD_QUERY, "mel_array", "spark");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DROP VIEW notes",
        "CREATE TABLE mine AS SELECT 1",
        "INSERT INTO notes SELECT * FROM notes",
        "COPY notes TO 'notes.parquet'",
        "EXPLAIN ANALYZE COPY notes TO 'notes.parquet'",
        "CREATE TEMP VIEW x AS SELECT 1; COPY notes TO 'notes.parquet'",
        "/* a */ COPY notes TO 'notes.parquet'",
        "ATTACH 'x.db'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET memory_limit = '1TB'",
        "PRAGMA enable_profiling",
        "EXPORT DATABASE 'x'"
      })
  void whatDoesNotQueryIsRefused(String statement) {
    PartitaRun.of("sql", "--lake", sample.lake(), "--engine", "duckdb", statement)
        .mistake(Mistake.READ_ONLY);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT pich FROM notes | pich",
        "SELECT * FROM note | note",
        "SELEC 1 | SELEC",
        "SELECT 'open | open",
        "SELECT nope(1) | nope",
        "SELECT * FROM read_csv('/etc/hostname') | /etc/hostname",
      })
  void aQueryThatCannotBeRunIsAMistakeInOneLine(String query, String mentioned) {
    refused(query, Mistake.BAD_QUERY, mentioned);
  }

  @Test
  void viewsLastUntilTheEndOfAScript() {
    assertThat(
            sql(
                    "duckdb",
                    "--format",
                    "csv",
                    "CREATE TEMPORARY VIEW two AS SELECT 2 AS n; -- one;\nSELECT n FROM two;"
                        + "SELECT ';' AS s; DESCRIBE SELECT 1 AS a; SELECT count(*) > 30 AS many"
                        + " FROM (SHOW TABLES)")
                .outLines())
        .startsWith("n", "2", "s", ";")
        .endsWith("many", "true");
    assertThat(sql("duckdb", "EXPLAIN SELECT count(*) FROM notes").outLines())
        .anyMatch(line -> line.contains("COUNT") || line.contains("count"));
  }

  @Test
  void aLongTableIsCutAndSaysSo() {
    PartitaRun run = sql("duckdb", "SELECT range AS id FROM range(1500)");

    assertThat(run.outLines()).hasSize(1002);
    run.warns(1000, "--format", "csv", "jsonl");
  }

  @Test
  void whatTheEngineDoesNotDoIsAMistakeInOneLine() {
    for (String option : List.of("--allow-writes", "--other-sources")) {
      PartitaRun.of("sql", "--lake", sample.lake(), "--engine", "duckdb", option, "SELECT 1")
          .mistake(Mistake.OPTIONS_EXCLUDE)
          .names(option, "--engine spark");
    }
    PartitaRun.of("sql", "--lake", "hdfs://host:8020/lake", "--engine", "duckdb", "SELECT 1")
        .mistake(Mistake.UNSUITABLE_STORE)
        .names("hdfs://host:8020/lake", "--engine spark");
    PartitaRun.of("sql", "--lake", folder, "--engine", "duckdb", "SELECT 1")
        .mistake(Mistake.NO_SUCH_LAKE)
        .names(folder);
    PartitaRun.of("sql", "--lake", sample.lake(), "--engine", "polars", "SELECT 1")
        .mistake(Mistake.BAD_OPTION)
        .names("--engine", "spark", "duckdb");
  }

  private void refused(String query, Mistake mistake, String... names) {
    PartitaRun.of("sql", "--lake", sample.lake(), "--engine", "duckdb", query)
        .mistake(mistake)
        .names((Object[]) names);
  }

  private PartitaRun sql(String engine, Object... args) {
    List<Object> line = new ArrayList<>(List.of("sql", "--lake", sample.lake()));
    line.addAll(List.of("--engine", engine));
    line.addAll(List.of(args));
    return PartitaRun.of(line.toArray()).exits(0);
  }
}
