package io.partita.picture;

import static io.partita.ThrownAssert.assertThatIllegal;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.audio.MelRecipe;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class AudioPanelsTest {
  private static final MelRecipe RECIPE = MelRecipe.HIFIGAN_22K_80;
  private static final int WHITE = 0xFFFFFF;

  /** Where the first panel is. */
  private static final int LEFT = 88;

  private static final int TOP = 64;

  @Test
  void originalAndReconstructionShareTheirScales() throws IOException {
    float[] loud = square(3);
    float[] half = square(1.5f);
    BufferedImage image =
        image(
            new AudioPanels(1)
                .wave("Original", loud, 22_050)
                .wave("Reconstruction", half, 22_050)
                .mel("Original", frames(100, 0), RECIPE)
                .mel("Reconstruction", frames(100, -4.62f), RECIPE)
                .png("Four panels"));

    assertThat(image.getWidth()).isEqualTo(1200);
    assertThat(image.getHeight()).isEqualTo(64 + 2 * 148 + 188 + 160 + 54);
    int second = TOP + 148;
    assertThat(rgb(image, 500, TOP + 2)).as("the loudest sample").isNotEqualTo(WHITE);
    assertThat(rgb(image, 500, second + 25)).as("half of it, above").isEqualTo(WHITE);
    assertThat(rgb(image, 500, second + 35)).as("half of it, within").isNotEqualTo(WHITE);
    int third = second + 148;
    assertThat(rgb(image, 500, third + 80)).as("the loudest frame").isEqualTo(ColorMap.rgb(1));
    assertThat(rgb(image, 500, third + 188 + 80))
        .as("40 dB below it")
        .isEqualTo(ColorMap.rgb(1 - 40.13 / 80));
  }

  @Test
  void bandsRiseFromTheBottomAndTimeRunsToTheRight() throws IOException {
    float[][] frames = frames(64, -11.512925f);
    for (int frame = 32; frame < 64; frame++) {
      frames[frame][79] = 0;
      frames[frame][0] = 0;
    }
    BufferedImage image = image(new AudioPanels(1).mel("", frames, RECIPE).png("A window"));

    for (int y : new int[] {TOP, TOP + 159}) {
      assertThat(rgb(image, LEFT + 480, y)).as("first half").isEqualTo(ColorMap.rgb(0));
      assertThat(rgb(image, LEFT + 510, y)).as("second half").isEqualTo(ColorMap.rgb(1));
    }
    assertThat(rgb(image, LEFT + 510, TOP + 80)).as("between").isEqualTo(ColorMap.rgb(0));
  }

  @Test
  void panelsFillRowsAndShorterOnesEndEarlier() throws IOException {
    AudioPanels panels = new AudioPanels(4);
    for (int epoch = 0; epoch < 6; epoch++) {
      panels.mel("Epoch " + epoch, frames(epoch == 1 ? 32 : 64, 0), RECIPE);
    }
    BufferedImage image = image(panels.png("Six epochs"));

    // Columns of 232 pixels and gaps of 20, rows of 80 and captions of 28.
    assertThat(image.getHeight()).isEqualTo(64 + 108 + 80 + 54);
    int column = 232 + 20;
    assertThat(rgb(image, LEFT + 200, TOP + 40)).isEqualTo(ColorMap.rgb(1));
    assertThat(rgb(image, LEFT + column + 100, TOP + 40)).isEqualTo(ColorMap.rgb(1));
    assertThat(rgb(image, LEFT + column + 200, TOP + 40)).as("after its end").isEqualTo(WHITE);
    assertThat(rgb(image, LEFT + column + 200, TOP + 148)).as("sixth").isEqualTo(ColorMap.rgb(1));
    assertThat(rgb(image, LEFT + 2 * column + 100, TOP + 148)).as("none").isEqualTo(WHITE);
  }

  @Test
  void theSamePanelsGiveTheSameBytesAndNoneAnEmptyPicture() throws IOException {
    AudioPanels panels = new AudioPanels(2).wave("Silence", new float[100], 3000);

    assertThat(panels.png("Silence")).isEqualTo(panels.png("Silence"));
    assertThat(image(new AudioPanels(1).png("Nothing")).getWidth()).isEqualTo(1200);
    assertThat(image(new AudioPanels(1).wave("", new float[0], 3000).png("")).getWidth())
        .isEqualTo(1200);
    assertThatIllegal(() -> new AudioPanels(9)).names(1, 8, 9);
  }

  private static float[] square(float amplitude) {
    float[] samples = new float[22_050];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = i % 2 == 0 ? amplitude : -amplitude;
    }
    return samples;
  }

  private static float[][] frames(int count, float value) {
    float[][] frames = new float[count][80];
    for (float[] frame : frames) {
      Arrays.fill(frame, value);
    }
    return frames;
  }

  private static BufferedImage image(byte[] png) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(png));
  }

  private static int rgb(BufferedImage image, int x, int y) {
    return image.getRGB(x, y) & 0xFFFFFF;
  }
}
