package io.partita.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.InTurn;
import io.partita.Mistake;
import io.partita.PartitaRun;
import io.partita.Sample;
import io.partita.lake.Lake;
import io.partita.lake.LakeVersion;
import io.partita.lake.run.Spark;
import io.partita.lake.table.LakeTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Data sets in an Iceberg catalog, as Iceberg's own reader for Spark sees them. */
@InTurn
class IcebergTest {
  private static final String ROWS =
      "SELECT count(*), sum(xxhash64(to_json(struct(*)))) FROM (SELECT %s FROM %s)";

  @TempDir private static Path folder;
  private static SparkSession spark;
  private static Path catalog;

  @BeforeAll
  static void open() throws Exception {
    try {
      Class.forName("org.apache.iceberg.spark.SparkCatalog");
    } catch (ClassNotFoundException e) {
      assumeTrue(false, "Without the profile iceberg");
    }
    String uri = "jdbc:sqlite:" + folder.resolve("catalog.db");
    String warehouse = folder.resolve("warehouse").toUri().toString();
    catalog = file("type=jdbc", "uri=" + uri, "warehouse=" + warehouse, "name=music");
    spark = Spark.session("test").newSession();
    spark.conf().set("spark.sql.catalog.music", "org.apache.iceberg.spark.SparkCatalog");
    spark.conf().set("spark.sql.catalog.music.type", "jdbc");
    spark.conf().set("spark.sql.catalog.music.uri", uri);
    spark.conf().set("spark.sql.catalog.music.warehouse", warehouse);
    spark.conf().set("spark.sql.catalog.music.cache-enabled", "false");
  }

  private static Path file(String... lines) throws IOException {
    Path file = Files.createTempFile(folder, "catalog", ".properties");
    return Files.writeString(file, String.join("\n", lines));
  }

  /** All tables of a data set, of maps, lists and partitions, then of its next version. */
  @Test
  void aCatalogHasTheRowsOfEachVersion() throws Exception {
    Path lake = folder.resolve("lake");
    PartitaRun.line(
            "ingest midi {} --lake {} --dataset songs --tokens remi,tsd",
            Sample.get().archive(),
            lake)
        .exits(0);
    JsonNode first = register(lake);
    LakeVersion version = version(lake);

    assertThat(first.path("version").asInt()).isEqualTo(1);
    assertThat(first.path("tables").size() + first.path("unchanged").asInt())
        .isEqualTo(version.tables().size());
    assertThat(first.path("tables").has("notes")).isTrue();
    assertSameRows(lake, version);
    JsonNode again = register(lake);
    assertThat(again.path("tables")).isEmpty();
    assertThat(again.path("unchanged").asInt()).isEqualTo(version.tables().size());

    String run = version.tables().get(LakeTable.MIDI_FILES).report().path("run_id").asText();
    PartitaRun.line("find duplicates songs --lake {}", lake).exits(0);
    PartitaRun.line("tokenize songs --tokens seed --lake {}", lake).exits(0);
    PartitaRun.line("split songs --ratios 50/25/25 --lake {}", lake).exits(0);
    JsonNode next = register(lake);

    assertThat(next.path("tables")).hasSizeLessThan(version(lake).tables().size());
    assertThat(next.path("tables").has("dup_pairs")).isTrue();
    assertThat(next.path("tables").has("notes")).isFalse();
    assertSameRows(lake, version(lake));
    assertThat(rows("split", "music.partita.midi_files VERSION AS OF '" + run + "'"))
        .isEqualTo(rows("split", files(lake, version, LakeTable.MIDI_FILES)))
        .isNotEqualTo(rows("split", "music.partita.midi_files"));
  }

  /** A second data set leaves the first as it is, and a table that it lost is empty. */
  @Test
  void dataSetsAreApart() throws Exception {
    Path lake = folder.resolve("two");
    for (String name : new String[] {"a", "b"}) {
      PartitaRun.line("ingest midi {} --lake {} --dataset {}", Sample.get().archive(), lake, name)
          .exits(0);
      PartitaRun.line("find duplicates {} --lake {}", name, lake).exits(0);
      register(lake, name);
    }
    PartitaRun.line("ingest midi {} --lake {} --dataset a --again", Sample.get().archive(), lake)
        .exits(0);
    register(lake, "a");

    String pairs = "SELECT dataset, count(*) FROM music.partita.dup_files GROUP BY 1 ORDER BY 1";
    assertThat(spark.sql(pairs).collectAsList())
        .filteredOn(row -> !row.getString(0).equals("songs"))
        .extracting(row -> row.getString(0))
        .containsExactly("b");
  }

  @ParameterizedTest
  @CsvSource({
    "type=hive, BAD_OPTION",
    "type=jdbc, BAD_OPTION",
    "type=jdbc;uri=jdbc:sqlite:/nowhere/catalog.db;warehouse=/tmp, UNAVAILABLE",
    "type=jdbc;uri=jdbc:none:;warehouse=/tmp;io-impl=io.partita.cli.Partita, BAD_OPTION",
    "type=jdbc;uri=jdbc:none:;warehouse=/tmp;namespace=../a, BAD_OPTION"
  })
  void aWrongFileIsAMistake(String lines, Mistake mistake) throws Exception {
    PartitaRun run =
        PartitaRun.of(
            "export",
            "--lake",
            Sample.get().lake(),
            "--dataset",
            Sample.DATASET,
            "--iceberg",
            file(lines.split(";")));

    assertThat(run.exits(2).code()).isEqualTo(mistake);
    assertThat(run.errLines()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "--iceberg no.properties, NO_SUCH_FILE",
    "--iceberg no.properties --what notes, OPTIONS_EXCLUDE",
    "--what notes, MISSING_OPTION",
    "--out somewhere, MISSING_OPTION"
  })
  void optionsThatDoNotFitAreAMistake(String options, Mistake mistake) {
    PartitaRun run =
        PartitaRun.line(
            "export --lake {} --dataset {} " + options, Sample.get().lake(), Sample.DATASET);

    assertThat(run.exits(2).code()).isEqualTo(mistake);
  }

  private static JsonNode register(Path lake) {
    return register(lake, "songs");
  }

  private static JsonNode register(Path lake, String dataset) {
    return PartitaRun.line(
            "export --lake {} --dataset {} --iceberg {} --json", lake, dataset, catalog)
        .exits(0)
        .json();
  }

  private static LakeVersion version(Path lake) throws IOException {
    return Lake.at(lake.toString(), new Configuration()).version("songs").orElseThrow();
  }

  private static void assertSameRows(Path lake, LakeVersion version) {
    for (Map.Entry<LakeTable, LakeVersion.Table> table : version.tables().entrySet()) {
      String columns = String.join(", ", table.getKey().schema().fieldNames());
      assertThat(
              rows(
                  columns,
                  "music.partita." + table.getKey().tableName() + " WHERE dataset = 'songs'"))
          .as("rows of %s", table.getKey().tableName())
          .isEqualTo(rows(columns, files(lake, version, table.getKey())));
    }
  }

  private static String files(Path lake, LakeVersion version, LakeTable table) {
    String[] files =
        version.tables().get(table).files().stream()
            .map(file -> lake.resolve(file.path()).toString())
            .toArray(String[]::new);
    Dataset<Row> read = spark.read().schema(table.schema()).parquet(files);
    read.createOrReplaceTempView("plain");
    return "plain";
  }

  private static String rows(String columns, String from) {
    return spark.sql(ROWS.formatted(columns, from)).first().toString();
  }
}
