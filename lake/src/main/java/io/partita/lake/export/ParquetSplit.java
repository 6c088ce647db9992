package io.partita.lake.export;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;

import io.partita.lake.TableShare;
import io.partita.lake.file.PlainFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;

/** A split as Parquet files of some hundred megabytes, named and numbered as data sets' hubs do. */
final class ParquetSplit {
  private static final long ITEMS_IN_A_FILE = 50_000_000;
  private static final long FRAMES_IN_A_FILE = 1_000_000;

  private ParquetSplit() {}

  /** What a program that knows nothing of Partita gets: mel as numbers. */
  static Dataset<Row> plain(ExportTable what, Dataset<Row> rows) {
    return what == ExportTable.MEL
        ? rows.withColumn("mel", expr("CAST(mel_array(mel, dtype) AS ARRAY<FLOAT>)")).drop("dtype")
        : rows;
  }

  /**
   * Writes a split.
   *
   * @param rows of it, {@link #plain}
   * @return the files: {@code train-00000-of-00004.parquet}; which rows they hold depends on the
   *     rows alone
   */
  static List<String> write(ExportTable what, Splits.Size size, Dataset<Row> rows, OutFolder out)
      throws IOException {
    long most = what == ExportTable.MEL ? FRAMES_IN_A_FILE : ITEMS_IN_A_FILE;
    Path unfinished = out.parts(size.split());
    rows.repartition((int) (size.items() / most) + 1, col(what.document()))
        .sortWithinPartitions(TableShare.columns(what.order()))
        .write()
        .mode(SaveMode.ErrorIfExists)
        .options(PlainFiles.settings(unfinished, out.fs().getConf()))
        .option("compression", "zstd")
        .parquet(unfinished.toString());
    List<Path> parts = new ArrayList<>();
    for (FileStatus file : out.fs().listStatus(unfinished)) {
      if (file.getPath().getName().endsWith(".parquet")) {
        parts.add(file.getPath());
      }
    }
    Path[] sorted = parts.toArray(Path[]::new);
    Arrays.sort(sorted);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < sorted.length; i++) {
      String name =
          String.format(Locale.ROOT, "%s-%05d-of-%05d.parquet", size.split(), i, sorted.length);
      if (!out.fs().rename(sorted[i], out.file(name))) {
        throw new IOException("Cannot rename " + sorted[i] + " to " + name + ".");
      }
      names.add(name);
    }
    return names;
  }
}
