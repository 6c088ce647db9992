package io.partita.audio;

import static io.partita.ThrownAssert.assertThatIllegal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowsTest {
  private static final MelRecipe RECIPE = MelRecipe.HIFIGAN_22K_80;

  @ParameterizedTest(name = "{0} values: {1} windows of 10, the last padded: {2}")
  @CsvSource({
    "0, 0, false",
    "7, 0, false",
    "8, 1, true",
    "10, 1, false",
    "17, 1, false",
    "18, 2, true",
    "20, 2, false",
    "21, 2, false"
  })
  void whatIsEightTenthsOfAWindowIsOne(long n, long windows, boolean isPadded) {
    Windows cut = new Windows(10);

    assertThat(cut.count(n)).as("windows").isEqualTo(windows);
    assertThat(cut.isPadded(n)).as("padded").isEqualTo(isPadded);
  }

  @ParameterizedTest(name = "{0} values: {1} windows of 10 every 4, the last padded: {2}")
  @CsvSource({
    "7, 0, false",
    "8, 1, true",
    "10, 1, false",
    "11, 1, false",
    "12, 2, true",
    "14, 2, false",
    "15, 2, false",
    "16, 3, true",
    "18, 3, false",
    "99, 23, false",
    "100, 24, true"
  })
  void windowsOverlapWhereTheirHopIsShorter(long n, long windows, boolean isPadded) {
    Windows cut = new Windows(10, 4);

    assertThat(cut.count(n)).as("windows").isEqualTo(windows);
    assertThat(cut.isPadded(n)).as("padded").isEqualTo(isPadded);
  }

  @Test
  void oddLengthsAreNotRoundedToAPaddedWindow() {
    assertThat(new Windows(64).count(51)).as("51 of 64 are 79.7 %").isZero();
    assertThat(new Windows(64).count(52)).as("52 of 64 are 81.3 %").isEqualTo(1);
    assertThat(new Windows(8192).count(90_001))
        .as("30 s at 3 kHz, 9,889 samples of a rest")
        .isEqualTo(11);
    assertThat(new Windows(8192).isPadded(90_001)).isTrue();
    assertThat(new Windows(1 << 30).count(1L << 40)).isEqualTo(1 << 10);
  }

  @Test
  void windowsOfSamplesFollowEachOtherAndEndInZeros() {
    float[] samples = {1, 2, 3, 4, 5, 6, 7, 8, 9};
    Windows cut = new Windows(5);

    assertThat(cut.cut(samples, 0)).containsExactly(1, 2, 3, 4, 5);
    assertThat(cut.cut(samples, 1)).containsExactly(6, 7, 8, 9, 0);
    assertThatIllegal(() -> cut.cut(samples, 2)).names(2, 5, 9, 2);
    assertThat(new Windows(5, 2).cut(samples, 1)).containsExactly(3, 4, 5, 6, 7);
  }

  @Test
  void windowsOfFramesAreTurnedAndEndInSilence() {
    float[][] frames = new float[9][80];
    for (int frame = 0; frame < 9; frame++) {
      for (int band = 0; band < 80; band++) {
        frames[frame][band] = 100 * band + frame;
      }
    }
    float[] window = new Windows(5).cut(frames, 1, RECIPE);

    assertThat(window).hasSize(400);
    assertThat(window).startsWith(5, 6, 7, 8, -11.512925f, 105, 106, 107, 108, -11.512925f);
    assertThat(MelWindow.frames(window, 80)[2]).as("a frame, turned back").isEqualTo(frames[7]);
    assertThat(MelWindow.of(MelWindow.frames(window, 80))).isEqualTo(window);
    assertThatIllegal(() -> MelWindow.frames(new float[81], 80)).names(81, 80);
  }

  @Test
  void aWindowHasALength() {
    assertThatIllegal(() -> new Windows(0)).names(1, 0);
    assertThatIllegal(() -> new Windows(4, 5)).names(1, 4, 5);
  }

  @Test
  void clipsAreAtARootMeanSquareOf1UnlessTheyAreSilent() {
    float[] quiet = {0.003f, -0.004f};

    assertThat(RmsLevel.of(quiet)).isCloseTo(0.005 / Math.sqrt(2), within(1e-9));
    float[] normalised = RmsLevel.normalised(quiet).orElseThrow();
    assertThat(normalised[0]).isCloseTo((float) (0.6 * Math.sqrt(2)), within(1e-6f));
    assertThat(RmsLevel.of(normalised)).isCloseTo(1, within(1e-7));
    assertThat(RmsLevel.normalised(new float[100])).as("silence").isEmpty();
    assertThat(RmsLevel.normalised(new float[] {9e-5f, -9e-5f})).as("below −80 dBFS").isEmpty();
    assertThat(RmsLevel.normalised(new float[0])).as("nothing").isEmpty();
    assertThat(RmsLevel.normalised(new float[] {Float.NaN, 1})).as("no number").isEmpty();
  }

  @Test
  void magnitudesAreThoseOfTheTransform() {
    float[] cosine = new float[4096];
    for (int i = 0; i < cosine.length; i++) {
      cosine[i] = (float) Math.cos(2 * Math.PI * 100 * i / 1024);
    }
    float[][] magnitudes = Spectrogram.magnitudes(cosine, RECIPE);

    assertThat(magnitudes).hasDimensions(16, 513);
    // Half the sum of a Hann window, and a quarter beside it.
    assertThat(magnitudes[8][100]).isCloseTo(256, within(1e-3f));
    assertThat(magnitudes[8][101]).isCloseTo(128, within(1e-3f));
    assertThat(magnitudes[8][103]).isCloseTo(0, within(1e-3f));
    assertThatIllegal(() -> Spectrogram.magnitudes(new float[384], RECIPE)).names(385, 384);
  }
}
