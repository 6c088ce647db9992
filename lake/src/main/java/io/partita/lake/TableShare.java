package io.partita.lake;

import io.partita.lake.table.LakeTable;
import io.partita.lake.table.TableFile;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

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
  private final Map<String, String> provenance;

  /**
   * @param share in the names of its files
   * @param keepsOthers false where the others are out of date
   * @param provenance key-value pairs for the files' footers
   */
  public TableShare(
      SparkSession spark,
      Publication publication,
      String share,
      boolean keepsOthers,
      Map<String, String> provenance) {
    this.spark = spark;
    this.publication = publication;
    this.share = begin(share);
    this.keepsOthers = keepsOthers;
    this.provenance = provenance;
  }

  /** How the names of a share's files begin. */
  static String begin(String share) {
    return PART + share + "-";
  }

  /**
   * Stages the table: this share from rows, a file for each of their partitions that has any, and
   * the other shares as they are.
   *
   * @param rows with at least the table's columns
   * @param order of the rows in each file
   */
  public void write(LakeTable table, Dataset<Row> rows, String... order) throws IOException {
    publication.wrote(table, files(table, rows, publication.staged(table), order));
    keepOthers(table);
  }

  /**
   * The same of a table with partitions, into one of them; a share is in one partition alone.
   *
   * @param partition its folder, as {@code of_table=drum_slices}
   */
  public void writeInto(LakeTable table, String partition, Dataset<Row> rows, String... order)
      throws IOException {
    writePartition(table, partition, rows, order);
    keepOthers(table);
  }

  private void keepOthers(LakeTable table) {
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
    Path folder = new Path(publication.staged(table), partition);
    publication.wrote(table, files(table, rows, folder, order));
  }

  /** Keeps a table's partitions but those that are written. */
  public void keepPartitions(LakeTable table, Set<String> written) throws IOException {
    publication.keepPartitions(table, name -> !written.contains(name));
  }

  /**
   * Writes a file for each partition that has rows, and one at least. What lost tasks leave beside
   * them is not among those that it tells of.
   */
  private List<String> files(LakeTable table, Dataset<Row> given, Path folder, String... order)
      throws IOException {
    Dataset<Row> rows =
        given.select(columns(table.schema().fieldNames())).sortWithinPartitions(columns(order));
    requireTypes(table, rows.schema());
    Broadcast<SerializableConfiguration> conf =
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .broadcast(new SerializableConfiguration(spark.sparkContext().hadoopConfiguration()));
    String begin = share;
    Map<String, String> told = provenance;
    String to = folder.toString();
    List<String> files =
        rows.queryExecution()
            .toRdd()
            .toJavaRDD()
            .mapPartitionsWithIndex(
                (partition, its) -> {
                  if (partition > 0 && !its.hasNext()) {
                    return Collections.emptyIterator();
                  }
                  Path path = newFile(to, begin, partition);
                  try (TableFile<InternalRow> file =
                      TableFile.ofQuery(path, table, told, conf.value().value())) {
                    while (its.hasNext()) {
                      file.write(its.next());
                    }
                  }
                  return List.of(path.toString()).iterator();
                },
                false)
            .collect();
    if (!files.isEmpty()) {
      return files;
    }
    Path empty = newFile(to, begin, 0); // of a query without partitions
    TableFile.ofQuery(empty, table, told, spark.sparkContext().hadoopConfiguration()).close();
    return List.of(empty.toString());
  }

  private static Path newFile(String folder, String begin, int partition) {
    return new Path(
        folder,
        String.format(Locale.ROOT, "%s%05d-%s.zstd.parquet", begin, partition, UUID.randomUUID()));
  }

  /** Rows as Spark has them in memory do not know their types. */
  private static void requireTypes(LakeTable table, StructType found) {
    for (StructField column : table.schema().fields()) {
      String type = found.apply(column.name()).dataType().catalogString();
      if (!type.equals(column.dataType().catalogString())) {
        throw new IllegalStateException(
            table.tableName() + "." + column.name() + " was given values of type " + type);
      }
    }
  }

  /** The rows that the next version has of this share. */
  public Dataset<Row> read(LakeTable table) {
    List<String> files = publication.soFar(table, name -> name.startsWith(share));
    return spark.read().schema(table.schema()).parquet(files.toArray(String[]::new));
  }

  public static Column[] columns(String... names) {
    return Arrays.stream(names).map(functions::col).toArray(Column[]::new);
  }
}
