package io.partita.audio.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.partita.audio.FullScale;
import io.partita.audio.Loudness;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LevelledSoundTest {
  private static final int RATE = 44_100;

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"1, 0.001", "1, 0.9", "2, 0.01", "2, 3"})
  void musicHasTheLoudnessWhateverItHadBefore(int channels, float level) throws Exception {
    float[][] noise = noise(channels, 3 * RATE + 17, level);
    float[][] read = read(written(noise, OptionalDouble.of(-16)), channels);
    Loudness loudness = loudness(read);
    assertThat(loudness.integratedLufs()).isCloseTo(-16, within(0.05));
    assertThat(read[0]).hasSameSizeAs(noise[0]);
  }

  /** LAME would make it quieter. */
  @ParameterizedTest
  @CsvSource({"MP3, 1", "MP3, 2", "OGG, 2", "FLAC, 2"})
  void soItHasInEveryFormat(SoundFormat format, int channels) throws Exception {
    int rateHz = format == SoundFormat.OGG ? 48_000 : RATE;
    Path file = folder.resolve("a" + format.ending());
    try (LevelledSound sound =
        LevelledSound.create(
            file, format, rateHz, channels, OptionalDouble.of(-16), OptionalLong.empty())) {
      float[][] tones = Clips.tones(channels, rateHz, 3 * rateHz);
      sound.write(tones, tones[0].length);
      sound.finish();
    }
    Loudness loudness = new Loudness(rateHz, channels);
    float[][] read = Clips.planes(Files.readAllBytes(file));
    loudness.add(read, read[0].length);
    assertThat(loudness.integratedLufs()).isCloseTo(-16, within(0.1));
  }

  /**
   * Blocks of the file, and what is half read and half written, are where the property may break.
   */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 4_095, 4_096, 4_097, 12_288, 50_001})
  void eachSampleIsItsOwnTimesTheGain(int samples) throws Exception {
    float[][] noise = noise(2, samples, 0.2f);
    double gain = loudness(noise).gain(-20, LevelledSound.MAX_PEAK_DB);
    float[][] read = read(written(noise, OptionalDouble.of(-20)), 2);
    for (int channel = 0; channel < 2; channel++) {
      float[] expected = new float[samples];
      for (int i = 0; i < samples; i++) {
        expected[i] = FullScale.int16((float) (noise[channel][i] * gain)) / 32768f;
      }
      assertThat(read[channel]).isEqualTo(expected);
    }
  }

  @Test
  void peaksAreNeitherClippedNorAboveMinusOne() throws Exception {
    float[][] clicks = new float[1][2 * RATE];
    for (int i = 0; i < clicks[0].length; i += RATE / 4) {
      clicks[0][i] = i == 0 ? -0.3f : 0.15f;
    }
    float[] read = read(written(clicks, OptionalDouble.of(-16)), 1)[0];
    double peak = Math.pow(10, LevelledSound.MAX_PEAK_DB / 20);
    assertThat(read[0]).isCloseTo((float) -peak, within(1 / 32768f));
    assertThat(read[RATE / 4]).isCloseTo((float) peak / 2, within(1 / 32768f));
    assertThat(loudness(read).integratedLufs()).isLessThan(-16);
  }

  @Test
  void silenceStaysSilence() throws Exception {
    assertThat(read(written(new float[2][RATE], OptionalDouble.of(-16)), 2)[1])
        .hasSize(RATE)
        .containsOnly(0);
  }

  @Test
  void withoutATargetTheFileIsTheOneThatIsWrittenAtOnce() throws Exception {
    float[][] noise = noise(2, 10_000, 1.5f);
    Path plain = folder.resolve("plain.wav");
    try (WavWriter wav = WavWriter.create(plain, WavWriter.SampleType.INT16, RATE, 2)) {
      wav.write(noise, 10_000);
    }
    assertThat(written(noise, OptionalDouble.empty())).hasSameBinaryContentAs(plain);
  }

  /** Blocks that end before the loop does, at it, beyond it, and several times around. */
  @ParameterizedTest
  @CsvSource({"1000, 1000", "1000, 1001", "1000, 12345", "5000, 4999", "1, 7", "4096, 20000"})
  void whatIsBeyondALoopIsAddedToItsBeginning(int loop, int samples) throws Exception {
    float[][] noise = noise(2, samples, 0.02f);
    float[][] read = read(written(noise, OptionalDouble.empty(), OptionalLong.of(loop)), 2);
    for (int channel = 0; channel < 2; channel++) {
      float[] folded = new float[loop];
      for (int i = 0; i < samples; i++) {
        folded[i % loop] += noise[channel][i];
      }
      for (int i = 0; i < loop; i++) {
        folded[i] = FullScale.int16(folded[i]) / 32768f;
      }
      assertThat(read[channel]).isEqualTo(folded);
    }
  }

  @Test
  void theLoudnessIsThatOfTheFoldedLoop() throws Exception {
    float[][] noise = noise(2, 3 * RATE, 0.05f);
    float[][] read = read(written(noise, OptionalDouble.of(-16), OptionalLong.of(RATE)), 2);
    assertThat(read[0]).hasSize(RATE);
    assertThat(loudness(read).integratedLufs()).isCloseTo(-16, within(0.05));
  }

  private Path written(float[][] planes, OptionalDouble lufs) throws Exception {
    return written(planes, lufs, OptionalLong.empty());
  }

  private Path written(float[][] planes, OptionalDouble lufs, OptionalLong loop) throws Exception {
    Path file = folder.resolve("levelled.wav");
    SplittableRandom dice = new SplittableRandom(planes[0].length);
    try (LevelledSound wav =
        LevelledSound.create(file, SoundFormat.WAV, RATE, planes.length, lufs, loop)) {
      for (int from = 0; from < planes[0].length; ) {
        int start = from;
        int count = Math.min(planes[0].length - from, 1 + dice.nextInt(6_000));
        float[][] piece =
            Arrays.stream(planes)
                .map(plane -> Arrays.copyOfRange(plane, start, start + count))
                .toArray(float[][]::new);
        wav.write(piece, count);
        from += count;
      }
      wav.finish();
    }
    return file;
  }

  private static float[][] read(Path file, int channels) throws Exception {
    assertThat(Files.size(file)).isEqualTo(44 + frames(file) * channels * 2);
    try (AudioInputStream wav = AudioSystem.getAudioInputStream(file.toFile())) {
      assertThat(wav.getFormat().getChannels()).isEqualTo(channels);
      assertThat(wav.getFormat().getSampleSizeInBits()).isEqualTo(16);
      ShortBuffer shorts =
          ByteBuffer.wrap(wav.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
      float[][] planes = new float[channels][shorts.remaining() / channels];
      for (int i = 0; i < planes[0].length; i++) {
        for (float[] plane : planes) {
          plane[i] = shorts.get() / 32768f;
        }
      }
      return planes;
    }
  }

  private static long frames(Path file) throws Exception {
    try (AudioInputStream wav = AudioSystem.getAudioInputStream(file.toFile())) {
      return wav.getFrameLength();
    }
  }

  private static Loudness loudness(float[]... planes) {
    Loudness loudness = new Loudness(RATE, planes.length);
    loudness.add(planes, planes[0].length);
    return loudness;
  }

  private static float[][] noise(int channels, int samples, float level) {
    SplittableRandom dice = new SplittableRandom(7);
    float[][] noise = new float[channels][samples];
    for (float[] plane : noise) {
      for (int i = 0; i < samples; i++) {
        plane[i] = (float) (level * dice.nextDouble(-1, 1));
      }
    }
    return noise;
  }
}
