package io.partita.picture;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.picture.JoinedRolls.Side;
import io.partita.score.Division;
import io.partita.score.Score;
import io.partita.score.ScoreBuilder;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class JoinedRollsTest {
  private static final int LEFT = 110;
  private static final int WIDTH = 1066;
  private static final int LOWER = JoinedRolls.TOP + JoinedRolls.HEIGHT + JoinedRolls.GAP;

  /**
   * A note of half a second on each second, of one pitch of an octave of which C4 is the lowest.
   */
  private static Side side(String name, int seconds, int channel, double fromS, double toS) {
    ScoreBuilder score = Score.builder(Division.ppq(480));
    for (int second = 0; second < seconds; second++) {
      int pitch = channel == 9 ? 36 : 60 + second % 12;
      score.note(0, channel, 0, pitch, 80, second * 960L, second * 960L + 480);
    }
    return Side.of(name, score.build(), fromS, toS);
  }

  private static BufferedImage image(Side upper, Side lower) throws Exception {
    byte[] png = JoinedRolls.png("Two pieces", upper, lower);
    assertThat(JoinedRolls.png("Two pieces", upper, lower)).isEqualTo(png);
    return ImageIO.read(new ByteArrayInputStream(png));
  }

  private static int x(double seconds, double endS) {
    return LEFT + (int) Math.round(seconds / endS * (WIDTH - 1));
  }

  /** Whether a color is in a column of a roll. */
  private static boolean has(BufferedImage image, int x, int top, Color color) {
    return IntStream.range(top, top + JoinedRolls.HEIGHT)
        .anyMatch(y -> image.getRGB(x, y) == color.getRGB());
  }

  @Test
  void notesOfTheStretchHaveAColorOfTheirOwnInBothRolls() throws Exception {
    BufferedImage image = image(side("a", 20, 0, 5, 9), side("b", 10, 0, 0, 4));

    assertThat(image.getWidth()).isEqualTo(1200);
    assertThat(image.getHeight()).isEqualTo(712);
    for (double second : new double[] {2.2, 4.2, 10.2, 19.2}) {
      int x = x(second, 19.5);
      assertThat(has(image, x, JoinedRolls.TOP, JoinedRolls.OUTSIDE)).as("at " + second).isTrue();
      assertThat(has(image, x, JoinedRolls.TOP, JoinedRolls.WITHIN)).as("at " + second).isFalse();
    }
    for (double second : new double[] {5.2, 7.2, 8.2}) {
      int x = x(second, 19.5);
      assertThat(has(image, x, JoinedRolls.TOP, JoinedRolls.WITHIN)).as("at " + second).isTrue();
      assertThat(has(image, x, JoinedRolls.TOP, JoinedRolls.SHADE)).as("at " + second).isTrue();
    }
    assertThat(has(image, x(2.2, 9.5), LOWER, JoinedRolls.WITHIN)).isTrue();
    assertThat(has(image, x(5.2, 9.5), LOWER, JoinedRolls.OUTSIDE)).isTrue();
  }

  @Test
  void theStretchIsJoinedBetweenTheRolls() throws Exception {
    BufferedImage image = image(side("a", 20, 0, 15, 19), side("b", 20, 0, 0, 4));
    int below = JoinedRolls.TOP + JoinedRolls.HEIGHT + 8;
    int above = LOWER - 24;

    assertThat(image.getRGB(x(16.5, 19.5), below)).isEqualTo(JoinedRolls.SHADE.getRGB());
    assertThat(image.getRGB(x(2.0, 19.5), below)).isEqualTo(Color.WHITE.getRGB());
    assertThat(image.getRGB(x(5.0, 19.5), above)).isEqualTo(JoinedRolls.SHADE.getRGB());
    assertThat(image.getRGB(x(18.0, 19.5), above)).isEqualTo(Color.WHITE.getRGB());
  }

  @Test
  void drumsAloneHaveRowsOfTheirKinds() throws Exception {
    Side drums = side("beat", 10, 9, 0, Double.MAX_VALUE);
    assertThat(drums.areDrums()).isTrue();
    BufferedImage image = image(drums, side("b", 10, 0, 2, 4));
    int bassDrum = JoinedRolls.TOP + JoinedRolls.HEIGHT - 12;

    assertThat(image.getRGB(x(3.1, 9.5), bassDrum)).isEqualTo(JoinedRolls.WITHIN.getRGB());
    assertThat(has(image, x(3.1, 9.5), LOWER, JoinedRolls.WITHIN)).isTrue();
  }

  @Test
  void filesWithoutNotesAreStillPictures() throws Exception {
    Side empty = Side.of("none", Score.builder(Division.ppq(480)).build(), 0, Double.MAX_VALUE);
    assertThat(image(empty, empty)).isNotNull();
  }
}
