package io.partita.audio.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.audio.AudioStatistics;
import io.partita.audio.LogMel;
import io.partita.audio.MelRecipe;
import io.partita.picture.SpectrogramPicture;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Floats in audio files that are no samples: no numbers, infinite ones, absurdly large ones. */
class OddFloatsTest {
  private static final int RATE = 22_050;
  private static final int FLOAT_TAG = 3;
  private static final int SAMPLES = 3000;

  @Test
  void whatIsNoFiniteNumberIsSilenceAndCounted() throws Exception {
    float[] samples = tone();
    float[] repaired = samples.clone();
    float[] odd = {
      Float.NaN, Float.intBitsToFloat(0xFFC0_0001), Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY
    };
    for (int i = 0; i < odd.length; i++) {
      samples[700 * i] = odd[i];
      repaired[700 * i] = 0;
    }

    Passed passed = Passed.of(floats(samples), 1, RATE);

    assertThat(passed.summary.decodeErrors()).isEqualTo(4);
    assertThat(passed.samples).isEqualTo(repaired);
    assertThat(passed.frames.toArray(float[][]::new))
        .isDeepEqualTo(LogMel.of(repaired, MelRecipe.HIFIGAN_22K_80));
    AudioStatistics expected = new AudioStatistics();
    expected.add(repaired, repaired.length);
    assertThat(passed.summary.statistics().peak()).isEqualTo(expected.peak());
    assertThat(passed.summary.statistics().rmsDb()).isEqualTo(expected.rmsDb());
  }

  @Test
  void aDoubleThatNoFloatHoldsIsSilenceAndCounted() throws Exception {
    ByteBuffer doubles = ByteBuffer.allocate(8 * SAMPLES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < SAMPLES; i++) {
      doubles.putDouble(i == 9 ? 1e300 : i == 10 ? Double.NaN : 0.25);
    }
    byte[] wav = Clips.wav(FLOAT_TAG, 1, RATE, Double.SIZE, doubles.array());

    Passed passed = Passed.of(wav);

    assertThat(passed.summary.decodeErrors()).isEqualTo(2);
    assertThat(passed.samples[9]).isZero();
    assertThat(passed.samples[10]).isZero();
    assertThat(passed.samples[11]).isEqualTo(0.25f);
    passed.isFinite();
  }

  @Test
  void whatIsFiniteStaysAsItIsHoweverLarge() throws Exception {
    float[] samples = tone();
    samples[1000] = 1e38f;
    samples[1001] = -Float.MAX_VALUE;

    Passed passed = Passed.of(floats(samples), 1, RATE);

    assertThat(passed.summary.decodeErrors()).isZero();
    assertThat(passed.samples).isEqualTo(samples);
    assertThat(passed.summary.statistics().peak()).isEqualTo(Float.MAX_VALUE);
    passed.isFinite();
  }

  @Property(tries = 60, shrinking = ShrinkingMode.OFF)
  void anyBitsGiveFiniteFiguresSpectraAndPictures(
      @ForAll @Size(min = 1, max = 40) List<Integer> bits,
      @ForAll @IntRange(min = 1, max = 3) int channels,
      @ForAll @IntRange(min = 0, max = 2) int rate)
      throws Exception {
    float[] samples = new float[channels * SAMPLES];
    long odd = 0;
    for (int i = 0; i < samples.length; i++) {
      samples[i] = Float.intBitsToFloat(bits.get(i % bits.size()));
      odd += Float.isFinite(samples[i]) ? 0 : 1;
    }

    Passed passed = Passed.of(floats(samples), channels, new int[] {RATE, 44_100, 16_000}[rate]);

    assertThat(passed.summary.decodeErrors()).isEqualTo((int) odd);
    passed.isFinite();
    SpectrogramPicture picture = new SpectrogramPicture(MelRecipe.HIFIGAN_22K_80);
    passed.frames.forEach(picture::frame);
    assertThat(ImageIO.read(new ByteArrayInputStream(picture.png("odd"))).getWidth())
        .isEqualTo(1200);
  }

  @Test
  void theAverageOfTheLargestFloatsIsThatFloat() {
    float[] plane = {Float.MAX_VALUE, -Float.MAX_VALUE, 1};
    float[] mono = new float[3];
    AudioReader.average(new float[][] {plane, plane, plane}, 0, 3, mono, 0);
    assertThat(mono).containsExactly(plane);
  }

  @Test
  void anMp3OfTheLargestFloatsCanBeDecoded() throws Exception {
    float[] samples = tone();
    Arrays.fill(samples, 1000, 2000, Float.MAX_VALUE);
    Path file = Files.createTempFile("partita-loud", ".mp3");
    try {
      try (AudioWriter mp3 = AudioWriter.create(file, AudioEncoding.MP3, RATE, 1)) {
        mp3.write(samples, samples.length);
      }
      assertThat(Clips.planes(Files.readAllBytes(file))[0]).hasSize(SAMPLES);
    } finally {
      Files.delete(file);
    }
  }

  private static float[] tone() {
    return Clips.tones(1, RATE, SAMPLES)[0];
  }

  private static byte[] floats(float[] samples) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float sample : samples) {
      bytes.putFloat(sample);
    }
    return bytes.array();
  }

  /** All that a pass gives. */
  private static final class Passed {
    private final List<float[]> frames = new ArrayList<>();
    private float[] samples = new float[0];
    private AudioSummary summary;

    static Passed of(byte[] data, int channels, int rate) throws Exception {
      return of(Clips.wav(FLOAT_TAG, channels, rate, Float.SIZE, data));
    }

    static Passed of(byte[] wav) throws Exception {
      Passed passed = new Passed();
      try (AudioPass pass = new AudioPass(Clips.channel(wav), AudioLimits.defaults())) {
        pass.run(
            MelRecipe.HIFIGAN_22K_80,
            frame -> passed.frames.add(frame.clone()),
            (planes, count) -> {
              int before = passed.samples.length;
              passed.samples = Arrays.copyOf(passed.samples, before + count);
              System.arraycopy(planes[0], 0, passed.samples, before, count);
            });
        passed.summary = pass.summary();
      }
      return passed;
    }

    void isFinite() {
      assertThat(summary.statistics().peak()).isFinite();
      assertThat(summary.statistics().rmsDb()).isFinite();
      for (float[] frame : frames) {
        for (float value : frame) {
          assertThat(value).isFinite();
        }
      }
      for (float sample : samples) {
        assertThat(sample).isFinite();
      }
    }
  }
}
