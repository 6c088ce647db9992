package io.partita.picture;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.picture.ComparedCurves.Curve;
import io.partita.picture.ComparedCurves.Group;
import io.partita.picture.ComparedCurves.Point;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class ComparedCurvesTest {
  private static final String TITLE = "Note models on cello";

  /** Falls from 3 by a 100th an iteration. */
  private static Curve falling(double offset) {
    return new Curve(
        LongStream.rangeClosed(1, 100)
            .mapToObj(iteration -> new Point(iteration, 3 + offset - iteration / 100.0))
            .toList(),
        100);
  }

  private static BufferedImage image(List<Group> groups) throws Exception {
    return ImageIO.read(new ByteArrayInputStream(ComparedCurves.png(TITLE, "nats", groups)));
  }

  private static long pixels(BufferedImage image, int color, int fromX, int toX) {
    return IntStream.range(fromX, toX)
        .mapToLong(
            x ->
                IntStream.range(0, image.getHeight())
                    .filter(y -> image.getRGB(x, y) == ComparedCurves.COLORS.get(color).getRGB())
                    .count())
        .sum();
  }

  @Test
  void eachGroupHasItsColorAndTheMeanOfSeveralIsALineOfIt() throws Exception {
    BufferedImage image =
        image(
            List.of(
                new Group("small", List.of(falling(0), falling(1))),
                new Group("large", List.of(falling(-1)))));

    assertThat(image.getWidth()).isEqualTo(1000);
    assertThat(image.getHeight()).isEqualTo(500);
    for (int color = 0; color < 2; color++) {
      assertThat(pixels(image, color, 300, 700)).as("pixels of group %d", color).isGreaterThan(300);
    }
    assertThat(pixels(image, 2, 0, 1000)).isZero();
  }

  @Test
  void theBestOfEachIsMarked() throws Exception {
    Curve unmarked = new Curve(falling(0).points(), -1);
    long marked = pixels(image(List.of(new Group("one", List.of(falling(0))))), 0, 800, 1000);

    assertThat(marked)
        .isGreaterThan(
            pixels(image(List.of(new Group("one", List.of(unmarked)))), 0, 800, 1000) + 10);
  }

  @Test
  void eachMarkIsADashedLineFromTopToBottom() throws Exception {
    List<Group> groups = List.of(new Group("one", List.of(falling(0))));
    List<ComparedCurves.Mark> marks =
        List.of(new ComparedCurves.Mark(20, "3 kbit/s"), new ComparedCurves.Mark(60, "6 kbit/s"));
    byte[] png = ComparedCurves.png(TITLE, "Codebooks", "distance", groups, marks);
    assertThat(dashedColumns(png)).isEqualTo(2);
    assertThat(dashedColumns(ComparedCurves.png(TITLE, "Codebooks", "distance", groups))).isZero();
  }

  /** Columns of a picture that have much of a mark's color, and gaps in it. */
  private static long dashedColumns(byte[] png) throws Exception {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
    return IntStream.range(0, image.getWidth())
        .mapToLong(
            x ->
                IntStream.range(0, image.getHeight())
                    .filter(y -> image.getRGB(x, y) == ComparedCurves.MARK_COLOR.getRGB())
                    .count())
        .filter(count -> count > 100 && count < 300)
        .count();
  }

  @Test
  void theSvgIsOneAndTheSameGroupsAreTheSameBytes() {
    List<Group> groups =
        List.of(
            new Group("same", List.of(falling(0), falling(1))),
            new Group("same", List.of(falling(2))),
            new Group("", List.of(falling(3))));

    byte[] svg = ComparedCurves.svg(TITLE, "nats", groups);

    assertThat(new String(svg, UTF_8)).contains("<svg").contains("rgb(0,114,178)");
    assertThat(svg).isEqualTo(ComparedCurves.svg(TITLE, "nats", groups));
    assertThat(ComparedCurves.png(TITLE, "nats", groups))
        .isEqualTo(ComparedCurves.png(TITLE, "nats", groups));
  }

  @Test
  void manyGroupsAndCurvesOfOtherIterationsOrNoneAreStillPictures() throws Exception {
    Curve other = new Curve(List.of(new Point(7, 1), new Point(9, Double.NaN)), 9);
    Curve none = new Curve(List.of(), -1);
    List<Group> many =
        IntStream.range(0, 30).mapToObj(i -> new Group("g" + i, List.of(falling(i)))).toList();

    for (List<Group> groups :
        List.of(
            many,
            List.of(new Group("apart", List.of(falling(0), other))),
            List.of(new Group("none", List.of(none))),
            List.<Group>of())) {
      assertThat(image(groups)).isNotNull();
      assertThat(ComparedCurves.svg(TITLE, "nats", groups)).isNotEmpty();
    }
  }
}
