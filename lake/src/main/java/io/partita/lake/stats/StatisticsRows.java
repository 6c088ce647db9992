package io.partita.lake.stats;

import io.partita.lake.table.LakeTable;
import io.partita.lake.table.RowBuilder;
import io.partita.lake.table.StatisticsPlan;
import io.partita.statistics.Bins;
import io.partita.statistics.ColumnSummary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.apache.spark.sql.Row;

/** The rows of the table statistics. How many there are depends on the plan, not on the data. */
final class StatisticsRows {
  private final List<Row> rows = new ArrayList<>();
  private final Map<String, Map<String, Map<String, Double>>> figures = new LinkedHashMap<>();

  /** In the order in which they were added. */
  List<Row> rows() {
    return rows;
  }

  /** The figures that are neither bins nor categories: by table, column or "", and statistic. */
  Map<String, Map<String, Map<String, Double>>> figures() {
    return figures;
  }

  /**
   * A figure that is a number of rows or values.
   *
   * @param column null for whole rows
   */
  void count(LakeTable table, String column, String statistic, long count) {
    figure(table, column, statistic, (double) count);
  }

  /** Of how much of the values of a column something is true, 0..1. */
  void share(LakeTable table, String column, double share) {
    figure(table, column, "share", share);
  }

  /** How many rows are of a category; of all that have no line of their own where it is null. */
  void frequency(LakeTable table, String column, String category, long count) {
    rows.add(row(table, column, "frequency", (double) count).set("category", category).row());
  }

  /**
   * The figures of a column of numbers, those that it has, and its histogram; nothing of a column
   * without numbers.
   *
   * @param median null without numbers
   */
  void numbers(
      LakeTable table, StatisticsPlan.Numbers numbers, ColumnSummary summary, Double median) {
    String column = numbers.column();
    if (summary.count() == 0) {
      return;
    }
    figure(table, column, "min", summary.min());
    figure(table, column, "max", summary.max());
    if (numbers.scale() != StatisticsPlan.Scale.CODE) {
      figure(table, column, "mean", summary.mean());
      figure(table, column, "stddev", summary.stddev());
      figure(table, column, "median", median.doubleValue());
    }
    Bins bins = summary.bins();
    for (int bin = 0; bin < bins.count(); bin++) {
      rows.add(
          row(table, column, "histogram", (double) summary.inBin(bin))
              .set("bin_low", bins.low(bin))
              .set("bin_high", bins.high(bin))
              .row());
    }
  }

  private void figure(LakeTable table, String column, String statistic, OptionalDouble value) {
    value.ifPresent(known -> figure(table, column, statistic, known));
  }

  private void figure(LakeTable table, String column, String statistic, double value) {
    rows.add(row(table, column, statistic, value).row());
    figures
        .computeIfAbsent(table.tableName(), name -> new LinkedHashMap<>())
        .computeIfAbsent(column == null ? "" : column, name -> new LinkedHashMap<>())
        .put(statistic, value);
  }

  private static RowBuilder row(LakeTable table, String column, String statistic, double value) {
    return RowBuilder.of(LakeTable.STATISTICS)
        .set("table", table.tableName())
        .set("column", column)
        .set("statistic", statistic)
        .set("value", value);
  }
}
