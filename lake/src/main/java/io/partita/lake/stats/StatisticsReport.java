package io.partita.lake.stats;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.partita.lake.TableRun;
import io.partita.lake.run.RunHeader;
import io.partita.lake.table.LakeTable;
import io.partita.lake.table.StatisticsPlan.Scale;
import java.util.Locale;
import java.util.Map;

/**
 * What a run of {@code stats} counted, as {@code _run.json} and as {@code --json} print it.
 *
 * @param tables the runs that made the tables it counted, by the tables' names
 * @param withSuspects whether rows of suspect files are in the figures
 * @param rows of the table statistics
 * @param figures all but histograms and frequencies, by table, column and statistic; the column is
 *     empty for figures of whole rows
 * @param alike files that hold the same music; null where nobody looked for them
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record StatisticsReport(
    @JsonUnwrapped RunHeader run,
    Map<String, TableRun> tables,
    boolean withSuspects,
    int rows,
    Map<String, Map<String, Map<String, Double>>> figures,
    @JsonInclude(JsonInclude.Include.NON_NULL) AlikeFiles alike) {

  private static final String LINE = "%-36s %14s %14s %14s %14s%n";

  /** The tables' rows, the columns of numbers, and what is repeated or in several splits. */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(Locale.ROOT, "stats → %s, data set %s%n%n", run.lake(), run.dataset()));
    text.append(String.format(Locale.ROOT, "%-36s %14s%n", "table", "rows"));
    figures.forEach(
        (table, columns) ->
            text.append(
                String.format(Locale.ROOT, "%-36s %,14.0f%n", table, columns.get("").get("rows"))));
    text.append(suspects());
    text.append(alike == null ? "" : alike.text());
    text.append(String.format(Locale.ROOT, "%n" + LINE, "numbers", "min", "median", "mean", "max"));
    forEachColumn(
        (table, column, values) -> {
          if (values.containsKey("min")) {
            String format = isYear(table, column) ? "%.0f" : "%,.3f";
            text.append(
                String.format(
                    Locale.ROOT,
                    LINE,
                    table + "." + column,
                    number(format, values.get("min")),
                    number(format, values.get("median")),
                    number(format, values.get("mean")),
                    number(format, values.get("max"))));
          }
        });
    text.append(
        String.format(
            Locale.ROOT, "%n" + LINE, "values", "distinct", "rows that", "in several", "unknown"));
    text.append(String.format(Locale.ROOT, LINE, "", "", "repeat one", "splits", ""));
    forEachColumn(
        (table, column, values) -> {
          if (values.containsKey("distinct")) {
            text.append(
                String.format(
                    Locale.ROOT,
                    LINE,
                    table + "." + column,
                    count(values.get("distinct")),
                    count(values.get("duplicates")),
                    count(values.get("leaks")),
                    count(values.get("nulls"))));
          }
        });
    text.append(
        String.format(
            Locale.ROOT, "%n%,d rows, %.1f seconds, run %s", rows, run.seconds(), run.runId()));
    return text.toString();
  }

  /** How many rows of each table are of suspect files; nothing where there are none. */
  private String suspects() {
    StringBuilder text = new StringBuilder();
    figures.forEach(
        (table, columns) -> {
          double suspects = columns.get("").getOrDefault("suspects", 0.0);
          if (suspects > 0) {
            text.append(String.format(Locale.ROOT, "%-36s %,14.0f%n", table, suspects));
          }
        });
    if (text.isEmpty()) {
      return "";
    }
    String head =
        String.format(
            Locale.ROOT,
            "%,.0f kept files are suspect (%.1f %%), %s",
            figures.get("midi_files").get("").get("suspects"),
            100 * figures.get("midi_files").get("suspect").get("share"),
            withSuspects ? "and counted" : "and left out");
    return String.format(
        Locale.ROOT, "%n%s%n%-36s %14s%n%s", head, "table", "rows of suspects", text);
  }

  /** Takes a column's table and name, and its figures. */
  private interface Column {
    void print(String table, String column, Map<String, Double> figures);
  }

  private void forEachColumn(Column column) {
    figures.forEach(
        (table, columns) -> columns.forEach((name, values) -> column.print(table, name, values)));
  }

  private static boolean isYear(String table, String column) {
    return LakeTable.named(table)
        .filter(counted -> counted.spec().statistics().scale(column) == Scale.YEAR)
        .isPresent();
  }

  /** Whole numbers without a fraction; nothing where there is no such figure. */
  private static String number(String format, Double value) {
    if (value == null) {
      return "";
    }
    boolean isWhole = value == Math.rint(value);
    return String.format(Locale.ROOT, isWhole ? format.replace(".3", ".0") : format, value);
  }

  private static String count(Double value) {
    return value == null ? "" : String.format(Locale.ROOT, "%,.0f", value);
  }
}
