package io.partita.lake;

import io.partita.lake.table.LakeTable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A lake's tables as Spark sees them: one whole version of each data set, declared schemas. */
public final class LakeReader {
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
    return repeat(mayRepeat, () -> query.answer(tables(spark, lake)));
  }

  /**
   * Does something that reads a lake, and again where a publish takes the files from under it.
   *
   * @param mayRepeat whether it can be done again, as long as it has had no effect
   */
  public static <T> T repeat(BooleanSupplier mayRepeat, Callable<T> query) throws Exception {
    for (int tryNumber = 1; ; tryNumber++) {
      try {
        return query.call();
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
    LakeSnapshot snapshot = LakeSnapshot.of(spark, lake, List.of(LakeTable.values()));
    Map<LakeTable, Dataset<Row>> tables = new EnumMap<>(LakeTable.class);
    for (LakeTable table : LakeTable.values()) {
      tables.put(table, snapshot.rows(table));
    }
    return tables;
  }
}
