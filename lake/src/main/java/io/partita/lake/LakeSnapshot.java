package io.partita.lake;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.partita.lake.table.LakeTable;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.datasources.LogicalRelation;
import org.apache.spark.sql.sources.BaseRelation;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The files of some tables at one moment: one whole version of each data set. */
public final class LakeSnapshot {
  private static final int CONSISTENT_LOOKS = 100;

  private final SparkSession spark;
  private final Map<LakeTable, Map<String, BaseRelation>> filesByTable =
      new EnumMap<>(LakeTable.class);

  private LakeSnapshot(SparkSession spark) {
    this.spark = spark;
  }

  /**
   * The versions that are whole now.
   *
   * @throws IOException when the lake is republished faster than its files can be listed
   */
  public static LakeSnapshot of(SparkSession spark, Lake lake, Collection<LakeTable> tables)
      throws IOException {
    for (int look = 0; look < CONSISTENT_LOOKS; look++) {
      Map<String, String> versions = lake.versions();
      Map<String, Map<LakeTable, Path>> folders = lake.snapshot();
      try {
        LakeSnapshot snapshot = new LakeSnapshot(spark);
        tables.forEach(table -> snapshot.list(table, folders));
        // Spark takes a folder that vanishes while it lists it for an empty one.
        if (versions.equals(lake.versions()) && folders.equals(lake.snapshot())) {
          return snapshot;
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

  /**
   * A table's rows over all data sets, with the columns of {@link LakeTable#readSchema()}. Each
   * call gives columns with identities of their own, so that a table can be joined to itself.
   */
  public Dataset<Row> rows(LakeTable table) {
    StructType schema = table.readSchema();
    Dataset<Row> rows = spark.createDataFrame(List.of(), schema);
    for (Map.Entry<String, BaseRelation> files : filesByTable.get(table).entrySet()) {
      Column[] columns =
          Arrays.stream(schema.fieldNames())
              .map(name -> isDataset(name) ? lit(files.getKey()).as(name) : col(name))
              .toArray(Column[]::new);
      rows = rows.union(spark.baseRelationToDataFrame(files.getValue()).select(columns));
    }
    return rows;
  }

  private void list(LakeTable table, Map<String, Map<LakeTable, Path>> folders) {
    Map<String, BaseRelation> files = new TreeMap<>();
    folders.forEach(
        (dataset, byTable) -> {
          if (byTable.containsKey(table)) {
            files.put(dataset, files(table, byTable.get(table)));
          }
        });
    filesByTable.put(table, files);
  }

  /** One folder of one table, wherever it lies, staged or live. */
  private BaseRelation files(LakeTable table, Path folder) {
    Dataset<Row> rows =
        spark.read().schema(inFolder(table.readSchema())).parquet(folder.toString());
    return ((LogicalRelation) rows.queryExecution().analyzed()).relation();
  }

  private static StructType inFolder(StructType schema) {
    return new StructType(
        Arrays.stream(schema.fields())
            .filter(field -> !isDataset(field.name()))
            .toArray(StructField[]::new));
  }

  private static boolean isDataset(String column) {
    return column.equals(LakeTable.DATASET);
  }
}
