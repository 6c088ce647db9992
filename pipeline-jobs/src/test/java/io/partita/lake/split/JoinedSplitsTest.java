package io.partita.lake.split;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.DuckDb;
import io.partita.InTurn;
import io.partita.ParquetFiles;
import io.partita.PartitaRun;
import io.partita.SharedFolders;
import io.partita.SortedTables;
import io.partita.UntrainedModel;
import io.partita.kind.musicvae.MusicVae;
import io.partita.lake.Lake;
import io.partita.lake.LakeReader;
import io.partita.lake.LakeVersion;
import io.partita.lake.TableFiles;
import io.partita.lake.run.Spark;
import io.partita.lake.table.LakeTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A data set that is dealt: one table is written, and every reader of the others sees it. */
@InTurn
@Tag("spark")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class JoinedSplitsTest {
  private static final List<LakeTable> JOINED =
      List.of(
          LakeTable.MIDI_SOURCES,
          LakeTable.TOKENS,
          LakeTable.DRUM_SLICES,
          LakeTable.DRUM_FILES,
          LakeTable.LATENTS);

  private static final String DEAL = "split --by content --ratios 40/30/30 --seed 5";

  @TempDir private static Path folder;

  @BeforeAll
  static void ingest() throws Exception {
    Path input = Files.createDirectory(folder.resolve("beats"));
    DrumBeats.write(input, 12);
    Files.copy(input.resolve("beat0.mid"), input.resolve("beat0-again.mid"));
    Files.write(input.resolve("broken.mid"), "No music.".getBytes(StandardCharsets.UTF_8));
    Files.writeString(
        folder.resolve("beats.csv"),
        "midi_filename,split\nbeat0.mid,train\nbeat0-again.mid,test\nbeat3.mid,extra\n"
            + "broken.mid,validation\n");
    UntrainedModel.write(MusicVae.named("cat-drums_2bar_tiny"), folder.resolve("model"));
    assertThat(ingestAgain()).isEmpty();
  }

  /** Ingests, and says which splits of which run the files have kept. */
  private static String ingestAgain(Object... more) throws IOException {
    List<Object> line =
        new ArrayList<>(
            List.of("ingest-midi", "--input", folder.resolve("beats"), "--lake", lake()));
    line.addAll(List.of("--catalog", folder.resolve("beats.csv"), "--tokens", "remi,tsd"));
    line.addAll(List.of(more));
    PartitaRun.of(line.toArray()).exits(0);
    return Lake.existing(lake().toString(), new Configuration())
        .runReport("beats", LakeTable.TOKENS)
        .at("/split/run_id")
        .asText();
  }

  @Test
  @Order(1)
  void theOtherTablesKeepTheirFiles() throws Exception {
    Path after = folder.resolve("after");
    SharedFolders.copy(lake(), after);
    run(after, DEAL);
    derive(after);
    derive(lake());
    Map<LakeTable, List<String>> files = files();

    run(lake(), DEAL);

    Map<LakeTable, List<String>> now = files();
    assertThat(now.keySet()).isEqualTo(files.keySet());
    assertThat(now.keySet().stream().filter(table -> !now.get(table).equals(files.get(table))))
        .containsExactly(LakeTable.MIDI_FILES);
    Map<String, List<String>> rows = SortedTables.of(lake(), "beats");
    assertThat(rows).isEqualTo(SortedTables.of(after, "beats"));
    assertThat(rows.get("midi_sources").toString())
        .contains("train", "validation", "test", "extra");
    for (LakeTable table : JOINED) {
      assertThat(now).as("tables of the data set").containsKey(table);
    }
  }

  @Test
  @Order(2)
  void sparkAndDuckDbSeeWhatTheFilesSay() throws Exception {
    theReadersAgree(
        "coalesce((SELECT any_value(catalog['split']) FROM %1$s s"
            + " WHERE s.source = t.source AND s.path = t.path), %2$s)");
    assertThat(splits("midi_sources"))
        .contains("beat0.mid train", "beat0-again.mid test", "beat3.mid extra")
        .contains("broken.mid validation");
  }

  @Test
  @Order(3)
  void aColumnOfTheFilesIsNotRead() throws Exception {
    Path old = folder.resolve("old");
    SharedFolders.copy(lake(), old);
    ParquetFiles.rewrite(
        lake(), old, "drum_slices", "beats", "* EXCLUDE i REPLACE ('stale' AS split) FROM q");
    assertThat(DuckDb.texts("SELECT DISTINCT split FROM " + files(old, "drum_slices")))
        .containsExactly("stale");

    assertThat(SortedTables.of(old, "beats").get("drum_slices"))
        .isEqualTo(SortedTables.of(lake(), "beats").get("drum_slices"));
    try (SparkSession spark = Spark.session("old")) {
      assertThat(
              LakeReader.tables(spark, Lake.open(old.toString()))
                  .get(LakeTable.DRUM_SLICES)
                  .where("split = 'stale' OR split IS NULL")
                  .count())
          .isZero();
    }
  }

  /** Else each count of a large table would read the splits, too. */
  @Test
  @Order(4)
  void whoAsksForNoSplitReadsNone() throws Exception {
    try (SparkSession spark = Spark.session("plans")) {
      Map<LakeTable, Dataset<Row>> tables = LakeReader.tables(spark, Lake.open(lake().toString()));
      for (LakeTable table : JOINED) {
        Dataset<Row> rows = tables.get(table);
        String key = table.spec().rows().key().columns().get(0);
        assertThat(plan(rows.select(key))).as(table.tableName()).doesNotContain("Join");
        assertThat(plan(rows.groupBy(LakeTable.DATASET).count())).doesNotContain("Join");
        assertThat(plan(rows.select("split"))).contains("Join");
        assertThat(TableFiles.of(rows))
            .isNotEmpty()
            .allSatisfy(file -> assertThat(file).contains("/" + table.tableName() + "/"));
      }
    }
  }

  @Test
  @Order(5)
  void splitsOfTheCatalogMayBeDrawn() throws Exception {
    run(lake(), DEAL + " --official draw");

    theReadersAgree("%2$s");
    assertThat(splits("midi_sources")).noneMatch(row -> row.endsWith("extra"));
    run(lake(), "check").exits(0);
  }

  @Test
  @Order(6)
  void anIngestKeepsThemUnlessItIsToldOtherRatios() throws Exception {
    Path beats = folder.resolve("beats");
    Map<String, String> before = splitsOfContents();
    DrumBeats.write(beats, 15);
    Files.delete(beats.resolve("beat7.mid"));

    assertThat(ingestAgain()).hasSize(32);

    Map<String, String> after = splitsOfContents();
    assertThat(after).hasSize(14).doesNotContainValue("null").doesNotContainValue("extra");
    assertThat(after.keySet()).as("contents that stayed").containsAnyElementsOf(before.keySet());
    after.keySet().retainAll(before.keySet());
    assertThat(after).hasSize(11);
    assertThat(before).containsAllEntriesOf(after);
    run(lake(), "check").exits(0);

    assertThat(ingestAgain("--split", "0/0/100")).isEmpty();
    assertThat(splitsOfContents())
        .containsValues("test", "extra")
        .doesNotContainValue("validation");
  }

  private static Map<String, String> splitsOfContents() {
    Map<String, String> splits = new TreeMap<>();
    DuckDb.rows(
            "SELECT midi_md5, split FROM %s WHERE content_hash IS NOT NULL"
                .formatted(files(lake(), "midi_files")))
        .forEach(row -> splits.put((String) row.get(0), String.valueOf(row.get(1))));
    return splits;
  }

  /**
   * Compares the readers with what SQL over the plain files says.
   *
   * @param ofMember the split of a row t, of midi_sources and the split of its content
   */
  private static void theReadersAgree(String ofMember) throws Exception {
    String ofContent =
        "(SELECT any_value(f.split) FROM %s f WHERE f.midi_md5 = t.midi_md5)"
            .formatted(files(lake(), "midi_files"));
    try (SparkSession spark = Spark.session("readers")) {
      Map<LakeTable, Dataset<Row>> tables = LakeReader.tables(spark, Lake.open(lake().toString()));
      for (LakeTable table : JOINED) {
        List<String> keys = table.spec().rows().key().columns();
        String split =
            table == LakeTable.TOKENS
                ? ofContent
                : ofMember.formatted(files(lake(), "midi_sources"), ofContent);
        List<String> wanted =
            DuckDb.texts(
                "SELECT concat_ws(' ', %s, coalesce(%s, 'none')) FROM %s t ORDER BY ALL"
                    .formatted(String.join(", ", keys), split, files(lake(), table.tableName())));

        assertThat(
                DuckDb.texts(
                    "SELECT concat_ws(' ', %s, coalesce(split, 'none')) FROM %s ORDER BY ALL"
                        .formatted(
                            String.join(", ", keys),
                            DuckDb.table(lake(), table.tableName(), "beats"))))
            .as("%s of DuckDB", table.tableName())
            .isEqualTo(wanted);
        assertThat(
                tables
                    .get(table)
                    .selectExpr(
                        "concat_ws(' ', %s, coalesce(split, 'none')) AS text"
                            .formatted(String.join(", ", keys)))
                    .sort("text")
                    .collectAsList())
            .as("%s of Spark", table.tableName())
            .extracting(row -> row.getString(0))
            .isEqualTo(wanted);
      }
    }
  }

  private static String plan(Dataset<Row> rows) {
    return rows.queryExecution().optimizedPlan().toString();
  }

  private static List<String> splits(String table) {
    return DuckDb.texts(
        "SELECT parse_filename(path) || ' ' || split FROM %s WHERE split IS NOT NULL"
            .formatted(DuckDb.table(lake(), table, "beats")));
  }

  private static String files(Path of, String table) {
    return "read_parquet('%s/%s/dataset=beats/**/*.parquet', hive_partitioning = true)"
        .formatted(of, table);
  }

  private static Map<LakeTable, List<String>> files() throws IOException {
    Map<LakeTable, List<String>> files = new EnumMap<>(LakeTable.class);
    Lake.existing(lake().toString(), new Configuration())
        .version("beats")
        .orElseThrow()
        .tables()
        .forEach(
            (table, content) ->
                files.put(
                    table, content.files().stream().map(LakeVersion.DataFile::path).toList()));
    return files;
  }

  private static void derive(Path of) {
    run(of, "tokenize --tokens remi --again");
    run(of, "slice-drums --bars 2");
    run(of, "encode --model " + folder.resolve("model"));
  }

  private static PartitaRun run(Path of, String command) {
    List<Object> line = new ArrayList<>(Arrays.asList((Object[]) command.split(" ")));
    line.addAll(List.of("--lake", of, "--dataset", "beats"));
    return PartitaRun.of(line.toArray()).exits(0);
  }

  private static Path lake() {
    return folder.resolve("lake");
  }
}
