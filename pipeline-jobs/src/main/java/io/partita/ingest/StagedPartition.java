package io.partita.ingest;

import io.partita.AtInput;
import io.partita.lake.bulk.BulkFile;
import io.partita.lake.file.AtomicFile;
import io.partita.lake.file.DataFile;
import io.partita.lake.file.Json;
import io.partita.lake.file.PlainFiles;
import io.partita.lake.input.InputPlan;
import io.partita.lake.run.IngestRun;
import io.partita.lake.run.RunIdentity;
import io.partita.lake.table.LakeTable;
import io.partita.lake.table.TableFile;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * The files one task stages, one for each table, and its report. Names carry the task attempt, so a
 * retried or speculative twin never writes into the same file; the report is written last and
 * decides which twin's files count.
 */
public final class StagedPartition implements Closeable {
  static final String REPORTS = "reports";
  private final Settings settings;
  private final Path stage;
  private final String attempt;
  private final PartitionReport report;
  private final Configuration conf;
  private final Map<String, DataFile> open = new LinkedHashMap<>();

  /**
   * What every partition of a run is told.
   *
   * @param stage the folder that everything is staged below
   * @param sourceNames the {@code source} column by source index
   */
  public record Settings(String stage, List<String> sourceNames, RunIdentity identity)
      implements Serializable {
    public static Settings of(IngestRun run) {
      return new Settings(
          run.stage().toString(),
          run.input().sources().stream().map(InputPlan.Source::name).toList(),
          run.identity());
    }
  }

  /**
   * @param taskAttempt unique to the task's attempt
   */
  public StagedPartition(Settings settings, int partition, long taskAttempt, Configuration conf) {
    this.settings = settings;
    this.stage = new Path(settings.stage());
    this.attempt = settings.identity().attempt() + "-" + taskAttempt;
    this.report = PartitionReport.empty(partition);
    this.conf = PlainFiles.conf(stage, conf);
  }

  public PartitionReport report() {
    return report;
  }

  public String sourceName(ContentKey key) {
    return settings.sourceNames().get(key.source());
  }

  String runId() {
    return settings.identity().runId();
  }

  /** Opens this partition's file of ready rows in a folder of the stage. */
  public TableFile<Row> rows(String folder, LakeTable table) throws IOException {
    TableFile<Row> file =
        TableFile.ofRows(path(folder), table, settings.identity().provenance(), conf);
    open.put(folder, file);
    return file;
  }

  /** Opens this partition's file of rows that are on their way to a table. */
  public TableFile<Row> rows(String folder, StructType schema) throws IOException {
    TableFile<Row> file =
        TableFile.ofRows(path(folder), schema, settings.identity().provenance(), conf);
    open.put(folder, file);
    return file;
  }

  /** Opens this partition's file of a large table in a folder of the stage. */
  public BulkFile inBulk(String folder, LakeTable table) throws IOException {
    BulkFile file = TableFile.inBulk(path(folder), table, settings.identity().provenance(), conf);
    open.put(folder, file);
    return file;
  }

  /** Closes the files, drops the empty ones, and leaves the report. */
  public void finish() throws IOException {
    AtInput.run("part " + report.partition() + " of " + stage, this::finishFiles);
  }

  private void finishFiles() throws IOException {
    FileSystem fs = stage.getFileSystem(conf);
    for (Map.Entry<String, DataFile> entry : open.entrySet()) {
      DataFile file = entry.getValue();
      file.close();
      if (file.rows() == 0) {
        fs.delete(file.path(), false);
      } else {
        report.files().put(entry.getKey(), file.path().getName());
      }
    }
    open.clear();
    Path reports = new Path(stage, REPORTS);
    Path finished =
        new Path(reports, String.format(Locale.ROOT, "part-%05d.json", report.partition()));
    if (PlainFiles.areStored(fs)) {
      new AtomicFile(fs, finished).write(Json.MAPPER.writeValueAsBytes(report));
      return;
    }
    Path temporary = new Path(reports, "." + attempt + ".tmp");
    try (OutputStream out = fs.create(temporary, true)) {
      Json.MAPPER.writeValue(out, report);
    }
    if (!fs.rename(temporary, finished) && !fs.exists(finished)) {
      throw new IOException("Cannot rename " + temporary + " to " + finished);
    }
  }

  /** Keeps a small file in the stage as it is. */
  public void keep(String file, byte[] bytes) throws IOException {
    Path path = new Path(stage, file);
    try (OutputStream out = path.getFileSystem(conf).create(path, true)) {
      out.write(bytes);
    }
  }

  /** Gives up what a failed task left open. */
  @Override
  public void close() throws IOException {
    for (DataFile file : open.values()) {
      file.close();
    }
  }

  private Path path(String folder) {
    return new Path(
        stage,
        folder
            + String.format(
                Locale.ROOT, "/part-%05d-%s.zstd.parquet", report.partition(), attempt));
  }
}
