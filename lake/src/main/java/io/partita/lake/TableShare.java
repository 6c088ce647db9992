package io.partita.lake;

import io.partita.lake.file.PlainFiles;
import io.partita.lake.table.LakeTable;
import io.partita.lake.table.TableFile;
import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * The part of a data set's tables that one run replaces, as slices of 2 bars beside those of 4: its
 * files are told from the others by how their names begin, and the others stay.
 */
public final class TableShare {
  private static final String PART = "part-";

  private final SparkSession spark;
  private final Publication publication;
  private final String share;
  private final boolean keepsOthers;

  /**
   * @param share in the names of its files
   * @param keepsOthers false where the others are out of date
   */
  public TableShare(
      SparkSession spark, Publication publication, String share, boolean keepsOthers) {
    this.spark = spark;
    this.publication = publication;
    this.share = PART + share + "-";
    this.keepsOthers = keepsOthers;
  }

  /**
   * Stages the table: this share from rows, a file for each of their partitions that has any, and
   * the other shares as they are.
   *
   * @param rows with at least the table's columns
   * @param order of the rows in each file
   */
  public void write(LakeTable table, Dataset<Row> rows, String... order) throws IOException {
    move(table, rows, publication.staged(table), order);
    if (keepsOthers) {
      publication.keep(table, name -> !name.startsWith(share));
    }
  }

  /**
   * Stages one partition of a table, in the place of what the live version has there.
   *
   * @param partition its folder, as {@code scheme=seed}
   * @param rows with at least the table's columns
   */
  public void writePartition(LakeTable table, String partition, Dataset<Row> rows, String... order)
      throws IOException {
    move(table, rows, new Path(publication.staged(table), partition), order);
  }

  /** Keeps a table's partitions but those that are written. */
  public void keepPartitions(LakeTable table, Set<String> written) throws IOException {
    publication.keepPartitions(table, name -> !written.contains(name));
  }

  private void move(LakeTable table, Dataset<Row> rows, Path staged, String... order)
      throws IOException {
    Path written = new Path(publication.stage(), "new/" + table.tableName());
    rows.select(columns(table.schema().fieldNames()))
        .sortWithinPartitions(columns(order))
        .write()
        .mode(SaveMode.Overwrite)
        .options(TableFile.sparkOptions(table))
        .parquet(written.toString());
    FileSystem fs = PlainFiles.of(staged, spark.sparkContext().hadoopConfiguration());
    fs.mkdirs(staged);
    for (FileStatus file : fs.listStatus(written)) {
      String name = file.getPath().getName();
      if (name.startsWith(PART)) {
        Path named = new Path(staged, share + name.substring(PART.length()));
        if (!fs.rename(file.getPath(), named)) {
          throw new IOException("Cannot rename " + file.getPath() + " to " + named + ".");
        }
      }
    }
  }

  /** The rows of this share that were staged. */
  public Dataset<Row> read(LakeTable table) {
    return spark
        .read()
        .schema(table.schema())
        .parquet(new Path(publication.staged(table), share + "*").toString());
  }

  public static Column[] columns(String... names) {
    return Arrays.stream(names).map(functions::col).toArray(Column[]::new);
  }
}
