package io.partita.lake;

import io.partita.lake.table.LakeTable;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A lake's tables as Spark sees them: one whole version of each data set, declared schemas. */
public final class LakeReader {
  private LakeReader() {}

  /** What is asked of the tables. */
  @FunctionalInterface
  public interface Query<T> {
    T answer(Map<LakeTable, Dataset<Row>> tables) throws Exception;
  }

  /** Answers a query from the tables as of now. */
  public static <T> T query(SparkSession spark, Lake lake, Query<T> query) throws Exception {
    return query.answer(tables(spark, lake));
  }

  /**
   * Every table over all data sets, as of now. A table that no data set has is empty.
   *
   * @return rows with the columns of {@link LakeTable#readSchema()}
   */
  public static Map<LakeTable, Dataset<Row>> tables(SparkSession spark, Lake lake)
      throws IOException {
    LakeSnapshot snapshot = LakeSnapshot.of(spark, lake, List.of(LakeTable.values()));
    Map<LakeTable, Dataset<Row>> tables = new EnumMap<>(LakeTable.class);
    for (LakeTable table : LakeTable.values()) {
      tables.put(table, snapshot.rows(table));
    }
    return tables;
  }
}
