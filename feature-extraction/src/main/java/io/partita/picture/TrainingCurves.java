package io.partita.picture;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * A picture of a training: the losses of training and validation over epochs. Where there are more
 * points than could be shown, neighbours are averaged.
 */
public final class TrainingCurves {
  /**
   * What is known of a training at one moment.
   *
   * @param iteration updates so far
   * @param epoch passes over the training examples so far, with their fraction
   * @param loss of the training examples since the point before, nats an example; NaN if not known
   * @param validationLoss of the validation examples, nats an example; NaN if not known
   */
  public record Point(long iteration, double epoch, double loss, double validationLoss) {}

  static final Color TRAINING = new Color(0x8FA8D6);
  static final Color VALIDATION = new Color(0xB3402E);
  static final Color BEST = new Color(0x2E7D4F);

  private static final int WIDTH = 1000;
  private static final int HEIGHT = 500;
  private static final int MAX_POINTS = 300;

  private TrainingCurves() {}

  /**
   * A PNG file of 1000 × 500 pixels; the same bytes for the same points on one machine.
   *
   * @param unit of the losses
   * @param points by iteration; losses that are not finite leave out their point
   * @param bestEpoch of the point of validation that is marked as the best; NaN for none
   * @throws io.partita.UserException where the machine has no font
   */
  public static byte[] png(String title, String unit, List<Point> points, double bestEpoch) {
    return png(chart(title, unit, points, bestEpoch));
  }

  static byte[] png(XYChart chart) {
    roundAxes(chart);
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    chart.paint(graphics, WIDTH, HEIGHT);
    graphics.dispose();
    return Axes.png(image);
  }

  /**
   * The same as an SVG file, whose text is outlines: it looks alike on machines without the font.
   */
  public static byte[] svg(String title, String unit, List<Point> points, double bestEpoch) {
    return svg(chart(title, unit, points, bestEpoch));
  }

  static byte[] svg(XYChart chart) {
    roundAxes(chart);
    try {
      return ChartEncoder.getBytes(chart, "svg");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static XYChart chart(String title, String unit, List<Point> points, double bestEpoch) {
    XYChart chart = empty(title);
    long iterations = points.stream().mapToLong(Point::iteration).max().orElse(0);
    chart.setXAxisTitle(String.format(Locale.ROOT, "Epoch (%,d iterations)", iterations));
    chart.setYAxisTitle("Loss (" + unit + ")");
    add(chart, "training", points, Point::loss, TRAINING, SeriesMarkers.NONE);
    add(chart, "validation", points, Point::validationLoss, VALIDATION, SeriesMarkers.CIRCLE);
    List<Point> best =
        points.stream().filter(point -> point.epoch() == bestEpoch).limit(1).toList();
    add(chart, "best", best, Point::validationLoss, BEST, SeriesMarkers.DIAMOND);
    return chart;
  }

  /** A chart in the style of all curves, with nothing but its title. */
  static XYChart empty(String title) {
    XYChart chart = new XYChart(WIDTH, HEIGHT);
    style(chart.getStyler());
    chart.setTitle(title);
    return chart;
  }

  /**
   * Makes XChart label round numbers. It labels the points themselves where they are equally
   * spaced, and the value itself where there is one only: room at the ends makes them neither.
   */
  static void roundAxes(XYChart chart) {
    XYStyler styler = chart.getStyler();
    double[] x = values(chart, XYSeries::getXData);
    if (x.length > 0) {
      double last = x[x.length - 1];
      styler.setXAxisMax(last + Math.max(last - (x.length > 1 ? x[x.length - 2] : 0), 0.1) / 3);
    }
    double[] y = values(chart, XYSeries::getYData);
    if (y.length == 1) {
      double around = y[0] == 0 ? 1 : Math.abs(y[0]) / 10;
      styler.setYAxisMin(y[0] - around).setYAxisMax(y[0] + 1.5 * around);
    }
  }

  /** Those of all series once, in order. */
  private static double[] values(XYChart chart, Function<XYSeries, double[]> of) {
    return chart.getSeriesCollection().stream()
        .flatMapToDouble(series -> Arrays.stream(of.apply(series)))
        .sorted()
        .distinct()
        .toArray();
  }

  private static void style(XYStyler styler) {
    styler.setLocale(Locale.ROOT);
    styler.setChartTitleFont(Axes.font(Font.BOLD, 17));
    styler.setAxisTitleFont(Axes.font(Font.PLAIN, 14));
    styler.setAxisTickLabelsFont(Axes.font(Font.PLAIN, 14));
    styler.setLegendFont(Axes.font(Font.PLAIN, 14));
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setChartFontColor(Axes.INK);
    styler.setChartTitleBoxVisible(false);
    styler.setPlotGridLinesColor(Axes.FAINT);
    styler.setPlotGridLinesStroke(new BasicStroke(1));
    styler.setPlotBorderColor(Axes.INK);
    styler.setLegendPosition(LegendPosition.InsideNE);
    styler.setLegendBorderColor(Axes.FAINT);
    styler.setMarkerSize(6);
    styler.setXAxisMin(0.0);
  }

  private static void add(
      XYChart chart,
      String name,
      List<Point> points,
      ToDoubleFunction<Point> loss,
      Color color,
      Marker marker) {
    List<double[]> known = new ArrayList<>();
    for (Point point : points) {
      if (Double.isFinite(loss.applyAsDouble(point))) {
        known.add(new double[] {point.epoch(), loss.applyAsDouble(point)});
      }
    }
    if (known.isEmpty()) {
      return;
    }
    double[][] shown = averaged(known);
    XYSeries series = chart.addSeries(name, shown[0], shown[1]);
    series.setLineColor(color);
    series.setLineStyle(new BasicStroke(2));
    // One point alone makes no line.
    series.setMarker(
        marker == SeriesMarkers.NONE && shown[0].length == 1 ? SeriesMarkers.CIRCLE : marker);
    series.setMarkerColor(color);
  }

  /** Means of runs of neighbours, at most {@link #MAX_POINTS}: [2][points] abscissas, ordinates. */
  static double[][] averaged(List<double[]> points) {
    int count = Math.min(points.size(), MAX_POINTS);
    double[][] shown = new double[2][count];
    for (int i = 0; i < count; i++) {
      int from = (int) ((long) i * points.size() / count);
      int to = (int) ((i + 1L) * points.size() / count);
      for (double[] point : points.subList(from, to)) {
        shown[0][i] += point[0] / (to - from);
        shown[1][i] += point[1] / (to - from);
      }
    }
    return shown;
  }
}
