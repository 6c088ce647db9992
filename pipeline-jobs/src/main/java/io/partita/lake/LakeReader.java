package io.partita.lake;

import static org.apache.spark.sql.functions.lit;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** A lake's tables as Spark sees them: one whole version of each data set, declared schemas. */
public final class LakeReader {
  private LakeReader() {}

  /**
   * Every table over all data sets, as of now. A table that no data set has is empty.
   *
   * @return rows with the columns of {@link LakeTable#readSchema()}
   */
  public static Map<LakeTable, Dataset<Row>> tables(SparkSession spark, Lake lake)
      throws IOException {
    Map<LakeTable, Dataset<Row>> tables = new EnumMap<>(LakeTable.class);
    for (LakeTable table : LakeTable.values()) {
      tables.put(table, spark.createDataFrame(java.util.List.of(), table.readSchema()));
    }
    for (Map.Entry<String, Map<LakeTable, Path>> dataset : lake.snapshot().entrySet()) {
      dataset
          .getValue()
          .forEach(
              (table, folder) ->
                  tables.merge(
                      table, read(spark, table, folder, dataset.getKey()), Dataset::union));
    }
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
