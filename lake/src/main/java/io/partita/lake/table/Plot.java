package io.partita.lake.table;

import java.util.Locale;

/**
 * Something that a report shows: a query and how its rows are drawn.
 *
 * @param counted the column whose statistics it draws, as {@code tracks.year}; null of other plots
 * @param section the heading that it is under
 * @param tells one or two sentences: what is counted
 * @param x quantity that lies to the right, with its unit
 * @param y quantity that goes upwards, with its unit
 * @param labels of the first column's values
 * @param sql Spark SQL over the lake's tables; {@code :name} represents the data set's name, quoted
 */
public record Plot(
    String counted,
    String section,
    String title,
    String tells,
    Shape shape,
    String x,
    String y,
    Labels labels,
    String sql) {

  /** How rows are drawn. */
  public enum Shape {
    /** Columns side by side over bins: {@code bin_low, bin_high, count}; null ends are open. */
    HISTOGRAM,
    /** The same where each bin holds one whole number, which is under its column. */
    INTEGERS,
    /** Bars one under another, in the rows' order: {@code category, count}. */
    BARS,
    /** A line for each column but the first, which is their common x. */
    LINES,
    /** Nothing but the rows. */
    TABLE
  }

  /** How many categories bars are drawn of. */
  public static final int MOST_CATEGORIES = 20;

  /** Of numbers in bins, as {@code partita stats} has counted them in a column. */
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
            .formatted(name(y), statisticsOf(column));
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
                column.substring(column.indexOf('.') + 1),
                name(y),
                statisticsOf(column),
                MOST_CATEGORIES);
    return new Plot(column, section, title, tells, Shape.BARS, x, y, labels, sql);
  }

  /** Rows of the table statistics on a column, as {@code tracks.year}. */
  static String statisticsOf(String column) {
    int dot = column.indexOf('.');
    return "dataset = :name AND table = '"
        + column.substring(0, dot)
        + "' AND column = '"
        + column.substring(dot + 1)
        + "'";
  }

  /** Rows that are not drawn. */
  public static Plot table(String section, String title, String tells, String sql) {
    return new Plot(null, section, title, tells, Shape.TABLE, "", "", Labels.NONE, sql);
  }

  /** The query for one data set, as it runs and as a page shows it. */
  public String sqlFor(String dataset) {
    return sql.replace(":name", quoted(dataset)).strip();
  }

  /** A text as a literal of Spark SQL. */
  public static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }

  private static String name(String y) {
    return y.toLowerCase(Locale.ROOT);
  }
}
