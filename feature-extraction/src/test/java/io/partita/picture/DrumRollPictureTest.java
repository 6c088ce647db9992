package io.partita.picture;

import static io.partita.ThrownAssert.assertThatIllegal;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.drum.DrumClass;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DrumRollPictureTest {
  /** Every hit, and every silence, of every roll is where its step and its class say. */
  @ParameterizedTest
  @CsvSource({"1, 32, 36", "1, 64, 36", "2, 32, 19", "2, 64, 19", "3, 32, 8", "8, 64, 8"})
  void hitsStandAtTheirStepsInTheRowAndColorOfTheirClass(int count, int steps, int rowHeight)
      throws Exception {
    List<SliceRoll> rolls = IntStream.range(0, count).mapToObj(i -> random(i, steps)).toList();
    BufferedImage image = image(rolls);
    assertThat(image.getWidth()).isEqualTo(1200);
    for (int i = 0; i < count; i++) {
      for (int step = 0; step < steps; step++) {
        for (DrumClass drum : DrumClass.values()) {
          Color found = at(image, i, step, steps, drum, rowHeight);
          Color color = DrumRollPicture.COLORS.get(drum);
          if (drum.isIn(rolls.get(i).steps()[step])) {
            assertThat(found).isEqualTo(color);
          } else {
            assertThat(found).isEqualTo(Color.WHITE);
          }
        }
      }
    }
  }

  @Test
  void beatsAndBarsHaveLines() throws Exception {
    BufferedImage image = image(List.of(new SliceRoll("silence", "", new int[32])));
    int y = DrumRollPicture.TOP + 3;
    assertThat(line(image, 4, y)).isEqualTo(DrumRollPicture.BEAT);
    assertThat(line(image, 16, y)).isEqualTo(DrumRollPicture.BAR);
    assertThat(line(image, 5, y)).isEqualTo(Color.WHITE);
  }

  @Test
  void theSameRollsAreTheSameBytes() {
    List<SliceRoll> rolls = List.of(random(1, 32), random(2, 32), random(3, 32));
    assertThat(DrumRollPicture.png("Rolls", rolls)).isEqualTo(DrumRollPicture.png("Rolls", rolls));
  }

  @Test
  void manyRollsMakeAHigherPicture() throws Exception {
    List<SliceRoll> rolls = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      rolls.add(random(i, 32));
    }
    assertThat(image(rolls).getHeight()).isGreaterThan(64 * 9 * 8);
    assertThatIllegal(() -> DrumRollPicture.png("None", List.of())).names("roll");
  }

  private static SliceRoll random(int seed, int steps) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] masks = new int[steps];
    for (int i = 0; i < steps; i++) {
      int half = random.nextInt(DrumClass.MASKS);
      masks[i] = half & random.nextInt(DrumClass.MASKS);
    }
    return new SliceRoll("roll " + seed, seed + " hits differ", masks);
  }

  private static Color at(
      BufferedImage image, int roll, int step, int steps, DrumClass drum, int rowHeight) {
    int legend = rowHeight == 8 ? 24 : 0;
    int y =
        DrumRollPicture.TOP
            + legend
            + roll * (DrumClass.COUNT * rowHeight + DrumRollPicture.GAP)
            + (DrumClass.COUNT - 1 - Integer.numberOfTrailingZeros(drum.bit())) * rowHeight
            + rowHeight / 2;
    int x = DrumRollPicture.LEFT + (2 * step + 1) * DrumRollPicture.WIDTH / (2 * steps);
    return new Color(image.getRGB(x, y));
  }

  private static Color line(BufferedImage image, int step, int y) {
    return new Color(image.getRGB(DrumRollPicture.LEFT + step * DrumRollPicture.WIDTH / 32, y));
  }

  private static BufferedImage image(List<SliceRoll> rolls) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(DrumRollPicture.png("Rolls", rolls)));
  }
}
