package io.partita.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.ChildPartita;
import io.partita.PartitaRun;
import io.partita.SortedTables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FileStatus;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are alike in a lake on HDFS, found by two executors, or by those that are left. */
@Tag("cluster")
@Tag("full")
class DuplicatesOnClusterTest {
  private final TestCluster cluster = TestCluster.get();

  @TempDir private Path folder;

  @Test
  void twoExecutorsFindWhatOneMachineFinds() throws Exception {
    copyToHdfs("/alike");

    cluster.submitToMaster(find(cluster.onHdfs("/alike"))).end().exits(0);

    assertThat(cluster.rowsOnHdfs("/alike", folder)).isEqualTo(foundHere());
  }

  @Test
  void anExecutorKilledInMidStageIsReplaced() throws Exception {
    copyToHdfs("/alike-killed");
    ChildPartita search = cluster.submitToMaster(find(cluster.onHdfs("/alike-killed")));
    search.await(() -> isOnHdfs("/alike-killed/_partita/songs/files/*/stages/contents.json"));
    assertThat(cluster.executor("worker-1").destroyForcibly()).isTrue();

    PartitaRun run = search.end().exits(0);

    assertThat(run.err()).contains("Lost executor");
    assertThat(cluster.rowsOnHdfs("/alike-killed", folder)).isEqualTo(foundHere());
  }

  private Map<String, List<String>> foundHere() throws IOException {
    Path lake = folder.resolve("lake");
    cluster
        .hdfs()
        .copyToLocalFile(
            new org.apache.hadoop.fs.Path("/undisturbed-lake"),
            new org.apache.hadoop.fs.Path(lake.toUri()));
    PartitaRun.of(find(lake)).exits(0);
    Map<String, List<String>> rows = SortedTables.of(lake, TestCluster.DATASET);
    assertThat(rows.get("dup_pairs")).hasSizeGreaterThan(3);
    return rows;
  }

  private void copyToHdfs(String lake) throws IOException {
    for (String to : List.of("/undisturbed-lake", lake)) {
      org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(to);
      if (!cluster.hdfs().exists(path)) {
        cluster
            .hdfs()
            .copyFromLocalFile(
                new org.apache.hadoop.fs.Path(cluster.undisturbedLake().toUri()), path);
      }
    }
  }

  private static Object[] find(Object lake) {
    return new Object[] {"find-duplicates", "--lake", lake, "--dataset", TestCluster.DATASET};
  }

  private boolean isOnHdfs(String glob) {
    try {
      FileStatus[] files = cluster.hdfs().globStatus(new org.apache.hadoop.fs.Path(glob));
      return files != null && files.length > 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
