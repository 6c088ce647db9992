package io.partita.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.ChildPartita;
import io.partita.InTurn;
import io.partita.PartitaRun;
import io.partita.SortedTables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.protocol.HdfsConstants;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parts of the cluster die in the middle of an ingest, or its disk is full. */
@InTurn
@Tag("cluster")
class FaultsTest {
  private static final String REPORT = "files/*/reports/part-*.json";

  private final TestCluster cluster = TestCluster.get();

  @TempDir private Path folder;

  @Test
  void anExecutorKilledInMidStageIsReplaced() throws Exception {
    Path lake = folder.resolve("lake");
    ChildPartita ingest = cluster.submitToMaster(cluster.fromDisk(lake));
    ingest.await(() -> isStaged(lake, REPORT));
    assertThat(cluster.executor("worker-1").destroyForcibly()).isTrue();

    PartitaRun run = ingest.end().exits(0);

    assertThat(run.err()).contains("Lost executor");
    assertThat(SortedTables.of(lake, TestCluster.DATASET)).isEqualTo(cluster.undisturbed());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--resume"})
  @Tag("full")
  void aRunAfterOneWhoseDriverWasKilledGivesTheSameRows(String resume) throws Exception {
    Path lake = folder.resolve("lake");
    cluster.submitToMaster(cluster.fromDisk(lake)).killWhen(() -> isStaged(lake, REPORT));
    assertThat(lake.resolve("notes")).doesNotExist();

    Object[] more = resume.isEmpty() ? new Object[0] : new Object[] {resume};
    PartitaRun again = cluster.submitToMaster(cluster.fromDisk(lake, more)).end().exits(0);

    assertThat(again.err().contains("Resuming: ")).isEqualTo(!resume.isEmpty());
    assertThat(SortedTables.of(lake, TestCluster.DATASET)).isEqualTo(cluster.undisturbed());
  }

  @Test
  @Tag("full")
  void aDataNodeKilledInMidWriteCostsNothing() throws Exception {
    Object[] arguments = cluster.fromHdfs(cluster.onHdfs("/datanode-killed"));
    Daemon dataNode = cluster.daemon("datanode-2");
    try (ChildPartita ingest = cluster.submitToMaster(arguments)) {
      ingest.await(() -> isOnHdfs("/datanode-killed/_partita/songs/files/*/raw/midi_files/part-*"));
      assertThat(dataNode.process().orElseThrow().destroyForcibly()).isTrue();
      ingest.end().exits(0);
      assertThat(dataNode.process()).isEmpty();

      assertThat(cluster.rowsOnHdfs("/datanode-killed", folder)).isEqualTo(cluster.undisturbed());
    } finally {
      cluster.restart("datanode-2");
    }
  }

  @Test
  @Tag("full")
  void aFullDiskIsToldInALineAndLeavesTheOldVersionWhole() throws Exception {
    String lake = cluster.onHdfs("/full");
    PartitaRun.of(cluster.fromHdfs(lake)).exits(0);
    Map<String, List<String>> before = cluster.rowsOnHdfs("/full", folder);
    DistributedFileSystem hdfs = cluster.hdfs();
    org.apache.hadoop.fs.Path root = new org.apache.hadoop.fs.Path("/full");
    long used = hdfs.getContentSummary(root).getSpaceConsumed();
    hdfs.setQuota(root, HdfsConstants.QUOTA_DONT_SET, used + used / 2 + (8 << 20));

    PartitaRun full =
        cluster
            .submit(
                List.of(
                    "--master",
                    cluster.cluster().masterUrl(),
                    "--conf",
                    "spark.hadoop.dfs.blocksize=1048576"),
                cluster.fromHdfs(lake, "--tokens", "seed"))
            .end()
            .exits(1);

    assertThat(full.out()).isEmpty();
    assertThat(full.errLines())
        .filteredOn(line -> line.startsWith("Failed: "))
        .singleElement()
        .asString()
        .startsWith("Failed: The DiskSpace quota of /full is exceeded");
    assertThat(cluster.rowsOnHdfs("/full", folder))
        .isEqualTo(before)
        .isEqualTo(cluster.undisturbed());
    PartitaRun tables = PartitaRun.of("tables", "--lake", lake).exits(0);
    assertThat(tables.out()).contains("notes");

    hdfs.setQuota(root, HdfsConstants.QUOTA_DONT_SET, HdfsConstants.QUOTA_RESET);
    PartitaRun.of(cluster.fromHdfs(lake)).exits(0);
    assertThat(cluster.rowsOnHdfs("/full", folder)).isEqualTo(cluster.undisturbed());
  }

  /** A disk so full that not even a lock fits leaves none behind. */
  @Test
  @Tag("full")
  void aFullDiskDoesNotLeaveALockBehind() throws Exception {
    DistributedFileSystem hdfs = cluster.hdfs();
    org.apache.hadoop.fs.Path root = new org.apache.hadoop.fs.Path("/brimful");
    hdfs.mkdirs(root);
    hdfs.setQuota(root, HdfsConstants.QUOTA_DONT_SET, 1);

    PartitaRun run = PartitaRun.of(cluster.fromHdfs(cluster.onHdfs("/brimful"))).exits(1);

    assertThat(run.errLines())
        .singleElement()
        .asString()
        .startsWith("Failed: The DiskSpace quota of /brimful is exceeded");
    assertThat(hdfs.exists(new org.apache.hadoop.fs.Path(root, "_partita/songs/lock"))).isFalse();
  }

  private boolean isOnHdfs(String glob) {
    try {
      FileStatus[] files = cluster.hdfs().globStatus(new org.apache.hadoop.fs.Path(glob));
      return files != null && files.length > 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isStaged(Path lake, String glob) {
    Path bookkeeping = lake.resolve("_partita/" + TestCluster.DATASET);
    if (!Files.exists(bookkeeping)) {
      return false;
    }
    PathMatcher matcher =
        FileSystems.getDefault().getPathMatcher("glob:" + bookkeeping + "/" + glob);
    try (Stream<Path> files = Files.walk(bookkeeping)) {
      return files.anyMatch(matcher::matches);
    } catch (IOException | UncheckedIOException e) {
      return false; // a folder that vanished meanwhile
    }
  }
}
