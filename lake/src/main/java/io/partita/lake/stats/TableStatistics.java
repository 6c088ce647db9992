package io.partita.lake.stats;

import static io.partita.lake.table.LakeTable.MIDI_FILES;
import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.partita.lake.run.Suspects;
import io.partita.lake.table.LakeTable;
import io.partita.lake.table.StatisticsPlan;
import io.partita.lake.table.StatisticsPlan.Identity;
import io.partita.lake.table.StatisticsPlan.Leaks;
import io.partita.statistics.ColumnSummary;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.util.LongAccumulator;

/** Counts one table by its plan. */
final class TableStatistics {
  private final LakeTable counted;
  private final StatisticsPlan plan;
  private final Dataset<Row> all;
  private final Dataset<Row> table;
  private final Suspects suspects;
  private final StatisticsRows rows;

  /**
   * @param all the rows of one data set
   * @param suspects of the data set
   * @param withSuspects whether their rows are counted
   * @param rows list that takes the figures
   */
  TableStatistics(
      LakeTable counted,
      Dataset<Row> all,
      Suspects suspects,
      boolean withSuspects,
      StatisticsRows rows) {
    this.counted = counted;
    this.plan = counted.spec().statistics();
    this.all = all;
    this.table = withSuspects || !Suspects.mayBeIn(counted) ? all : suspects.without(all);
    this.suspects = suspects;
    this.rows = rows;
  }

  /** Counts the rows, and of each column that may be null those without a value. */
  long rowsAndNulls() {
    List<StructField> optional =
        plan.isEmpty()
            ? List.of()
            : Arrays.stream(counted.schema().fields()).filter(StructField::nullable).toList();
    Row counts =
        table
            .agg(
                count(lit(1)).as("rows"),
                optional.stream().map(TableStatistics::known).toArray(Column[]::new))
            .head();
    long count = counts.getAs("rows");
    rows.count(counted, null, "rows", count);
    for (int i = 0; i < optional.size(); i++) {
      rows.count(counted, optional.get(i).name(), "nulls", count - counts.getLong(i + 1));
    }
    return count;
  }

  /**
   * Counts the rows of suspect files, whether they are left out of the other figures or not;
   * nothing where nobody looked for suspects.
   */
  void suspects() {
    if (!Suspects.mayBeIn(counted) || !suspects.areMarked()) {
      return;
    }
    rows.count(counted, null, "suspects", suspects.countIn(all));
    if (counted == MIDI_FILES) {
      rows.share(counted, "suspect", suspects.share());
    }
  }

  private static Column known(StructField field) {
    Column column = col(field.name());
    boolean isNumber = field.dataType().equals(DataTypes.DoubleType);
    // Spark takes NaN for larger than anything.
    return count(isNumber ? when(abs(column).lt(Double.POSITIVE_INFINITY), column) : column);
  }

  /**
   * Sums up the columns of numbers.
   *
   * @param done counter of the rows
   */
  void numbers(LongAccumulator done) {
    if (plan.numbers().isEmpty()) {
      return;
    }
    NumberColumns numbers = new NumberColumns(plan.numbers(), table);
    List<ColumnSummary> summaries = numbers.summaries(done);
    List<Double> medians = numbers.medians(summaries);
    for (int i = 0; i < summaries.size(); i++) {
      rows.numbers(counted, plan.numbers().get(i), summaries.get(i), medians.get(i));
    }
  }

  /** Counts distinct values, rows that repeat one, and values in several splits. */
  void identities() {
    if (plan.identities().isEmpty()) {
      return;
    }
    Map<String, Row> found = new LinkedHashMap<>();
    ColumnValues.identities(plan.identities(), table)
        .forEach(row -> found.put(row.getAs("column"), row));
    for (Identity column : plan.identities()) {
      Row row = found.get(column.column());
      rows.count(
          counted, column.column(), "distinct", row == null ? 0 : row.<Long>getAs("distinct"));
      if (column.duplicates()) {
        rows.count(
            counted, column.column(), "duplicates", row == null ? 0 : row.<Long>getAs("repeated"));
      }
      if (column.leaks() != Leaks.UNCOUNTED) {
        rows.count(counted, column.column(), "leaks", row == null ? 0 : row.<Long>getAs("leaks"));
      }
    }
  }

  /** Counts the rows of each category. */
  void frequencies() {
    if (plan.categories().isEmpty()) {
      return;
    }
    for (Row row : ColumnValues.frequencies(plan.categories(), table)) {
      rows.frequency(counted, row.getAs("column"), row.getAs("kept"), row.getAs("n"));
    }
  }
}
