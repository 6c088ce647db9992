package io.partita.lake;

import io.partita.lake.table.LakeTable;
import io.partita.lake.table.ParquetFooter;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/** Finds a table's damaged files by their footers; also those that Spark passes over as empty. */
public final class TableFiles {
  /** Footers are small: a task reads many where there are many. */
  private static final int MOST_TASKS = 256;

  private TableFiles() {}

  /** The files of a table's rows, but not those of which only the splits are. */
  public static List<String> of(Dataset<Row> rows) {
    return List.of(rows.select(LakeTable.DATASET).inputFiles());
  }

  /**
   * The files that are no Parquet files of the table.
   *
   * @param files as {@link #of} names them
   * @return what is wrong with each, beginning with its name
   */
  public static List<String> damaged(SparkSession spark, LakeTable table, List<String> files) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Broadcast<SerializableConfiguration> conf =
        context.broadcast(
            new SerializableConfiguration(spark.sparkContext().hadoopConfiguration()));
    return context
        .parallelize(files, Math.min(files.size(), MOST_TASKS))
        .map(file -> defect(new Path(URI.create(file)), table, conf.value().value()))
        .filter(defect -> !defect.isEmpty())
        .collect();
  }

  /** Empty if absent. */
  private static String defect(Path file, LakeTable table, Configuration conf) throws IOException {
    try {
      return ParquetFooter.defect(file, table, conf).map(what -> named(file, what)).orElse("");
    } catch (IOException | RuntimeException e) {
      if (!ParquetFooter.isDamage(e)) {
        throw e;
      }
      String reason = String.valueOf(ExceptionUtils.getRootCause(e).getMessage());
      return named(file, reason.lines().findFirst().orElse("").replace(file.toString(), "it"));
    }
  }

  private static String named(Path file, String what) {
    return file.getName() + ": " + what;
  }
}
