package io.partita.picture;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.knowm.xchart.AnnotationText;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * A picture of several trainings: one figure of validation over iterations. Each group of trainings
 * has a color; of a group of several each one is a thin line and their mean a thick one. The best
 * validation of each is marked.
 */
public final class ComparedCurves {
  /** Okabe and Ito's, without the yellow that is too light on white: told apart by most eyes. */
  static final List<Color> COLORS =
      List.of(
          new Color(0x0072B2),
          new Color(0xD55E00),
          new Color(0x009E73),
          new Color(0xCC79A7),
          new Color(0xE69F00),
          new Color(0x56B4E9),
          new Color(0x000000));

  private static final String ITERATION = "Iteration";
  private static final int THIN_ALPHA = 90;

  /** How lines of the same color differ, from the eighth group on. */
  private static final float[][] DASHES = {null, {8, 5}, {2, 4}};

  /**
   * What a validation found.
   *
   * @param iteration updates before it
   * @param value of the figure; none that is not finite is drawn
   */
  public record Point(long iteration, double value) {}

  /**
   * One training.
   *
   * @param points by iteration
   * @param bestIteration of the point that is marked; one of which there is no point marks nothing
   */
  public record Curve(List<Point> points, long bestIteration) {}

  /** Trainings that belong together, under a name for the legend. */
  public record Group(String name, List<Curve> curves) {}

  /** A place on the axis that is marked by a dashed line, with a name below it. */
  public record Mark(long at, String name) {}

  /** Of a dashed line's color and dashes. */
  static final Color MARK_COLOR = new Color(0x8A8A8A);

  private static final float[] MARK_DASH = {5, 5};

  /** For names of marks below all values, a share of their range. */
  private static final double MARK_ROOM = 0.08;

  private ComparedCurves() {}

  /**
   * A PNG file of 1000 × 500 pixels; the same bytes for the same groups on one machine.
   *
   * @param figure its name and unit, for the axis
   * @throws io.partita.UserException where the machine has no font
   */
  public static byte[] png(String title, String figure, List<Group> groups) {
    return TrainingCurves.png(chart(title, ITERATION, figure, groups));
  }

  /**
   * The same over something else than iterations.
   *
   * @param over what the points' iterations represent, for the axis
   */
  public static byte[] png(String title, String over, String figure, List<Group> groups) {
    return png(title, over, figure, groups, List.of());
  }

  /**
   * The same with places that are marked.
   *
   * @param marks by their place, for dashed lines over all values
   */
  public static byte[] png(
      String title, String over, String figure, List<Group> groups, List<Mark> marks) {
    XYChart chart = chart(title, over, figure, groups);
    double[] values =
        groups.stream()
            .flatMap(group -> group.curves().stream())
            .flatMap(curve -> finite(curve.points()).stream())
            .mapToDouble(Point::value)
            .sorted()
            .toArray();
    for (int i = 0; i < marks.size() && values.length > 0; i++) {
      add(chart, i, marks.get(i), values[0], values[values.length - 1]);
    }
    return TrainingCurves.png(chart);
  }

  /** The name is below all curves: the legend is above them. */
  private static void add(XYChart chart, int number, Mark mark, double lowest, double highest) {
    double room = MARK_ROOM * (highest - lowest);
    XYSeries series =
        chart.addSeries(
            "mark " + number,
            new double[] {mark.at(), mark.at()},
            new double[] {lowest - room / 2, highest});
    series.setLineColor(MARK_COLOR);
    series.setLineStyle(stroke(1.2f, MARK_DASH));
    series.setMarker(SeriesMarkers.NONE);
    series.setShowInLegend(false);
    chart.addAnnotation(new AnnotationText(mark.name(), mark.at(), lowest - room, false));
  }

  /** The same as an SVG file, whose text is outlines. */
  public static byte[] svg(String title, String figure, List<Group> groups) {
    return TrainingCurves.svg(chart(title, ITERATION, figure, groups));
  }

  private static XYChart chart(String title, String over, String figure, List<Group> groups) {
    XYChart chart = TrainingCurves.empty(title);
    chart.setXAxisTitle(over);
    chart.setYAxisTitle(figure);
    for (int i = 0; i < groups.size(); i++) {
      add(chart, i, groups.get(i));
    }
    return chart;
  }

  private static void add(XYChart chart, int number, Group group) {
    Color color = COLORS.get(number % COLORS.size());
    float[] dash = DASHES[number / COLORS.size() % DASHES.length];
    List<Point> mean = mean(group.curves());
    Color thin = new Color(color.getRed(), color.getGreen(), color.getBlue(), THIN_ALPHA);
    if (group.curves().size() > 1) {
      for (int i = 0; i < group.curves().size(); i++) {
        List<Point> points = finite(group.curves().get(i).points());
        XYSeries line = line(chart, number + " line " + i, points, thin, stroke(1.2f, dash));
        if (line != null) {
          line.setShowInLegend(false);
        }
      }
    }
    line(chart, name(number, group), mean, color, stroke(2.5f, dash));
    for (int i = 0; i < group.curves().size(); i++) {
      mark(chart, number + " best " + i, group.curves().get(i), color);
    }
  }

  /** Series are distinguished by their names, and groups may share one. */
  private static String name(int number, Group group) {
    return group.name().isEmpty() ? "group " + (number + 1) : group.name() + " ".repeat(number);
  }

  private static BasicStroke stroke(float width, float[] dash) {
    return new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, dash, 0);
  }

  private static List<Point> finite(List<Point> points) {
    return points.stream().filter(point -> Double.isFinite(point.value())).toList();
  }

  /** Means at the iterations at which all of them were validated: of one curve, itself. */
  private static List<Point> mean(List<Curve> curves) {
    TreeMap<Long, List<Double>> values = new TreeMap<>();
    for (Curve curve : curves) {
      for (Point point : finite(curve.points())) {
        values.computeIfAbsent(point.iteration(), at -> new ArrayList<>()).add(point.value());
      }
    }
    List<Point> means = new ArrayList<>();
    values.forEach(
        (iteration, found) -> {
          if (found.size() == curves.size()) {
            double sum = found.stream().mapToDouble(value -> value).sum();
            means.add(new Point(iteration, sum / found.size()));
          }
        });
    return means;
  }

  /**
   * @return null where there are no points
   */
  private static XYSeries line(
      XYChart chart, String name, List<Point> points, Color color, BasicStroke stroke) {
    if (points.isEmpty()) {
      return null;
    }
    double[][] shown =
        TrainingCurves.averaged(
            points.stream().map(point -> new double[] {point.iteration(), point.value()}).toList());
    XYSeries series = chart.addSeries(name, shown[0], shown[1]);
    series.setLineColor(color);
    series.setLineStyle(stroke);
    // One point alone makes no line.
    series.setMarker(shown[0].length == 1 ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
    series.setMarkerColor(color);
    return series;
  }

  private static void mark(XYChart chart, String name, Curve curve, Color color) {
    for (Point point : finite(curve.points())) {
      if (point.iteration() == curve.bestIteration()) {
        XYSeries series =
            chart.addSeries(name, new double[] {point.iteration()}, new double[] {point.value()});
        series.setLineStyle(stroke(0, null));
        series.setMarker(SeriesMarkers.DIAMOND);
        series.setMarkerColor(color);
        series.setShowInLegend(false);
        return;
      }
    }
  }
}
