package io.partita.notebook;

import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.internal.chartpart.AxesChart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * A chart of lines and points over a numeric axis, or of bars; an SVG picture in a notebook. Its
 * text is outlines, so that it looks alike everywhere.
 */
public final class Chart {
  private static final int WIDTH = 860;
  private static final int HEIGHT = 380;
  private static final int MAX_LABELS = 16;
  private static final int MAX_BARS = 200;
  private static final Color GRID = new Color(0xDDDDDD);
  private static final Color[] COLORS = {
    new Color(0x3B6FB6),
    new Color(0xB3402E),
    new Color(0x4E9A5B),
    new Color(0xC98A1B),
    new Color(0x7B5EA7),
    new Color(0x5A5A5A),
  };

  private final XYChart chart;

  private Chart(XYChart chart) {
    this.chart = chart;
  }

  /** Axes without anything on them yet. */
  public static Chart of(String title, String x, String y) {
    XYChart chart = new XYChart(WIDTH, HEIGHT);
    style(chart, chart.getStyler(), title, x, y);
    return new Chart(chart);
  }

  /** Adds a line. */
  public Chart line(String name, double[] x, double[] y) {
    XYSeries series = chart.addSeries(name, x, y);
    series.setMarker(SeriesMarkers.NONE);
    series.setLineStyle(new BasicStroke(2));
    return this;
  }

  /** Adds points. */
  public Chart points(String name, double[] x, double[] y) {
    XYSeries series = chart.addSeries(name, x, y);
    series.setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
    series.setMarker(SeriesMarkers.CIRCLE);
    return this;
  }

  /**
   * Adds the points of two columns.
   *
   * @param rows numbers; a row with a null is left out
   */
  public Chart points(String name, Dataset<Row> rows) {
    double[][] columns = columns(rows);
    return points(name, columns[0], columns[1]);
  }

  /** Adds the line of two columns. */
  public Chart line(String name, Dataset<Row> rows) {
    double[][] columns = columns(rows);
    return line(name, columns[0], columns[1]);
  }

  /** Gives the horizontal axis steps of powers of ten. */
  public Chart logarithmicX() {
    chart.getStyler().setXAxisLogarithmic(true);
    return this;
  }

  /**
   * Bars of the rows of a query: its first column tells them apart, every other one is a series.
   *
   * @param y quantity that all bars measure
   */
  public static Html bars(String title, String y, Dataset<Row> rows) {
    List<Row> first = rows.na().drop().limit(MAX_BARS).collectAsList();
    String[] names = rows.columns();
    List<String> labels = first.stream().map(row -> String.valueOf(row.get(0))).toList();
    double[][] values = new double[names.length - 1][];
    for (int series = 0; series < values.length; series++) {
      int column = series + 1;
      values[series] = first.stream().mapToDouble(row -> number(row, column)).toArray();
    }
    return bars(title, names[0], y, labels, Arrays.asList(names).subList(1, names.length), values);
  }

  /**
   * Bars.
   *
   * @param labels of the bars of each series
   * @param values [series][label]
   */
  public static Html bars(
      String title,
      String x,
      String y,
      List<String> labels,
      List<String> series,
      double[][] values) {
    CategoryChart chart = new CategoryChart(WIDTH, HEIGHT);
    style(chart, chart.getStyler(), title, x, y);
    chart.getStyler().setAvailableSpaceFill(0.85);
    chart.getStyler().setLegendVisible(series.size() > 1);
    chart.getStyler().setXAxisMaxLabelCount(MAX_LABELS);
    boolean isCrowded = labels.size() > 1 && String.join("", labels).length() > 70;
    chart.getStyler().setXAxisLabelRotation(isCrowded && labels.size() <= MAX_LABELS ? 30 : 0);
    for (int k = 0; k < values.length; k++) {
      chart.addSeries(series.get(k), labels, Arrays.stream(values[k]).boxed().toList());
    }
    return svg(chart);
  }

  private static void style(
      AxesChart<?, ?> chart, AxesChartStyler styler, String title, String x, String y) {
    chart.setTitle(title);
    chart.setXAxisTitle(x);
    chart.setYAxisTitle(y);
    styler.setLocale(Locale.ROOT);
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setChartTitleBoxVisible(false);
    styler.setPlotGridLinesColor(GRID);
    styler.setPlotGridLinesStroke(new BasicStroke(1));
    styler.setSeriesColors(COLORS);
    styler.setLegendPosition(LegendPosition.OutsideE);
    styler.setLegendBorderColor(GRID);
    styler.setMarkerSize(5);
  }

  private static double[][] columns(Dataset<Row> rows) {
    List<Row> known = rows.na().drop().collectAsList();
    return new double[][] {
      known.stream().mapToDouble(row -> number(row, 0)).toArray(),
      known.stream().mapToDouble(row -> number(row, 1)).toArray()
    };
  }

  private static double number(Row row, int column) {
    return ((Number) row.get(column)).doubleValue();
  }

  private static Html svg(AxesChart<?, ?> chart) {
    try {
      return Show.picture("image/svg+xml", ChartEncoder.getBytes(chart, "svg"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The chart as HTML. */
  @Override
  public String toString() {
    chart.getStyler().setLegendVisible(chart.getSeriesCollection().size() > 1);
    return svg(chart).toString();
  }
}
