package io.partita.ingest;

import io.partita.lake.file.Json;
import io.partita.lake.run.RunIdentity;
import io.partita.lake.table.LakeTable;
import io.partita.lake.table.TableFile;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** What the finished tasks of a run left in its stage, by their reports. */
public final class FinishedPartitions {
  private final Path stage;
  private final FileSystem fs;
  private final Map<Integer, PartitionReport> reports = new TreeMap<>();

  private FinishedPartitions(Path stage, FileSystem fs) {
    this.stage = stage;
    this.fs = fs;
  }

  /** Looks at a stage as it is now. */
  public static FinishedPartitions of(Path stage, FileSystem fs) throws IOException {
    FinishedPartitions finished = new FinishedPartitions(stage, fs);
    Path folder = new Path(stage, StagedPartition.REPORTS);
    if (fs.exists(folder)) {
      for (FileStatus status : fs.listStatus(folder)) {
        if (!status.getPath().getName().startsWith(".")) {
          try (InputStream in = fs.open(status.getPath())) {
            PartitionReport report = Json.MAPPER.readValue(in, PartitionReport.class);
            finished.reports.put(report.partition(), report);
          }
        }
      }
    }
    return finished;
  }

  public Set<Integer> partitions() {
    return new HashSet<>(reports.keySet());
  }

  /** All figures together. */
  public PartitionReport sum() {
    PartitionReport sum = PartitionReport.sum();
    reports.values().forEach(sum::add);
    return sum;
  }

  /** The staged files of a folder, in partition order. */
  public List<String> files(String folder) {
    return reports.values().stream()
        .filter(report -> report.files().containsKey(folder))
        .map(report -> new Path(stage, folder + "/" + report.files().get(folder)).toString())
        .toList();
  }

  /**
   * A table's folder must hold what counts and nothing else: files of failed attempts go, and a
   * table without rows gets a file without rows, for readers that want one.
   */
  public void tidy(LakeTable table, RunIdentity identity) throws IOException {
    tidy(table.tableName(), table, identity);
  }

  /** The same for one folder of the stage, which holds a part of a table. */
  void tidy(String part, LakeTable table, RunIdentity identity) throws IOException {
    if (!isTidied(part)) {
      addEmpty(part, table, identity);
    }
  }

  /**
   * The same of a folder that may be empty.
   *
   * @return whether it is not
   */
  boolean isTidied(String part) throws IOException {
    Set<String> wanted = new HashSet<>();
    reports.values().forEach(report -> wanted.add(report.files().get(part)));
    Path folder = new Path(stage, part);
    boolean any = false;
    if (fs.exists(folder)) {
      for (FileStatus status : fs.listStatus(folder)) {
        if (wanted.contains(status.getPath().getName())) {
          any = true;
        } else {
          fs.delete(status.getPath(), false);
        }
      }
    }
    return any;
  }

  private void addEmpty(String part, LakeTable table, RunIdentity identity) throws IOException {
    Path empty =
        new Path(new Path(stage, part), "part-empty-" + identity.attempt() + ".zstd.parquet");
    TableFile.ofRows(empty, table, identity.provenance(), fs.getConf()).close();
  }
}
