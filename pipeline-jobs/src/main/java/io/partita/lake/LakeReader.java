package io.partita.lake;

import static org.apache.spark.sql.functions.lit;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** A lake's tables as Spark sees them: one whole version of each data set, declared schemas. */
public final class LakeReader {
  private static final int CONSISTENT_LOOKS = 100;
  private static final int TRIES = 5;

  private LakeReader() {}

  /** What is asked of the tables. */
  @FunctionalInterface
  public interface Query<T> {
    T answer(Map<LakeTable, Dataset<Row>> tables) throws Exception;
  }

  /**
   * Answers a query, and again with newer tables where a publish takes the files from under it.
   *
   * @param mayRepeat whether the query can be asked again, as long as it has said nothing
   */
  public static <T> T query(
      SparkSession spark, Lake lake, BooleanSupplier mayRepeat, Query<T> query) throws Exception {
    for (int tryNumber = 1; ; tryNumber++) {
      try {
        return query.answer(tables(spark, lake));
      } catch (Exception e) {
        boolean isSwapped = ExceptionUtils.indexOfType(e, FileNotFoundException.class) >= 0;
        if (!isSwapped || !mayRepeat.getAsBoolean() || tryNumber == TRIES) {
          throw e;
        }
      }
    }
  }

  /**
   * Every table over all data sets, as of now. A table that no data set has is empty.
   *
   * @return rows with the columns of {@link LakeTable#readSchema()}
   */
  public static Map<LakeTable, Dataset<Row>> tables(SparkSession spark, Lake lake)
      throws IOException {
    for (int look = 0; look < CONSISTENT_LOOKS; look++) {
      Map<String, String> versions = lake.versions();
      Map<String, Map<LakeTable, Path>> folders = lake.snapshot();
      try {
        Map<LakeTable, Dataset<Row>> tables = tables(spark, folders);
        // Spark takes a folder that vanishes while it lists it for an empty one.
        if (versions.equals(lake.versions()) && folders.equals(lake.snapshot())) {
          return tables;
        }
      } catch (Exception e) {
        boolean isSwapped =
            e instanceof AnalysisException missing
                && "PATH_NOT_FOUND".equals(missing.getErrorClass());
        if (!isSwapped) {
          throw e;
        }
      }
    }
    throw new IOException("Lake " + lake.root() + " is republished faster than it can be read.");
  }

  private static Map<LakeTable, Dataset<Row>> tables(
      SparkSession spark, Map<String, Map<LakeTable, Path>> folders) {
    Map<LakeTable, Dataset<Row>> tables = new EnumMap<>(LakeTable.class);
    for (LakeTable table : LakeTable.values()) {
      tables.put(table, spark.createDataFrame(java.util.List.of(), table.readSchema()));
    }
    folders.forEach(
        (dataset, byTable) ->
            byTable.forEach(
                (table, folder) ->
                    tables.merge(table, read(spark, table, folder, dataset), Dataset::union)));
    return tables;
  }

  /** One folder of one table, wherever it lies, staged or live. */
  private static Dataset<Row> read(
      SparkSession spark, LakeTable table, Path folder, String dataset) {
    StructType schema = table.readSchema();
    StructType inFolder =
        new StructType(
            java.util.Arrays.stream(schema.fields())
                .filter(field -> !field.name().equals(LakeTable.DATASET))
                .toArray(org.apache.spark.sql.types.StructField[]::new));
    Column[] columns =
        java.util.Arrays.stream(inFolder.fieldNames())
            .map(org.apache.spark.sql.functions::col)
            .toArray(Column[]::new);
    return spark
        .read()
        .schema(inFolder)
        .parquet(folder.toString())
        .select(columns)
        .withColumn(LakeTable.DATASET, lit(dataset));
  }
}
