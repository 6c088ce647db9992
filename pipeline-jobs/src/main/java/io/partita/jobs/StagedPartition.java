package io.partita.jobs;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.lake.ColumnWriter;
import io.partita.lake.LakeTable;
import io.partita.lake.TableFile;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;

/**
 * The files one task stages, one for each table, and its report. Names carry the task attempt, so a
 * retried or speculative twin never writes into the same file; the report is written last and
 * decides which twin's files count.
 */
final class StagedPartition implements Closeable {
  static final String REPORTS = "reports";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path stage;
  private final int partition;
  private final String attempt;
  private final Map<String, String> provenance;
  private final Configuration conf;
  private final Map<String, TableFile<?>> open = new LinkedHashMap<>();

  /**
   * @param attempt unique to the run and the task's attempt
   * @param provenance for the footer of every file
   */
  StagedPartition(
      Path stage,
      int partition,
      String attempt,
      Map<String, String> provenance,
      Configuration conf) {
    this.stage = stage;
    this.partition = partition;
    this.attempt = attempt;
    this.provenance = provenance;
    this.conf = conf;
  }

  /** Opens this partition's file of ready rows in a folder of the stage. */
  TableFile<Row> rows(String folder, LakeTable table) throws IOException {
    TableFile<Row> file = TableFile.ofRows(path(folder), table, provenance, conf);
    open.put(folder, file);
    return file;
  }

  /** Opens this partition's file in a folder of the stage. */
  <T> TableFile<T> file(String folder, LakeTable table, BiConsumer<T, ColumnWriter> rowShape)
      throws IOException {
    TableFile<T> file = new TableFile<>(path(folder), table, provenance, conf, rowShape);
    open.put(folder, file);
    return file;
  }

  /** Closes the files, drops the empty ones, and leaves the report. */
  void finish(PartitionReport report) throws IOException {
    FileSystem fs = stage.getFileSystem(conf);
    for (Map.Entry<String, TableFile<?>> entry : open.entrySet()) {
      TableFile<?> file = entry.getValue();
      file.close();
      if (file.rows() == 0) {
        fs.delete(file.path(), false);
      } else {
        report.files().put(entry.getKey(), file.path().getName());
      }
    }
    open.clear();
    Path finished = new Path(stage, REPORTS + "/part-%05d.json".formatted(partition));
    Path temporary = new Path(stage, REPORTS + "/." + attempt + ".tmp");
    try (OutputStream out = fs.create(temporary, true)) {
      JSON.writeValue(out, report);
    }
    if (!fs.rename(temporary, finished) && !fs.exists(finished)) {
      throw new IOException("Cannot rename " + temporary + " to " + finished);
    }
  }

  /** Gives up what a failed task left open. */
  @Override
  public void close() throws IOException {
    for (TableFile<?> file : open.values()) {
      file.close();
    }
  }

  private Path path(String folder) {
    return new Path(stage, folder + "/part-%05d-%s.zstd.parquet".formatted(partition, attempt));
  }
}
