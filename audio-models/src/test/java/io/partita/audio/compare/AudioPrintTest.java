package io.partita.audio.compare;

import static io.partita.ThrownAssert.assertThatIllegal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.partita.audio.file.AudioEncoding;
import io.partita.audio.file.AudioWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AudioPrintTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(ints = {0, 22_050, 22_178, 50_001, 77_777})
  void anExcerptIsTheSameRecordingWhereverItBegins(int from) throws Exception {
    float[] tune = Tunes.tune(1, 8);
    AudioPrint whole = Tunes.print(tune);
    AudioPrint excerpt = Tunes.print(Tunes.excerpt(tune, from, 3));
    PrintMatch match = PrintCorrelation.of(whole, excerpt);

    assertThat(match.correlation()).isGreaterThan(0.99);
    assertThat(match.lagS()).as("where it begins").isCloseTo(from / 22_050.0, within(0.012));
    assertThat(match.overlapS()).isCloseTo(3, within(0.2));
    assertThat(shared(whole, excerpt)).isGreaterThanOrEqualTo(2 * AudioPrint.LEAST_SHARED);
    assertThat(whole.isSame(excerpt)).isTrue();
    PrintMatch other = PrintCorrelation.of(excerpt, whole);
    assertThat(other.correlation()).as("to the same bits").isEqualTo(match.correlation());
    assertThat(other.lagS()).isEqualTo(0 - match.lagS());
  }

  @Test
  void excerptsThatShareTwoSecondsAreTheSameRecording() throws Exception {
    float[] tune = Tunes.tune(2, 8);
    AudioPrint early = Tunes.print(Tunes.excerpt(tune, 0, 4));
    AudioPrint late = Tunes.print(Tunes.excerpt(tune, 3 * 11_025, 4));
    PrintMatch match = PrintCorrelation.of(early, late);

    assertThat(match.correlation()).isGreaterThan(0.98);
    assertThat(match.lagS()).isCloseTo(1.5, within(0.012));
    assertThat(match.overlapS()).isCloseTo(2.5, within(0.2));
  }

  @ParameterizedTest(name = "gain {0}, noise {1} dB below")
  @CsvSource({"0.2, 100", "1, 40", "0.5, 40"})
  void levelAndALittleNoiseMakeNoDifference(double gain, double belowDb) throws Exception {
    float[] tune = Tunes.tune(3, 5);
    AudioPrint changed = Tunes.print(Tunes.noisy(Tunes.at(gain, tune), belowDb, 1));
    AudioPrint print = Tunes.print(tune);

    assertThat(PrintCorrelation.of(print, changed).correlation()).isGreaterThan(AudioPrint.SAME);
    assertThat(shared(print, changed)).isGreaterThanOrEqualTo(2 * AudioPrint.LEAST_SHARED);
  }

  @ParameterizedTest
  @EnumSource(
      value = AudioEncoding.class,
      names = {"MP3", "AAC", "FLAC"})
  void aCopyByAnotherCodecIsTheSameRecording(AudioEncoding encoding) throws Exception {
    float[] tune = Tunes.tune(6, 5);
    Path file = folder.resolve("copy." + encoding.extension());
    try (AudioWriter writer = AudioWriter.create(file, encoding, 22_050, 1)) {
      writer.write(new float[][] {tune}, tune.length);
    }
    AudioPrint print = Tunes.print(tune);
    AudioPrint copy = Tunes.print(file);

    assertThat(PrintCorrelation.of(print, copy).correlation()).isGreaterThan(AudioPrint.SAME);
    assertThat(shared(print, copy)).isGreaterThanOrEqualTo(2 * AudioPrint.LEAST_SHARED);
  }

  @Test
  void otherTunesAreOthers() throws Exception {
    AudioPrint[] prints = new AudioPrint[6];
    for (int i = 0; i < prints.length; i++) {
      prints[i] = Tunes.print(Tunes.tune(10 + i, i == 0 ? 20 : 4));
    }
    for (int i = 1; i < prints.length; i++) {
      assertThat(PrintCorrelation.of(prints[0], prints[i]).correlation()).isLessThan(0.6);
      assertThat(prints[0].isSame(prints[i])).as("0 and " + i).isFalse();
      assertThat(shared(prints[0], prints[i])).isLessThan(AudioPrint.LEAST_SHARED);
    }
  }

  @ParameterizedTest(name = "{0} s of silence around, decay {1}")
  @CsvSource({"0, 0", "0.5, 0", "1, 0", "0, 3", "0.5, 3"})
  void noiseIsNoOtherNoiseWhateverItsEnvelope(double silentS, double decay) throws Exception {
    AudioPrint one = Tunes.print(Tunes.noise(1, 4, silentS, decay));
    AudioPrint other = Tunes.print(Tunes.noise(2, 4, silentS, decay));

    assertThat(PrintCorrelation.of(one, other).correlation()).isLessThan(0.5);
    assertThat(one.isSame(other)).isFalse();
    assertThat(one.isSame(one)).isTrue();
  }

  @Test
  void silenceIsNothingNotEvenItself() throws Exception {
    AudioPrint silence = Tunes.print(new float[100_000]);

    assertThat(silence.keys()).isEmpty();
    assertThat(PrintCorrelation.of(silence, silence)).isEqualTo(new PrintMatch(0, 0, 0));
    assertThat(silence.isSame(silence)).isFalse();
  }

  @Test
  void whatIsTooShortIsNotCompared() throws Exception {
    float[] tune = Tunes.tune(4, 0.5);
    AudioPrint print = Tunes.print(tune);

    assertThat(PrintCorrelation.of(print, print).correlation()).isZero();
    assertThat(print.isSame(print)).isFalse();
    assertThat(AudioPrint.of(new float[0][]).cells()).isEmpty();
  }

  @Test
  void aPrintIsBounded() {
    AudioPrinter printer = new AudioPrinter();
    Random random = new Random(1);
    float[] frame = new float[80];
    for (int i = 0; i < 40_000; i++) {
      for (int band = 0; band < 80; band++) {
        frame[band] = 3 * random.nextFloat();
      }
      printer.frame(frame);
    }
    AudioPrint print = printer.print();

    assertThat(print.cells()).as("160 KiB of cells").hasSize(160 << 10);
    assertThat(print.keys()).as("32 KiB of keys").hasSize(4096).isSorted().doesNotHaveDuplicates();
    assertThat(PrintCorrelation.of(print, print).correlation()).isGreaterThan(0.999);
    assertThatIllegal(() -> printer.frame(new float[64])).names(80, 64);
  }

  @Test
  void cellsAreStepsOfASixteenthAboveSilence() {
    float[][] frames = new float[8][80];
    for (float[] frame : frames) {
      Arrays.fill(frame, -11.512925f);
      Arrays.fill(frame, 4, 8, -1.512925f);
      Arrays.fill(frame, 8, 12, 40);
    }
    byte[] cells = AudioPrint.of(frames).cells();

    assertThat(cells).as("two frames of 20 bands").hasSize(40);
    assertThat(cells).startsWith((byte) 0, (byte) 160, (byte) 255, (byte) 0);
  }

  @Test
  void aPrintIsTheSameElsewhere() throws Exception {
    AudioPrint print = Tunes.print(Tunes.tune(5, 3));
    AudioPrint copy = SerialCopy.of(print);

    assertThat(copy.cells()).isEqualTo(print.cells());
    assertThat(copy.keys()).isEqualTo(print.keys());
  }

  static long shared(AudioPrint one, AudioPrint other) {
    return Arrays.stream(one.keys())
        .filter(key -> Arrays.binarySearch(other.keys(), key) >= 0)
        .count();
  }
}
