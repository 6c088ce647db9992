package io.partita.lake.table;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;

/**
 * What the report of the run that made a table tells of its rows.
 *
 * @param inWords figures of the report that they are compared with, as Markdown; empty where it
 *     tells nothing
 * @param counts the figures of a report that must equal the table's exactly; a figure that it lacks
 *     was never counted up from 0
 */
public record Reported(String inWords, Function<JsonNode, List<ReportedCount>> counts) {
  private static final String MODEL = "model_sha256";

  /** Whether rows that a report counts were dropped since. */
  private static final String ROWS_DROPPED = "rows_dropped";

  /** Of a table whose runs report no figure of it. */
  static final Reported NOTHING = new Reported("", report -> List.of());

  /** Rows as many as a figure of the report, as {@code counts.notes}. */
  static Reported rows(String figure) {
    return new Reported("`" + figure + "`", report -> rows(at(report, figure).asLong()));
  }

  /** Rows as many as the figures of a group of the report together. */
  static Reported rowsOfAll(String group) {
    return new Reported("`" + group + "`, all", report -> rows(total(report.path(group))));
  }

  /**
   * One sum over the table that is a figure of the report.
   *
   * @param what is summed up, as frames
   * @param counted sums it up
   */
  static Reported sum(String inWords, String what, Supplier<Column> counted, String figure) {
    return new Reported(
        inWords + " with `" + figure + "`",
        report -> List.of(new ReportedCount(what, counted.get(), at(report, figure).asLong())));
  }

  /**
   * A figure of the last run, which is of one model; rows of other models may be in the table.
   *
   * @param figures what a row is of, as slices; a report has one of them
   */
  static Reported ofLastModel(String... figures) {
    return new Reported(
        "`" + String.join("` or `", figures) + "` of the last run, so one model",
        report ->
            Stream.of(figures)
                .filter(figure -> report.has(figure) && !report.has(ROWS_DROPPED))
                .map(
                    figure ->
                        new ReportedCount(
                            figure + " of the last model",
                            count_if(col(MODEL).equalTo(report.path(MODEL).asText())),
                            report.path(figure).asLong()))
                .toList());
  }

  /**
   * A report of a table that has no longer all of its rows.
   *
   * @param report null if absent
   */
  public static JsonNode partly(JsonNode report) {
    return report == null ? null : ((ObjectNode) report.deepCopy()).put(ROWS_DROPPED, true);
  }

  /** That a table has so many rows. */
  static List<ReportedCount> rows(long wanted) {
    return List.of(new ReportedCount("rows", count(lit(1)), wanted));
  }

  /** The sum of the figures of a group. */
  static long total(JsonNode group) {
    long total = 0;
    for (JsonNode count : group) {
      total += count.asLong();
    }
    return total;
  }

  private static JsonNode at(JsonNode report, String figure) {
    return report.at("/" + figure.replace('.', '/'));
  }
}
