package io.partita.sql;

import static io.partita.MistakeAssert.assertThatMistake;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partita.Mistake;
import io.partita.Sample;
import io.partita.SharedFolders;
import io.partita.UserException;
import io.partita.lake.Lake;
import io.partita.lake.run.Spark;
import io.partita.lake.table.LakeTable;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.io.FileUtils;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One long session over a copy of the sample's lake, which is published to meanwhile. */
@Tag("spark")
class LakeSqlTest {
  @TempDir private static Path folder;
  private static Path lake;
  private static LakeSql session;
  private static boolean loaded;

  @BeforeAll
  static void open() throws IOException {
    lake = folder.resolve("lake");
    SharedFolders.copy(Sample.get().lake(), lake);
    session =
        LakeSql.open(
            "test",
            Lake.existing(lake.toString(), Spark.hadoopConfiguration()),
            AsOf.NOW,
            LakeSql.Reach.LAKE);
  }

  @AfterAll
  static void close() {
    session.close();
  }

  @Test
  void tablesAreListedAndDescribedWithTheirMeanings() throws Exception {
    List<String> tables = csv("SHOW TABLES").lines().skip(1).toList();

    assertThat(tables).hasSize(LakeTable.values().length).contains("default,notes,false");
    assertThat(csv("DESCRIBE track_midi")).containsPattern("rank_in_track,int,.*\\b1\\b");
    assertThat(csv("DESCRIBE EXTENDED tokens")).contains(LakeTable.TOKENS.description());
    assertThat(csv("SHOW NAMESPACES")).isEqualTo("namespace\ndefault\n");
    assertThat(csv("SELECT count(*) > 0 AS any FROM lake.notes")).isEqualTo("any\ntrue\n");
  }

  @Test
  void aTableMayBeJoinedToItselfAndStandInSubqueries() throws Exception {
    assertThat(
            csv(
                "SELECT count(*) = (SELECT count(*) FROM notes) AS same FROM notes a JOIN notes b"
                    + " ON a.midi_md5 = b.midi_md5 AND a.note_idx = b.note_idx AND a.dataset ="
                    + " b.dataset WHERE a.midi_md5 IN (SELECT midi_md5 FROM notes)"))
        .isEqualTo("same\ntrue\n");
  }

  @Test
  void sparkReadsOnlyWhatIsAskedFor() throws Exception {
    assertThat(csv("EXPLAIN SELECT count(*) FROM notes WHERE dataset = 'none' AND pitch > 60"))
        .contains("LocalTableScan <empty>")
        .doesNotContain("FileScan");
    assertThat(csv("EXPLAIN SELECT sum(velocity) FROM notes WHERE pitch > 60"))
        .containsPattern("FileScan parquet \\[pitch#\\d+,velocity#\\d+\\]")
        .contains("PushedFilters: [IsNotNull(pitch), GreaterThan(pitch,60)]");
  }

  @Test
  void aPublishShowsInTheNextQueryOfTheSessionAndOfItsViews() throws Exception {
    csv("CREATE TEMPORARY VIEW counted AS SELECT dataset FROM midi_bytes");
    String count = "SELECT count(*) AS n, count(DISTINCT dataset) AS sets FROM counted";
    String before = csv(count);
    Path versions = Files.createDirectories(lake.resolve("_partita/again/versions"));
    Path first = versions.resolve("00000001.json");
    Files.copy(lake.resolve("_partita/lmd_matched/versions/00000001.json"), first);
    assertThat(csv(count)).isEqualTo(twice(before));

    // The next one is without the table.
    String next = Files.readString(first).replace("\"midi_bytes\"", "\"other\"");
    next = next.replace("\"number\":1,\"parent\":0", "\"number\":2,\"parent\":1");
    Files.writeString(versions.resolve("00000002.json"), next);
    assertThat(csv(count)).isEqualTo(before);

    FileUtils.deleteDirectory(versions.getParent().toFile());
  }

