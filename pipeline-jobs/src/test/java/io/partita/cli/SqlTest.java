package io.partita.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.DuckDb;
import io.partita.Mistake;
import io.partita.PartitaRun;
import io.partita.Sample;
import io.partita.lake.table.LakeTable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Queries and the list of tables, over the lake of the generated sample. */
@Tag("spark")
class SqlTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String VALUES =
      "SELECT 1 AS n, 'a,\"b\"\nc' AS text, CAST(NULL AS STRING) AS nothing, array(1, 2) AS list,"
          + " map('k', 'v') AS pairs, X'00FF' AS bytes, 0.5D AS share";

  @TempDir private Path folder;
  private final Sample sample = Sample.get();

  @Test
  void csvIsRfc4180WithAHeader() {
    assertThat(sql("--format", "csv", VALUES).out())
        .isEqualTo(
            """
            n,text,nothing,list,pairs,bytes,share
            1,"a,""b""
            c",,"[1,2]","{""k"":""v""}",AP8=,0.5
            """);
  }

  @Test
  void jsonLinesAreObjectsInColumnOrderWithTheirNulls() {
    assertThat(sql("--format", "jsonl", VALUES + " UNION ALL " + VALUES).outLines())
        .containsOnly(
            "{\"n\":1,\"text\":\"a,\\\"b\\\"\\nc\",\"nothing\":null,\"list\":[1,2],"
                + "\"pairs\":{\"k\":\"v\"},\"bytes\":\"AP8=\",\"share\":0.5}")
        .hasSize(2);
  }

  @Test
  void theTableIsAlignedAndCutsLongCells() {
    assertThat(
            sql("SELECT 12345 AS number, repeat('x', 80) AS long UNION ALL SELECT 1, NULL ORDER BY"
                    + " 1")
                .outLines())
        .containsExactly(
            "number  long",
            "------  " + "-".repeat(60),
            "     1  NULL",
            " 12345  " + "x".repeat(59) + "…");
  }

  @Test
  void aLongTableIsCutAndSaysSoOnStandardError() {
    PartitaRun run = sql("SELECT id FROM range(1500)");

    assertThat(run.outLines()).hasSize(1002);
    run.warns(1000, "--format", "csv", "jsonl");
    assertThat(sql("--format", "csv", "SELECT id FROM range(1500)").outLines()).hasSize(1501);
  }

  @Test
  void aQueryWithoutRowsHasItsHeader() {
    assertThat(sql("--format", "csv", "SELECT pitch FROM notes WHERE pitch > 127").out())
        .isEqualTo("pitch\n");
    assertThat(sql("--format", "jsonl", "SELECT pitch FROM notes WHERE pitch > 127").out())
        .isEmpty();
  }

  @Test
  void everyTableMayBeQueried() {
    List<String> counts = new ArrayList<>();
    for (LakeTable table : LakeTable.values()) {
      counts.add(
          "SELECT '" + table.tableName() + "' AS t, count(*) AS n FROM " + table.tableName());
    }
    List<String> lines =
        sql("--format", "csv", String.join(" UNION ALL ", counts) + " ORDER BY t").outLines();

    assertThat(lines).hasSize(1 + LakeTable.values().length);
    assertThat(lines).contains("msd_tracks,0");
    assertThat(lines)
        .contains("notes," + DuckDb.number("SELECT count(*) FROM " + sample.table("notes")));
  }

  @Test
  void partitionsAreColumns() {
    assertThat(sql("--format", "csv", "SELECT DISTINCT dataset, scheme FROM tokens").out())
        .isEqualTo("dataset,scheme\nlmd_matched,anticipation\n");
  }

  @Test
  void theQueryMayComeFromAFileAndEndInASemicolon() throws IOException {
    Path file = Files.writeString(folder.resolve("q.sql"), "-- two\nSELECT 1 + 1 AS two;\n");

    assertThat(sql("--format", "csv", "-f", file).out()).isEqualTo("two\n2\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT pich FROM notes | pich",
        "SELECT * FROM note | note",
        "SELEC 1 | SELEC",
        "SELECT 'open | ",
        "SELECT nope(1) | nope",
      })
  void aQueryThatCannotBeRunIsAMistakeInOneLine(String query, String mentioned) {
    PartitaRun run = PartitaRun.of("sql", "--lake", sample.lake(), query);

    run.mistake(Mistake.BAD_QUERY).names(mentioned == null ? "" : mentioned);
  }

  @Test
  void aScriptPrintsTheAnswersOfItsStatementsInOrder() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("script.sql"),
            "CREATE TEMPORARY VIEW two AS SELECT 2 AS n; -- one;\n"
                + "SELECT n FROM two; SELECT ';' AS s");

    assertThat(sql("--format", "csv", "-f", file).out()).isEqualTo("n\n2\ns\n;\n");
    assertThat(sql("--json", "SELECT 1 AS a; SELECT 2 AS b").outLines())
        .containsExactly(
            "{\"columns\":[\"a\"],\"rows\":[{\"a\":1}]}",
            "{\"columns\":[\"b\"],\"rows\":[{\"b\":2}]}");
  }

  @Test
  void aScriptStopsAtItsFirstMistake() {
    PartitaRun run =
        PartitaRun.of("sql", "--lake", sample.lake(), "SELECT 1; DROP TABLE notes; SELECT 3")
            .exits(2);

    assertThat(run.outLines()).hasSize(3).endsWith("1");
    assertThat(run.errLines()).hasSize(1);
    run.mistakeAfterProgress(Mistake.READ_ONLY).names("DROP TABLE notes");
  }

  @Test
  void statementsComeFromStandardInputToo() {
    assertThat(
            typed("SELECT 1 + 1 AS two;", "sql", "--lake", sample.lake(), "--format", "csv")
                .exits(0)
                .out())
        .isEqualTo("two\n2\n");
  }

  @Test
  void whatDescribeAndExplainSayIsNotCut() {
    assertThat(sql("EXPLAIN SELECT count(*) FROM notes").outLines())
        .startsWith("plan", "----", "== Physical Plan ==")
        .anyMatch(line -> line.contains("FileScan parquet") && line.length() > 100);
    assertThat(sql("DESCRIBE FUNCTION EXTENDED transpose").outLines())
        .contains("      > SELECT transpose(array(60, 127), 2);", "       [62,null]");
  }

  @Test
  void writesOfOnesOwnAreAllowedWhenAskedForButNeverOfTheLake() {
    Path out = folder.resolve("drums");
    sql(
        "--allow-writes",
        "INSERT OVERWRITE DIRECTORY '"
            + out
            + "' USING parquet SELECT pitch FROM notes WHERE is_drum");

    assertThat(DuckDb.number("SELECT count(*) FROM '" + out + "/*.parquet'"))
        .isEqualTo(
            DuckDb.number("SELECT count(*) FROM " + sample.table("notes") + " WHERE is_drum"));
    for (String statement :
        List.of(
            "DROP TABLE notes",
            "CREATE TABLE mine AS SELECT 1",
            "INSERT INTO notes SELECT * FROM notes",
            "DELETE FROM notes",
            "ALTER TABLE notes DROP COLUMN pitch",
            "TRUNCATE TABLE notes")) {
      PartitaRun run = PartitaRun.of("sql", "--lake", sample.lake(), "--allow-writes", statement);
      assertThat(run.mistake()).as(statement).isNotBlank();
    }
  }

  @Test
  void otherSourcesAreReadOnlyWhereTheOptionSaysSo() throws IOException {
    Path mine = Files.writeString(folder.resolve("mine.csv"), "a,${env:PATH}\n");
    Path made = folder.resolve("made");
    String query = "SELECT * FROM csv.`" + mine + "`";

    PartitaRun.of("sql", "--lake", sample.lake(), query)
        .mistake(Mistake.OUTSIDE_LAKE)
        .names("csv." + mine, "--other-sources");
    PartitaRun.of(
            "sql",
            "--lake",
            sample.lake(),
            "CREATE TEMPORARY VIEW made USING jdbc OPTIONS (dbtable 't', url 'jdbc:derby:"
                + made
                + ";create=true')")
        .mistake(Mistake.OUTSIDE_LAKE)
        .names("a view USING jdbc");
    assertThat(made).doesNotExist();

    assertThat(sql("--other-sources", "--format", "csv", query).out())
        .isEqualTo("_c0,_c1\na,${env:PATH}\n");
    assertThat(sql("--allow-writes", "--format", "csv", query).out())
        .isEqualTo("_c0,_c1\na,${env:PATH}\n");
    PartitaRun.of("sql", "--lake", sample.lake(), "--other-sources", "CREATE DATABASE mine")
        .mistake(Mistake.READ_ONLY)
        .names("CREATE DATABASE mine");
  }

  @Test
  void aQueryIsGivenInOneWay() {
    typed("-- nothing", "sql", "--lake", sample.lake()).mistake(Mistake.MISSING_OPTION);
    PartitaRun.of("sql", "--lake", sample.lake(), "-f", "q.sql", "SELECT 1")
        .mistake(Mistake.OPTIONS_EXCLUDE);
    PartitaRun.of("sql", "--lake", sample.lake(), "-f", folder.resolve("q"))
        .mistake(Mistake.NO_SUCH_FILE)
        .names(folder.resolve("q"));
    PartitaRun.of("sql", "--lake", sample.lake(), "--format", "xml", "SELECT 1")
        .mistake(Mistake.BAD_OPTION)
        .names("--format", "table", "csv", "jsonl", "xml");
    PartitaRun.of("sql", "--lake", folder, "SELECT 1").mistake(Mistake.NO_SUCH_LAKE).names(folder);
  }

  @Test
  void theServerSaysInOneLineWhyItCannotListen() {
    PartitaRun.of("sql-serve", "--lake", sample.lake(), "--port", 0)
        .mistake(Mistake.BAD_OPTION)
        .names("--port", "1", "65535", "0");
    PartitaRun.of("sql-serve", "--lake", folder, "--port", 1, "--host", "x.invalid")
        .mistake(Mistake.BAD_OPTION)
        .names("--host", "x.invalid");
  }

  private static PartitaRun typed(String text, Object... args) {
    InputStream in = System.in;
    try {
      System.setIn(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
      return PartitaRun.of(args);
    } finally {
      System.setIn(in);
    }
  }

  @Test
  void tablesCountsRowsByDataSet() {
    JsonNode lines = PartitaRun.of("tables", "--lake", sample.lake(), "--json").json();

    for (JsonNode line : lines.path("tables")) {
      assertThat(line.path("dataset").asText()).isEqualTo(Sample.DATASET);
      assertThat(line.path("rows").asLong())
          .isEqualTo(
              DuckDb.number("SELECT count(*) FROM " + sample.table(line.path("table").asText())));
    }
    assertThat(lines.path("tables")).hasSize(13);
    assertThat(PartitaRun.of("tables", "--lake", sample.lake()).exits(0).outLines())
        .hasSize(13)
        .anyMatch(line -> line.matches("notes +lmd_matched +[0-9,]+"));
  }

  @Test
  void tablesDescribesATable() throws IOException {
    PartitaRun people = PartitaRun.of("tables", "--lake", sample.lake(), "midi_files").exits(0);
    JsonNode columns =
        JSON.readTree(
            PartitaRun.of("tables", "--lake", sample.lake(), "--json", "NOTES").exits(0).out());

    assertThat(people.outLines()).hasSize(LakeTable.MIDI_FILES.readSchema().size());
    assertThat(people.out()).containsPattern("midi_md5 +string +.*MD5");
    assertThat(columns.at("/tables/0/column").asText()).isEqualTo("midi_md5");
    assertThat(columns.at("/tables/0/nullable").asBoolean()).isFalse();
    assertThat(columns.path("tables")).hasSize(LakeTable.NOTES.readSchema().size());
    PartitaRun.of("tables", "--lake", sample.lake(), "note")
        .mistake(Mistake.NO_SUCH_TABLE)
        .names("note", "notes");
  }

  private PartitaRun sql(Object... args) {
    List<Object> line = new ArrayList<>(List.of("sql", "--lake", sample.lake()));
    line.addAll(List.of(args));
    return PartitaRun.of(line.toArray()).exits(0);
  }
}
