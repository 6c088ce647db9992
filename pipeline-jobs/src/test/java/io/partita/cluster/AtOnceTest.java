package io.partita.cluster;

import static io.partita.Naming.naming;
import static org.assertj.core.api.Assertions.anyOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.ChildPartita;
import io.partita.PartitaRun;
import io.partita.lake.Lake;
import io.partita.lake.LakeReader;
import io.partita.lake.NextVersion;
import io.partita.lake.VersionSummary;
import io.partita.lake.table.LakeTable;
import io.partita.sample.SampleData;
import io.partita.sample.SampleOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several programs work on one data set of a lake on HDFS at once. */
@Tag("cluster")
@Tag("full")
class AtOnceTest {
  private static final List<String> ONE_CORE =
      List.of("spark.master=local[1]", "spark.ui.enabled=false");

  private final TestCluster cluster = TestCluster.get();

  @TempDir private Path folder;

  @Test
  void ofTwoIngestsOneWinsAndTheOtherSaysSo() throws Exception {
    Object[] arguments = cluster.fromHdfs(cluster.onHdfs("/two"));
    List<PartitaRun> runs = new ArrayList<>();
    try (ChildPartita one = child("one", arguments);
        ChildPartita other = child("other", arguments)) {
      runs.add(one.end());
      runs.add(other.end());
    }

    assertThat(runs).extracting(PartitaRun::exitCode).containsExactlyInAnyOrder(0, 1);
    PartitaRun loser = runs.get(0).exitCode() == 1 ? runs.get(0) : runs.get(1);
    assertThat(loser.out()).isEmpty();
    assertThat(loser.errLines())
        .singleElement()
        .asString()
        .as("who has the lock, unless that one has not written its name yet")
        .is(anyOf(naming("Failed", "ingest lmd", "pid"), naming("Failed", "just", "begun")));
    assertThat(cluster.rowsOnHdfs("/two", folder)).isEqualTo(cluster.undisturbed());
  }

  @Test
  void ofTwoThatPublishAtOnceOneGetsTheNumber() throws Exception {
    String folderOfLake = cluster.onHdfs("/numbers");
    PartitaRun.of(cluster.fromHdfs(folderOfLake)).exits(0);
    Lake lake = Lake.existing(folderOfLake, cluster.hdfs().getConf());
    FileSystem hdfs = cluster.hdfs();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    int published = 1;
    try {
      for (int round = 0; round < 50; round++) {
        List<Future<Boolean>> writers = new ArrayList<>();
        for (String writer : List.of("a" + round, "b" + round)) {
          writers.add(threads.submit(() -> publishes(lake, writer)));
        }
        int winners = 0;
        for (Future<Boolean> writer : writers) {
          winners += writer.get() ? 1 : 0;
        }
        published += winners;

        assertThat(winners).isPositive();
        assertThat(VersionSummary.all(lake, TestCluster.DATASET)).hasSize(published);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(hdfs.exists(new org.apache.hadoop.fs.Path("/numbers/_partita/songs/lock")))
        .isFalse();
    assertThat(cluster.rowsOnHdfs("/numbers", folder)).isEqualTo(cluster.undisturbed());
  }

  private static boolean publishes(Lake lake, String writer) {
    try {
      new NextVersion(lake, TestCluster.DATASET, writer).ofEarlier(1);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void aReaderSeesOneVersionOrTheOtherAndNoError() throws Exception {
    List<Object[]> versions = new ArrayList<>();
    String lake = cluster.onHdfs("/read");
    for (int tracks : List.of(6, 9)) {
      Path data = folder.resolve("tracks-" + tracks);
      SampleData.write(data, new SampleOptions(tracks, tracks, tracks, 0), (done, total) -> {});
      versions.add(
          new Object[] {
            "ingest-lmd",
            "--input",
            data.resolve("lmd_matched.tar.gz"),
            "--lake",
            lake,
            "--dataset",
            "songs"
          });
    }
    Map<Map<String, String>, Integer> seen = new HashMap<>();
    List<Map<String, String>> whole = new ArrayList<>();
    for (Object[] version : versions) {
      PartitaRun.of(version).exits(0);
      try (SparkSession spark = session()) {
        whole.add(checksums(spark, lake));
      }
    }
    assertThat(whole.get(0)).isNotEqualTo(whole.get(1));

    CompletableFuture<Void> publishing =
        CompletableFuture.runAsync(
            () -> {
              for (int run = 0; run < 3; run++) {
                try (ChildPartita child = child("run-" + run, versions.get(run % 2))) {
                  child.end().exits(0);
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              }
            });
    try (SparkSession spark = session()) {
      while (!publishing.isDone()) {
        seen.merge(checksums(spark, lake), 1, Integer::sum);
      }
    }
    publishing.join();

    assertThat(seen.keySet()).containsExactlyInAnyOrderElementsOf(whole);
    assertThat(seen.values().stream().mapToInt(Integer::intValue).sum()).isGreaterThan(10);
  }

  private static SparkSession session() {
    return SparkSession.builder()
        .master("local[1]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "1")
        .getOrCreate();
  }

  /** Number of rows and a checksum over all columns, of each table. */
  private static Map<String, String> checksums(SparkSession spark, String folder) throws Exception {
    Lake lake = Lake.existing(folder, new Configuration());
    return LakeReader.query(
        spark,
        lake,
        tables -> {
          Map<String, String> checksums = new TreeMap<>();
          for (LakeTable table :
              List.of(
                  LakeTable.TRACKS,
                  LakeTable.MIDI_SOURCES,
                  LakeTable.MIDI_FILES,
                  LakeTable.NOTES)) {
            Dataset<Row> rows = tables.get(table);
            checksums.put(
                table.tableName(),
                rows.selectExpr("count(*)", "sum(xxhash64(to_json(struct(*))))")
                    .first()
                    .toString());
          }
          return checksums;
        });
  }

  private ChildPartita child(String name, Object... arguments) throws IOException {
    return ChildPartita.start(Files.createDirectories(folder.resolve(name)), ONE_CORE, arguments);
  }
}