  private static String twice(String csv) {
    int n = Integer.parseInt(csv.replaceFirst("(?s)n,sets\n(\\d+),1\n", "$1"));
    return "n,sets\n" + 2 * n + ",2\n";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO notes SELECT * FROM notes",
        "WITH one AS (SELECT 1) INSERT OVERWRITE DIRECTORY 'out' USING csv SELECT * FROM one",
        "FROM notes INSERT INTO a SELECT pitch INSERT INTO b SELECT velocity",
        "INSERT OVERWRITE LOCAL DIRECTORY 'out' SELECT 1",
        "EXPLAIN INSERT INTO notes SELECT * FROM notes",
        "CREATE TABLE mine AS SELECT 1",
        "CREATE VIEW mine AS SELECT 1",
        "CREATE GLOBAL TEMPORARY VIEW mine AS SELECT 1",
        "CREATE FUNCTION mine AS 'java.lang.String'",
        "CREATE TEMPORARY FUNCTION mine AS 'java.lang.String'",
        "CREATE DATABASE mine",
        "DROP TABLE notes",
        "DROP VIEW mine",
        "ALTER TABLE notes ADD COLUMN mine INT",
        "TRUNCATE TABLE notes",
        "DELETE FROM notes",
        "UPDATE notes SET pitch = 1",
        "MERGE INTO notes USING notes n ON notes.pitch = n.pitch WHEN MATCHED THEN DELETE",
        "ANALYZE TABLE notes COMPUTE STATISTICS",
        "LOAD DATA INPATH 'x' INTO TABLE notes",
        "COMMENT ON TABLE notes IS 'mine'",
        "ADD JAR 'mine.jar'",
        "SET spark.executor.memory = 1g",
        "SET spark.sql.catalog.mine = org.example.Mine",
        "SET spark.sql.variable.substitute = true",
        "SET spark.sql.columnNameOfCorruptRecord = ${env:PATH}",
        "SET spark.sql.adaptive.customCostEvaluatorClass = io.partita.sql.LakeSqlTest$Loaded",
        "SET `spark.sql.adaptive.customCostEvaluatorClass` = `io.partita.sql.LakeSqlTest$Loaded`",
        "set  spark.sql.adaptive.customCostEvaluatorClass=io.partita.sql.LakeSqlTest$Loaded",
        "/* SET */ SET spark.sql.cache.serializer=io.partita.sql.LakeSqlTest$Loaded",
        "SET spark.sql.sources.commitProtocolClass=io.partita.sql.LakeSqlTest$Loaded",
        "SET spark.sql.parquet.output.committer.class=io.partita.sql.LakeSqlTest$Loaded",
        "SET spark.sql.optimizer.excludedRules=io.partita.sql.LakeSqlTest$Loaded",
        "SET spark.sql.warehouse.dir=/tmp",
        "SET spark.sql.runSQLOnFiles=true",
        "RESET spark.sql.adaptive.customCostEvaluatorClass",
        "RESET spark.master",
        "SET",
        "SET spark.master",
        "LIST JARS",
        "ADD FILE '/etc/hostname'",
        "ADD ARCHIVE '/etc/hostname'",
        "REFRESH '/etc'",
        "REFRESH FUNCTION mine",
        "SELECT reflect('io.partita.sql.LakeSqlTest$Loaded', 'method')",
        "SELECT builtin.reflect('io.partita.sql.LakeSqlTest$Loaded', 'method')",
        "SELECT system.builtin.Java_Method('io.partita.sql.LakeSqlTest$Loaded', 'method')",
        "SELECT 1 FROM VALUES (1) LATERAL VIEW"
            + " explode(array(reflect('io.partita.sql.LakeSqlTest$Loaded', 'method'))) t AS a",
        "CREATE TEMPORARY VIEW run AS SELECT reflect('io.partita.sql.LakeSqlTest$Loaded',"
            + " 'method')",
        "SELECT IDENTIFIER('reflect')('io.partita.sql.LakeSqlTest$Loaded', 'method')",
        "EXPLAIN SELECT reflect('io.partita.sql.LakeSqlTest$Loaded', 'method')",
        "SELECT reflect('java.lang.System', 'lineSeparator')",
        "SELECT 1 WHERE 'a' IN (SELECT java_method('java.lang.System', 'lineSeparator'))",
        "SELECT TRANSFORM(pitch) USING 'cat' FROM notes",
        "WITH run AS (SELECT TRANSFORM(pitch) USING 'cat' AS (a) FROM notes) SELECT * FROM run",
        "SELECT * FROM notes WHERE pitch IN (SELECT TRANSFORM(1) USING 'cat' AS (a))",
        "CREATE TEMPORARY VIEW run AS SELECT TRANSFORM(1) USING 'cat' AS (a)",
        "CACHE TABLE run AS SELECT TRANSFORM(1) USING 'cat' AS (a)",
      })
  void whatWritesIsRefusedInOneLine(String statement) {
    assertThatMistake(() -> csv(statement)).is(Mistake.READ_ONLY);
    assertThat(Path.of("out")).doesNotExist();
    assertThat(loaded).isFalse();
  }

  /** A class of the class path whose loading does something. */
  public static final class Loaded {
    static {
      loaded = true;
    }

    private Loaded() {}

    public static String method() {
      return "called";
    }
  }

  @Test
  void aSchemaInTextLoadsNoClass() {
    String schema =
        "{\"type\":\"udt\",\"class\":\"io.partita.sql.LakeSqlTest$Loaded\",\"pyClass\":null,"
            + "\"sqlType\":\"string\"}";
    for (String function : List.of("from_json", "from_csv")) {
      for (String type :
          List.of(
              schema,
              "{\"type\":\"struct\",\"fields\":[{\"name\":\"a\",\"nullable\":true,\"metadata\":{},"
                  + "\"type\":"
                  + schema
                  + "}]}")) {
        assertThatThrownBy(() -> csv("SELECT " + function + "('{}', '" + type + "')"))
            .isInstanceOf(UserException.class);
      }
    }
    assertThat(loaded).isFalse();
  }

  @Test
  void aSettingThatCameAnotherWayThanBySetIsRefusedAtTheNextStatement() {
    String key = "spark.sql.adaptive.customCostEvaluatorClass";
    session.spark().conf().set(key, "io.partita.sql.LakeSqlTest$Loaded");
    try {
      assertThatMistake(() -> csv("SELECT count(*) FROM notes GROUP BY pitch"))
          .is(Mistake.READ_ONLY)
          .names(key);
    } finally {
      session.spark().conf().unset(key);
    }
    assertThat(loaded).isFalse();
  }

  @Test
  void whatIsSetHoldsUntilItIsReset() throws Exception {
    String key = "spark.sql.session.timeZone";
    csv("SET TIME ZONE 'Asia/Tokyo'");
    assertThat(csv("SET " + key)).contains("Asia/Tokyo");
    csv("RESET " + key);
    assertThat(csv("SET " + key)).contains("UTC");
    csv("SET spark.sql.ansi.enabled=true");
    csv("RESET");
    assertThat(csv("SET spark.sql.ansi.enabled")).contains("false");
    assertThat(csv("SELECT count(*) > 0 AS any FROM notes")).isEqualTo("any\ntrue\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SET spark.sql.shuffle.partitions=many",
        "SET spark.sql.shuffle.partitions=-1",
        "SET spark.sql.session.timeZone=Nowhere",
        "SET spark.sql.mapKeyDedupPolicy=none",
        "SET spark.sql.ui.explainMode=none",
        "SET spark.sql.shuffle.partitions=999999999",
        "SET `spark.sql.shuffle.partitions` = `999999999`",
        "SET spark.sql.files.maxPartitionBytes=1",
      })
  void aValueThatASettingCannotHaveIsAMistake(String statement) {
    assertThatMistake(() -> csv(statement))
        .is(Mistake.BAD_QUERY)
        .names(statement.replaceAll("SET |=.*|`", "").strip());
  }

  @ParameterizedTest
  @CsvSource({
    "CACHE TABLE notes OPTIONS ('storageLevel' 'X'), X",
    "CACHE TABLE notes OPTIONS ('storageLevel' 'NONE'), NONE",
    "CACHE TABLE notes OPTIONS ('storageLevel' 'OFF_HEAP'), OFF_HEAP",
    "CACHE TABLE notes OPTIONS ('STORAGELEVEL' ''), STORAGELEVEL",
    "CACHE TABLE notes OPTIONS ('other' 'DISK_ONLY'), other",
    "CACHE LAZY TABLE kept OPTIONS ('storageLevel' 'X') AS SELECT 1, X",
    "SELECT /*+ REPARTITION(999999999) */ pitch FROM notes, 999999999",
    "'SELECT /*+ REPARTITION_BY_RANGE(999999999, pitch) */ pitch FROM notes', 999999999",
    "'SELECT /*+ REBALANCE(999999999, pitch) */ pitch FROM notes', 999999999",
    "'SELECT * FROM range(0, 9, 1, 999999999)', 999999999",
  })
  void aValueThatAStatementCannotHaveIsAMistake(String statement, String value) {
    assertThatMistake(() -> csv(statement)).is(Mistake.BAD_QUERY).names(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DISK_ONLY",
        "memory_and_disk",
        "MEMORY_AND_DISK_SER",
        "MEMORY_ONLY",
        "MEMORY_ONLY_SER"
      })
  void aTableIsCachedAtALevel(String level) throws Exception {
    String table = "kept_" + level;
    csv("CACHE TABLE %s OPTIONS ('storageLevel' '%s') AS SELECT 1 AS one".formatted(table, level));
    assertThat(csv("SELECT * FROM " + table)).isEqualTo("one\n1\n");
    csv("UNCACHE TABLE " + table);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM text.`/etc/hostname`",
        "TABLE csv.`/etc/hostname`",
        "SELECT * FROM json.`hdfs://none:1/x`",
        "SELECT * FROM text.`/etc/hostname` VERSION AS OF 1",
        "WITH host AS (SELECT * FROM text.`/etc/hostname`) SELECT * FROM host",
        "SELECT * FROM explode(array((SELECT first(value) FROM text.`/etc/hostname`)))",
        "EXPLAIN SELECT * FROM text.`/etc/hostname`",
        "DESCRIBE QUERY SELECT * FROM csv.`/etc/hostname`",
        "CREATE TEMPORARY VIEW host AS SELECT * FROM text.`/etc/hostname`",
        "CREATE TEMPORARY VIEW host USING text OPTIONS (path '/etc/hostname')",
        "CREATE TEMPORARY VIEW host USING jdbc OPTIONS (url 'jdbc:derby:made;create=true')",
        "CREATE TEMPORARY VIEW host USING org.example.Mine",
        "CACHE TABLE host AS SELECT * FROM text.`/etc/hostname`",
        "CACHE TABLE text.`/etc/hostname`",
        "REFRESH TABLE text.`/etc/hostname`",
        "SELECT * FROM spark_catalog.default.notes",
        "DESCRIBE spark_catalog.default.notes",
        "SHOW CREATE TABLE spark_catalog.default.notes",
        "SHOW TABLES IN spark_catalog.default",
        "USE spark_catalog",
        "SELECT * FROM global_temp.mine",
        "SELECT spark_catalog.default.mine(1)",
        "DESCRIBE FUNCTION spark_catalog.default.mine",
        "SELECT xpath_string('<!DOCTYPE a SYSTEM \"file:///etc/hostname\"><a/>', 'a')",
      })
  void whatIsNotOfTheLakeIsRefusedInALine(String statement) {
    assertThatMistake(() -> csv(statement)).is(Mistake.OUTSIDE_LAKE);
    assertThat(Path.of("made")).doesNotExist();
  }

  @Test
  void referencesToTheProcessAreTheirOwnText() throws Exception {
    assertThat(
            csv(
                "SELECT '${env:PATH}' AS a, '${system:user.home}' AS b, '${spark.master}' AS c,"
                    + " 1 AS `${hivevar:d}`"))
        .isEqualTo("a,b,c,${hivevar:d}\n${env:PATH},${system:user.home},${spark.master},1\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "VALUES (1)",
        "SHOW CATALOGS",
        "SHOW FUNCTIONS LIKE 'note_name'",
        "SHOW CREATE TABLE notes",
        "DESCRIBE NAMESPACE default",
        "DESCRIBE QUERY SELECT pitch FROM notes",
        "SET spark.sql.shuffle.partitions",
        "SELECT * FROM range(3)",
        "DESCRIBE FUNCTION reflect",
        "USE default",
        "EXPLAIN FORMATTED SELECT 1",
        "REFRESH TABLE notes",
        "CACHE LAZY TABLE latents",
        "UNCACHE TABLE latents",
        "CLEAR CACHE",
      })
  void whatReadsIsAllowed(String statement) throws Exception {
    csv(statement);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT note_name('C4') | bad_query note_name pitch int string note_name",
        "SELECT key_name(1) | bad_query key_name 2 key_name(key, mode) 1",
        "SELECT mel_array(X'00', 'int8') | bad_query int8",
        "SELECT raise_error('mine') | bad_query mine",
      })
  void aMistakeInAFunctionIsToldInItsOwnWords(String statement, String message) {
    assertThatMistake(() -> csv(statement)).is(message);
  }

  @Test
  void theShellGoesOnAfterMistakesAndReadsStatementsOfSeveralLines() throws Exception {
    String typed =
        """
        SELECT pich FROM notes;
        SELECT note_name(pitch),
          ';' AS mark
        FROM VALUES (60) AS t (pitch);
        \\d track_midi
        \\f drum_name
        DROP TABLE notes;
        \\?
        \\q
        SELECT 'not reached';
        """;

    String screen = shell(typed);

    assertThat(screen)
        .contains("Tables: tracks, track_midi, ", "(0.")
        .contains("`pich`")
        .containsPattern("note_name\\(pitch\\)  mark\\R-+  ----\\RC4 +;")
        .containsPattern("midi_md5 .*midi_files")
        .contains("Acoustic Snare")
        .containsPattern("Read-only: .*DROP TABLE notes")
        .contains("\\d TABLE ")
        .doesNotContain("not reached");
    assertThat(Files.readString(folder.resolve("history"))).contains("FROM VALUES (60)");
  }

  @Test
  void theShellEndsWithItsInput() throws Exception {
    assertThat(shell("SELECT 40 + 2 AS answer;\n")).contains("42");
  }

  private static String shell(String typed) throws IOException {
    ByteArrayOutputStream screen = new ByteArrayOutputStream();
    try (DumbTerminal terminal =
        new DumbTerminal(
            "test",
            "dumb",
            new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)),
            screen,
            StandardCharsets.UTF_8)) {
      SqlShell.on(
          terminal, folder.resolve("history"), session, (printer, rows) -> printer.table(rows));
    }
    return screen.toString(StandardCharsets.UTF_8);
  }

  private static String csv(String statement) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    session.run(statement, out, (printer, rows) -> printer.csv(rows));
    return out.toString(StandardCharsets.UTF_8);
  }
}
