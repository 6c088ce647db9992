package io.partita.lake;

import com.fasterxml.jackson.core.type.TypeReference;
import io.partita.lake.file.AtomicFile;
import io.partita.lake.file.Json;
import io.partita.lake.file.PlainFiles;
import io.partita.lake.table.LakeTable;
import io.partita.progress.JobLog;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.LongAccumulator;

/**
 * What stages of a run that makes tables of others have finished, in the folder that it stages
 * into: rows for the next stage, or whole tables. A run that resumes an interrupted one finds them
 * there, as long as no table of the data set was published in between.
 */
public final class FinishedStages {
  private static final String FOLDER = "stages";
  private static final String READ = "read";

  /** Rows may have tens of kilobytes: no task holds more of them than this. */
  private static final Map<String, String> LARGE_ROWS =
      Map.of(
          "compression", "zstd",
          "parquet.block.size", Integer.toString(16 << 20),
          "parquet.page.size.row.check.min", "1",
          "parquet.page.size.row.check.max", "100");

  private final Path folder;
  private final FileSystem fs;

  private FinishedStages(Path folder, FileSystem fs) {
    this.folder = folder;
    this.fs = fs;
  }

  /**
   * Those of a run.
   *
   * @param stage where it stages; is cleared if other tables were read for what is there
   * @param read the tables that are read, with the runs that made them
   */
  public static FinishedStages of(Lake lake, Path stage, Map<LakeTable, TableRun> read)
      throws IOException {
    FinishedStages stages = new FinishedStages(new Path(stage, FOLDER), lake.fs());
    Map<String, String> attempts = new TreeMap<>();
    read.forEach((table, run) -> attempts.put(table.tableName(), run.attempt()));
    if (!attempts.equals(stages.read(READ, new TypeReference<Map<String, String>>() {}))) {
      lake.fs().delete(stage, true);
      stages.write(READ, attempts);
    }
    return stages;
  }

  private Path file(String name) {
    return new Path(folder, name + ".json");
  }

  /**
   * What a stage counted when it finished.
   *
   * @return null where it has not finished
   */
  public Map<String, Long> counts(String stage) throws IOException {
    return read(stage, new TypeReference<Map<String, Long>>() {});
  }

  /** Whether a stage has finished, in this run or the one that it resumes. */
  public boolean has(String stage) throws IOException {
    return fs.exists(file(stage));
  }

  /** Notes that a stage has finished. */
  public void finish(String stage, Map<String, Long> counts) throws IOException {
    write(stage, counts);
  }

  /** How the rows of a stage are made. */
  @FunctionalInterface
  public interface Making {
    Dataset<Row> rows() throws IOException;
  }

  /**
   * The rows of a stage: those that it left, or else they are made and kept. Where they came from
   * is not needed any more.
   *
   * @param schema of the rows
   * @param counted accumulators by the names of what they count while rows are made; of a stage
   *     that had finished they count what it counted then
   */
  public Dataset<Row> rows(
      SparkSession spark,
      String stage,
      StructType schema,
      Map<String, LongAccumulator> counted,
      Making making)
      throws IOException {
    Path rows = new Path(folder, stage);
    if (has(stage)) {
      JobLog.say("Resuming: " + stage + " are there.");
      counts(stage).forEach((what, count) -> counted.get(what).add(count));
    } else {
      making
          .rows()
          .write()
          .mode(SaveMode.Overwrite)
          .options(PlainFiles.settings(rows, fs.getConf()))
          .options(LARGE_ROWS)
          .parquet(rows.toString());
      Map<String, Long> counts = new HashMap<>();
      counted.forEach((what, accumulator) -> counts.put(what, accumulator.value()));
      finish(stage, counts);
    }
    return spark.read().schema(schema).parquet(rows.toString());
  }

  private <T> T read(String name, TypeReference<T> type) throws IOException {
    if (!fs.exists(file(name))) {
      return null;
    }
    try (InputStream in = fs.open(file(name))) {
      return Json.MAPPER.readValue(in, type);
    }
  }

  /** Whoever finds the file finds all of it. */
  private void write(String name, Object value) throws IOException {
    new AtomicFile(fs, file(name)).write(Json.MAPPER.writeValueAsBytes(value));
  }
}
