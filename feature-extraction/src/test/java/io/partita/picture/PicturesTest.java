package io.partita.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.partita.audio.LogMel;
import io.partita.audio.MelRecipe;
import io.partita.audio.MelScale;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class PicturesTest {
  private static final MelRecipe RECIPE = MelRecipe.HIFIGAN_22K_80;

  /** Where the plots are: columns and rows of pixels. */
  private static final int LEFT = 88;

  private static final int TOP = 44;

  @Test
  void aToneIsALineAtItsFrequency() throws Exception {
    float[] tone = new float[44_100];
    for (int i = 22_050; i < tone.length; i++) {
      tone[i] = (float) (0.5 * Math.sin(2 * Math.PI * 3000 * i / 22_050));
    }
    BufferedImage image = image(spectrogram(tone).png("A tone after silence"));
    assertThat(image.getWidth()).isEqualTo(1200);
    assertThat(image.getHeight()).isEqualTo(500);
    // 3 kHz lies between the 53rd and the 54th of 80 mels of 5 pixels each.
    int brightest = 0;
    for (int y = TOP; y < TOP + 400; y++) {
      assertThat(rgb(image, LEFT + 200, y)).isEqualTo(ColorMap.rgb(0));
      if (lightness(rgb(image, LEFT + 700, y))
          > lightness(rgb(image, LEFT + 700, brightest + TOP))) {
        brightest = y - TOP;
      }
    }
    double step = MelScale.mel(8000) / 81;
    double expected = 400 - 5 * (MelScale.mel(3000) / step - 0.5);
    assertThat((double) brightest).isCloseTo(expected, within(6.0));
  }

  @Test
  void manyFramesAreAveragedIntoFew() {
    SpectrogramPicture all = new SpectrogramPicture(RECIPE);
    SpectrogramPicture some = new SpectrogramPicture(RECIPE);
    float[] low = new float[80];
    float[] high = new float[80];
    Arrays.fill(low, -9);
    Arrays.fill(high, 1);
    for (int i = 0; i < 20_000; i++) {
      all.frame(i < 10_000 ? low : high);
      if (i % 10 == 0) {
        some.frame(i < 10_000 ? low : high);
      }
    }
    for (byte[] png : new byte[][] {all.png("all"), some.png("some")}) {
      BufferedImage image = image(png);
      assertThat(rgb(image, LEFT + 400, 200)).isEqualTo(ColorMap.rgb(0));
      assertThat(rgb(image, LEFT + 600, 200)).isEqualTo(ColorMap.rgb(1));
    }
  }

  @Test
  void aWaveformReachesFromItsLeastToItsGreatestSample() {
    float[][] planes = new float[2][200_000];
    Random random = new Random(1);
    for (int i = 0; i < planes[0].length; i++) {
      planes[0][i] = i % 2 == 0 ? 0.5f : -0.25f;
      planes[1][i] = random.nextFloat() - 0.5f;
    }
    WaveformPicture picture = new WaveformPicture(44_100, 2);
    picture.add(planes, 150_000);
    picture.add(planes, 50_000);
    BufferedImage image = image(picture.png("Two channels"));
    int x = LEFT + 300;
    int height = 192;
    int white = 0xFFFFFF;
    assertThat(rgb(image, x, TOP + height / 4 - 3)).isEqualTo(white);
    assertThat(rgb(image, x, TOP + height / 4 + 3)).isNotEqualTo(white);
    assertThat(rgb(image, x, TOP + height * 5 / 8 - 3)).isNotEqualTo(white);
    assertThat(rgb(image, x, TOP + height * 5 / 8 + 3)).isEqualTo(white);
  }

  @Test
  void theSameDataGiveTheSameBytes() throws Exception {
    float[] noise = new float[10_000];
    Random random = new Random(1);
    for (int i = 0; i < noise.length; i++) {
      noise[i] = random.nextFloat() - 0.5f;
    }
    assertThat(spectrogram(noise).png("Noise")).isEqualTo(spectrogram(noise).png("Noise"));
    WaveformPicture picture = new WaveformPicture(22_050, 1);
    picture.add(new float[][] {noise}, noise.length);
    assertThat(picture.png("Noise")).isEqualTo(picture.png("Noise"));
  }

  @Test
  void nothingAtAllIsAnEmptyPicture() {
    assertThat(image(new SpectrogramPicture(RECIPE).png("")).getWidth()).isEqualTo(1200);
    assertThat(image(new WaveformPicture(44_100, 1).png("")).getWidth()).isEqualTo(1200);
  }

  @Test
  void colorsGrowLighterInEqualSteps() {
    double last = -1;
    for (int step = 0; step < 256; step++) {
      double lightness = lightness(ColorMap.rgb((step + 0.5) / 256));
      assertThat(lightness).isGreaterThan(last);
      last = lightness;
    }
    assertThat(lightness(ColorMap.rgb(0))).isLessThan(0.01);
    assertThat(lightness(ColorMap.rgb(1))).isGreaterThan(0.9);
    assertThat(ColorMap.rgb(-3)).isEqualTo(ColorMap.rgb(0));
    assertThat(ColorMap.rgb(Double.NEGATIVE_INFINITY)).isEqualTo(ColorMap.rgb(0));
    assertThat(ColorMap.rgb(7)).isEqualTo(ColorMap.rgb(1));
  }

  private static SpectrogramPicture spectrogram(float[] samples) throws Exception {
    SpectrogramPicture picture = new SpectrogramPicture(RECIPE);
    LogMel mel = new LogMel(RECIPE);
    mel.push(samples, samples.length, picture);
    mel.finish(picture);
    return picture;
  }

  private static BufferedImage image(byte[] png) {
    try {
      return ImageIO.read(new ByteArrayInputStream(png));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int rgb(BufferedImage image, int x, int y) {
    return image.getRGB(x, y) & 0xFFFFFF;
  }

  /** Relative luminance, without the transfer function's linear foot. */
  private static double lightness(int rgb) {
    return 0.2126 * Math.pow((rgb >> 16) / 255.0, 2.2)
        + 0.7152 * Math.pow((rgb >> 8 & 0xFF) / 255.0, 2.2)
        + 0.0722 * Math.pow((rgb & 0xFF) / 255.0, 2.2);
  }
}
