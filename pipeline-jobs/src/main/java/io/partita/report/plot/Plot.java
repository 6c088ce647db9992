package io.partita.report.plot;

/**
 * Something that a report shows: a query and how its rows are drawn.
 *
 * @param counted the column whose statistics it draws, as {@code tracks.year}; null of other plots
 * @param section the heading that it stands under
 * @param tells one or two sentences: what is counted
 * @param x what lies to the right, with its unit
 * @param y what goes upwards, with its unit
 * @param labels of the first column's values
 * @param sql Spark SQL over the lake's tables; {@code :name} stands for the data set's name, quoted
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
    /** The same where each bin holds one whole number, which stands under its column. */
    INTEGERS,
    /** Bars one under another, in the rows' order: {@code category, count}. */
    BARS,
    /** A line for each column but the first, which is their common x. */
    LINES,
    /** Nothing but the rows. */
    TABLE
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
}
