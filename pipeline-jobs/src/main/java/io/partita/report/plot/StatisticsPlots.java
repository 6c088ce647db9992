package io.partita.report.plot;

import io.partita.report.plot.Plot.Shape;
import java.util.Locale;

/** How what {@code partita stats} has counted is drawn. */
final class StatisticsPlots {
  static final int MOST_CATEGORIES = 20;

  private StatisticsPlots() {}

  /** Of numbers in bins. */
  static Plot histogram(
      String section, String title, String tells, String column, String x, String y) {
    return binned(section, title, tells, Shape.HISTOGRAM, column, x, y, Labels.NONE);
  }

  /** Of whole numbers, each with a bin of its own. */
  static Plot integers(
      String section,
      String title,
      String tells,
      String column,
      String x,
      String y,
      Labels labels) {
    return binned(section, title, tells, Shape.INTEGERS, column, x, y, labels);
  }

  private static Plot binned(
      String section,
      String title,
      String tells,
      Shape shape,
      String column,
      String x,
      String y,
      Labels labels) {
    String sql =
        """
        SELECT bin_low, bin_high, value AS %s
        FROM statistics
        WHERE %s AND statistic = 'histogram'
        ORDER BY bin_low NULLS FIRST
        """
            .formatted(name(y), of(column));
    return new Plot(column, section, title, tells, shape, x, y, labels, sql);
  }

  /** Of the categories that most rows have. */
  static Plot bars(
      String section,
      String title,
      String tells,
      String column,
      String x,
      String y,
      Labels labels) {
    String sql =
        """
        SELECT category AS %s, value AS %s
        FROM statistics
        WHERE %s AND statistic = 'frequency' AND value > 0
        ORDER BY value DESC, category NULLS LAST
        LIMIT %d
        """
            .formatted(
                column.substring(column.indexOf('.') + 1), name(y), of(column), MOST_CATEGORIES);
    return new Plot(column, section, title, tells, Shape.BARS, x, y, labels, sql);
  }

  /** Rows of the table statistics on a column, as {@code tracks.year}. */
  static String of(String column) {
    int dot = column.indexOf('.');
    return "dataset = :name AND table = '"
        + column.substring(0, dot)
        + "' AND column = '"
        + column.substring(dot + 1)
        + "'";
  }

  private static String name(String y) {
    return y.toLowerCase(Locale.ROOT);
  }
}
