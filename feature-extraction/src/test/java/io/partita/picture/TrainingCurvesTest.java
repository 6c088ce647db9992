package io.partita.picture;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.XYChart;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class TrainingCurvesTest {
  private static final List<TrainingCurves.Point> POINTS = points(5000);

  @Test
  void thePngShowsBothLossesFallingFromLeftToRight() throws Exception {
    BufferedImage image =
        ImageIO.read(
            new ByteArrayInputStream(
                TrainingCurves.png("Cello suites", "nats per note", POINTS, Double.NaN)));
    assertThat(image.getWidth()).isEqualTo(1000);
    assertThat(image.getHeight()).isEqualTo(500);
    for (int rgb :
        new int[] {TrainingCurves.TRAINING.getRGB(), TrainingCurves.VALIDATION.getRGB()}) {
      double left = meanY(image, rgb, 90, 300);
      double right = meanY(image, rgb, 500, 700);
      assertThat(left).isLessThan(right - 50);
    }
  }

  @Test
  void theSvgIsXmlWithBothCurvesAndTheTextAsOutlines() throws Exception {
    byte[] svg = TrainingCurves.svg("Cello & others", "nats per note", POINTS, Double.NaN);
    Element root = read(svg).getDocumentElement();
    assertThat(root.getTagName()).isEqualTo("svg");
    assertThat(root.getAttribute("viewBox")).isEqualTo("0 0 1000 500");
    assertThat(new String(svg, UTF_8))
        .contains("stroke:rgb(143,168,214);stroke-width:2", "stroke:rgb(179,64,46);stroke-width:2");
    assertThat(root.getElementsByTagName("text").getLength()).isZero();
    // Thinned: the 5,000 points would be more than a megabyte.
    assertThat(svg.length).isLessThan(200_000);
  }

  @Test
  void theSamePointsAreTheSameBytes() {
    assertThat(TrainingCurves.png("a", "nats per note", POINTS, Double.NaN))
        .isEqualTo(TrainingCurves.png("a", "nats per note", POINTS, Double.NaN));
    assertThat(TrainingCurves.svg("a", "nats per note", POINTS, Double.NaN))
        .isEqualTo(TrainingCurves.svg("a", "nats per note", POINTS, Double.NaN));
  }

  @Test
  void onePointNoPointAndPointsWithoutAnyLossAreStillPictures() throws Exception {
    TrainingCurves.Point one = new TrainingCurves.Point(10, 0.5, 3.2, Double.NaN);
    TrainingCurves.Point diverged =
        new TrainingCurves.Point(11, 0.6, Double.NaN, Double.POSITIVE_INFINITY);
    for (List<TrainingCurves.Point> points :
        List.of(
            List.of(one),
            List.<TrainingCurves.Point>of(),
            List.of(diverged),
            List.of(one, diverged))) {
      assertThat(
              ImageIO.read(
                  new ByteArrayInputStream(
                      TrainingCurves.png("Few", "nats per note", points, Double.NaN))))
          .isNotNull();
      assertThat(
              read(TrainingCurves.svg("Few", "nats per note", points, Double.NaN))
                  .getDocumentElement()
                  .getTagName())
          .isEqualTo("svg");
    }
  }

  @Test
  void theBestValidationIsMarked() throws Exception {
    BufferedImage image =
        ImageIO.read(
            new ByteArrayInputStream(TrainingCurves.png("a", "nats per note", POINTS, 3.0)));
    assertThat(meanY(image, TrainingCurves.BEST.getRGB(), 300, 420)).isBetween(50.0, 450.0);
    assertThat(TrainingCurves.png("a", "nats per note", POINTS, 3.1))
        .as("nothing was validated there")
        .isEqualTo(TrainingCurves.png("a", "nats per note", POINTS, Double.NaN));
  }

  @Test
  void axesAreLabelledAtRoundNumbers() {
    List<TrainingCurves.Point> equallySpaced = new ArrayList<>();
    for (int i = 1; i <= 46; i++) {
      equallySpaced.add(new TrainingCurves.Point(i, i / 23.0, 0.003 + 5.01 / i, Double.NaN));
    }
    assertThat(labels(equallySpaced)).contains(1.0, 2.0).allMatch(TrainingCurvesTest::isRound);
    TrainingCurves.Point only = new TrainingCurves.Point(46, 2, 170.3656260172526, Double.NaN);
    assertThat(labels(List.of(only))).contains(170.0).allMatch(TrainingCurvesTest::isRound);
  }

  /** Of both axes, without the ends, for which XChart only makes room. */
  private static List<Double> labels(List<TrainingCurves.Point> points) {
    XYChart chart = TrainingCurves.chart("a", "nats per note", points, Double.NaN);
    List<Double> labels = new ArrayList<>();
    Function<Double, String> seen =
        value -> {
          labels.add(value);
          return value.toString();
        };
    chart.getStyler().setXAxisTickLabelsFormattingFunction(seen);
    chart.getStyler().setYAxisTickLabelsFormattingFunction(seen);
    TrainingCurves.png(chart);
    labels.removeAll(
        Arrays.asList(
            chart.getStyler().getXAxisMax(),
            chart.getStyler().getYAxisMin(),
            chart.getStyler().getYAxisMax()));
    labels.removeAll(points.stream().map(TrainingCurves.Point::loss).toList());
    return labels;
  }

  private static boolean isRound(double value) {
    return new BigDecimal(value).round(new MathContext(8)).stripTrailingZeros().precision() <= 3;
  }

  private static List<TrainingCurves.Point> points(int count) {
    List<TrainingCurves.Point> points = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      double loss = 1 + 3 * Math.exp(-4.0 * i / count);
      double validation = i % 500 == 0 ? loss + 0.5 : Double.NaN;
      points.add(new TrainingCurves.Point(i, i / 500.0, loss, validation));
    }
    return points;
  }

  private static double meanY(BufferedImage image, int rgb, int fromX, int toX) {
    double sum = 0;
    int count = 0;
    for (int x = fromX; x < toX; x++) {
      for (int y = 0; y < image.getHeight(); y++) {
        if (image.getRGB(x, y) == rgb) {
          sum += y;
          count++;
        }
      }
    }
    assertThat(count).isPositive();
    return sum / count;
  }

  private static Document read(byte[] svg) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    return factory.newDocumentBuilder().parse(new ByteArrayInputStream(svg));
  }
}
