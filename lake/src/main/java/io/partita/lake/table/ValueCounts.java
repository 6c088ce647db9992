package io.partita.lake.table;

import static org.apache.spark.sql.functions.col;

import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** How many rows have each value of a column. */
public final class ValueCounts {
  private ValueCounts() {}

  /** Counts by value, in order; rows without a value are left out. */
  public static Map<String, Long> of(Dataset<Row> rows, String column) {
    Map<String, Long> counts = new TreeMap<>();
    rows.where(col(column).isNotNull())
        .groupBy(column)
        .count()
        .collectAsList()
        .forEach(row -> counts.put(row.getAs(column), row.getAs("count")));
    return counts;
  }
}
