package io.partita.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.AudioSample;
import io.partita.DuckDb;
import io.partita.PartitaRun;
import io.partita.SortedTables;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same input gives the same rows wherever it is read, parsed and written. */
@Tag("cluster")
@Tag("full")
class SameRowsTest {
  private final TestCluster cluster = TestCluster.get();

  @TempDir private Path folder;

  @Test
  void inClientModeOnTheLocalDisk() throws Exception {
    Path lake = folder.resolve("lake");

    PartitaRun run = cluster.submitToMaster(cluster.fromDisk(lake)).end().exits(0);

    assertThat(run.out()).contains("data set songs");
    assertThat(SortedTables.of(lake, TestCluster.DATASET)).isEqualTo(cluster.undisturbed());
    assertSameForDuckDb(lake);
  }

  /** An independent reader counts, sums and types what Spark counts, sums and types. */
  private static void assertSameForDuckDb(Path lake) {
    String notes = DuckDb.table(lake, "notes", TestCluster.DATASET);
    List<Object> figures =
        DuckDb.rows("SELECT count(*), sum(pitch), sum(onset_tick), count(program) FROM " + notes)
            .get(0);
    PartitaRun spark =
        PartitaRun.line(
            "sql --lake {} --format csv {}",
            lake,
            "SELECT count(*), sum(pitch), sum(onset_tick), count(program) FROM notes");
    assertThat(spark.exits(0).outLines().get(1))
        .isEqualTo(String.join(",", figures.stream().map(String::valueOf).toList()));

    List<String> columns =
        DuckDb.texts("SELECT column_name FROM (DESCRIBE SELECT * FROM " + notes + ")");
    PartitaRun described =
        PartitaRun.of("sql", "--lake", lake, "--json", "SELECT * FROM notes LIMIT 1");
    assertThat(described.json().path("columns"))
        .extracting(name -> name.asText())
        .isEqualTo(columns);
  }

  @Test
  void inClusterModeFromHdfsToHdfs() throws Exception {
    PartitaRun run =
        cluster
            .submit(
                List.of("--master", cluster.cluster().masterUrl(), "--deploy-mode", "cluster"),
                cluster.fromHdfs(cluster.onHdfs("/cluster-mode")))
            .end()
            .exits(0);

    assertThat(run.err()).contains("is FINISHED");
    assertThat(cluster.rowsOnHdfs("/cluster-mode", folder)).isEqualTo(cluster.undisturbed());
  }

  @Test
  void inClientModeFromHdfsToHdfs() throws Exception {
    cluster.submitToMaster(cluster.fromHdfs(cluster.onHdfs("/client-mode"))).end().exits(0);

    assertThat(cluster.rowsOnHdfs("/client-mode", folder)).isEqualTo(cluster.undisturbed());
  }

  @Test
  void audioFromHdfsToHdfs() throws Exception {
    Path local = folder.resolve("audio");
    PartitaRun.of(audio(AudioSample.folder() + "/", local)).exits(0);
    String from = cluster.onHdfs("/audio-sample/");
    cluster
        .hdfs()
        .copyFromLocalFile(
            new org.apache.hadoop.fs.Path(AudioSample.folder().toUri()),
            new org.apache.hadoop.fs.Path("/audio-sample"));

    cluster.submitToMaster(audio(from, cluster.onHdfs("/audio-lake"))).end().exits(0);

    assertThat(cluster.rowsOnHdfs("/audio-lake", folder))
        .isEqualTo(SortedTables.of(local, TestCluster.DATASET));
  }

  @Test
  void drumSlicesOfALakeOnHdfs() throws Exception {
    Path local = folder.resolve("lake");
    org.apache.hadoop.fs.Path lake = new org.apache.hadoop.fs.Path("/sliced-lake");
    cluster
        .hdfs()
        .copyFromLocalFile(new org.apache.hadoop.fs.Path(cluster.undisturbedLake().toUri()), lake);
    cluster.hdfs().copyToLocalFile(lake, new org.apache.hadoop.fs.Path(local.toUri()));
    PartitaRun.of(slice(local)).exits(0);

    cluster.submitToMaster(slice(cluster.onHdfs("/sliced-lake"))).end().exits(0);

    assertThat(cluster.rowsOnHdfs("/sliced-lake", folder))
        .isEqualTo(SortedTables.of(local, TestCluster.DATASET))
        .hasEntrySatisfying("drum_slices", rows -> assertThat(rows).isNotEmpty());
  }

  private static Object[] slice(Object lake) {
    return new Object[] {
      "slice-drums", "--lake", lake, "--dataset", TestCluster.DATASET, "--bars", 4
    };
  }

  private static Object[] audio(String from, Object lake) {
    return new Object[] {
      "ingest-fma",
      "--input",
      from + "fma_small.zip",
      "--metadata",
      from + "fma_metadata.zip",
      "--lake",
      lake,
      "--dataset",
      TestCluster.DATASET
    };
  }

  @ParameterizedTest
  @CsvSource({"1, 700m", "2, 1g", "7, 3g"})
  void onThisManyCoresWithThisMuchMemory(int cores, String memory) throws Exception {
    Path lake = folder.resolve("lake");

    cluster
        .submit(
            List.of("--master", "local[" + cores + "]", "--driver-memory", memory),
            cluster.fromDisk(lake))
        .end()
        .exits(0);

    assertThat(SortedTables.of(lake, TestCluster.DATASET)).isEqualTo(cluster.undisturbed());
  }
}
