package io.partita.decoder;

import static io.partita.ThrownAssert.assertThatIllegal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.partita.audio.file.Clips;
import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResamplerTest {
  @Property(tries = 300)
  void aWholeHasTheLengthOfTheRatioRoundedUp(
      @ForAll @IntRange(min = 100, max = 100_000) int fromHz,
      @ForAll @IntRange(min = 100, max = 100_000) int toHz,
      @ForAll @IntRange(max = 20_000) int samples,
      @ForAll long seed)
      throws IOException {
    long expected = (long) Math.ceil(samples * (double) toHz / fromHz);
    assertThat(Resampler.length(samples, fromHz, toHz)).isEqualTo(expected);
    float[] tone = Clips.tones(1, fromHz, samples)[0];
    assertThat(inPieces(tone, fromHz, toHz, new SplittableRandom(seed))).hasSize((int) expected);
  }

  @Property(tries = 100)
  void soItHasByTheExactOne(
      @ForAll @IntRange(min = 1000, max = 100_000) int fromHz,
      @ForAll @IntRange(min = 1000, max = 100_000) int toHz,
      @ForAll @IntRange(max = 200) int samples,
      @ForAll long seed) {
    float[] tone = Clips.tones(1, fromHz, samples)[0];
    assertThat(exact(tone, fromHz, toHz, new SplittableRandom(seed)))
        .hasSize((int) Resampler.length(samples, fromHz, toHz));
  }

  @Test
  void lengthsOfAnHourDoNotOverflow() {
    assertThat(Resampler.length(4L * 3600 * 384_000, 384_000, 192_000))
        .isEqualTo(4L * 3600 * 192_000);
    assertThat(Resampler.length(0, 44_100, 22_050)).isZero();
    assertThat(Resampler.length(661_504, 22_050, 3000)).isEqualTo(90_001);
  }

  @Test
  void aLargePieceBetweenDistantRatesTakesNoLargeBlockOfMemory() throws IOException {
    float[] tone = Clips.tones(1, 100, 20_000)[0];
    assertThat(inPieces(tone, 100, 100_000, null).length).isEqualTo(20_000_000);
  }

  @Test
  void piecesGiveTheSameSamplesAsTheWhole() throws IOException {
    float[] tone = Clips.tones(1, 44_100, 50_000)[0];
    float[] whole = inPieces(tone, 44_100, 22_050, null);
    for (int seed = 0; seed < 5; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      assertThat(inPieces(tone, 44_100, 22_050, random)).isEqualTo(whole);
    }
    float[] exact = exact(tone, 44_100, 22_050, null);
    assertThat(exact(tone, 44_100, 22_050, new SplittableRandom(1))).isEqualTo(exact);
  }

  @Test
  void aToneStaysThatTone() throws IOException {
    float[] tone = Clips.tones(1, 44_100, 44_100)[0];
    float[] expected = Clips.tones(1, 22_050, 22_050)[0];
    assertThat(largestError(inPieces(tone, 44_100, 22_050, null), expected)).isLessThan(1e-4);
    assertThat(largestError(exact(tone, 44_100, 22_050, null), expected)).isLessThan(1e-5);
  }

  private static double largestError(float[] samples, float[] expected) {
    assertThat(samples).hasSameSizeAs(expected);
    double most = 0;
    for (int i = 300; i < expected.length - 300; i++) { // silence begins and ends abruptly
      most = Math.max(most, Math.abs(samples[i] - expected[i]));
    }
    return most;
  }

  @Test
  void lowRatesKeepWhatIsBelowTheirNyquistFrequencyAndNothingElse() {
    float[] low = sine(1400, 22_050, 661_504);
    float[] read = exact(low, 22_050, 3000, null);
    assertThat(read).hasSize(90_001);
    assertThat(largestError(read, sine(1400, 3000, 90_001))).isLessThan(2e-5);
    float[] high = exact(sine(1600, 22_050, 661_504), 22_050, 3000, null);
    assertThat(largestError(high, new float[90_001])).isLessThan(2e-5);
  }

  /**
   * Of the filter in use, from both rates of music: −6 dB at 1,450 Hz, −17 at 1,550, −70 at 1,700.
   */
  @ParameterizedTest(name = "{0} Hz to 3,000 Hz")
  @ValueSource(ints = {22_050, 44_100})
  void aLowRateKeepsTonesBelowHalfOfItAndNoneAbove(int fromHz) throws IOException {
    for (double hz : new double[] {100, 1000, 1200}) {
      float[] kept = inPieces(sine(hz, fromHz, 2 * fromHz), fromHz, 3000, null);
      assertThat(largestError(kept, sine(hz, 3000, 6000))).as(hz + " Hz stays").isLessThan(5e-3);
    }
    for (double hz : new double[] {1700, 2000, 3000, 5000, 9000}) {
      float[] gone = inPieces(sine(hz, fromHz, 2 * fromHz), fromHz, 3000, null);
      assertThat(largestError(gone, new float[6000])).as(hz + " Hz vanishes").isLessThan(5e-4);
    }
  }

  private static float[] sine(double hz, int sampleRateHz, int samples) {
    float[] sine = new float[samples];
    for (int i = 0; i < samples; i++) {
      sine[i] = (float) Math.sin(2 * Math.PI * hz * i / sampleRateHz);
    }
    return sine;
  }

  @Test
  void equalRatesCopy() throws IOException {
    float[] tone = Clips.tones(1, 8000, 1000)[0];
    assertThat(inPieces(tone, 8000, 8000, null)).isEqualTo(tone);
    assertThat(exact(tone, 8000, 8000, null)).isEqualTo(tone);
  }

  @Test
  void aConstantStaysWhatItIs() {
    float[] ones = new float[4000];
    Arrays.fill(ones, 1);
    float[] read = exact(ones, 44_100, 48_000, null);
    for (int i = 300; i < read.length - 300; i++) {
      assertThat(read[i]).isCloseTo(1, within(1e-6f));
    }
  }

  @Test
  void ratesMustBePositiveAndRoomSufficient() throws IOException {
    assertThatIllegal(() -> new Resampler(0, 8000)).names(1, 0, 8000);
    assertThatIllegal(() -> new KaiserResampler(44_100, 1)).names(1, 1, 4096, 44100, 1);
    try (Resampler resampler = new Resampler(8000, 16_000)) {
      assertThatIllegal(() -> resampler.push(new float[1000], 1000, new float[10])).names(10);
    }
  }

  private static float[] inPieces(float[] samples, int fromHz, int toHz, SplittableRandom random)
      throws IOException {
    float[] all = new float[(int) Resampler.length(samples.length, fromHz, toHz) + 4096];
    int filled = 0;
    try (Resampler resampler = new Resampler(fromHz, toHz)) {
      for (int at = 0; at < samples.length; ) {
        int count = count(samples.length - at, random);
        float[] output = new float[resampler.outputBound(count)];
        float[] piece = Arrays.copyOfRange(samples, at, at + count);
        int given = resampler.push(piece, count, output);
        System.arraycopy(output, 0, all, filled, given);
        filled += given;
        at += count;
      }
      float[] output = new float[resampler.outputBound(0)];
      int given = resampler.finish(output);
      System.arraycopy(output, 0, all, filled, given);
      return Arrays.copyOf(all, filled + given);
    }
  }

  private static float[] exact(float[] samples, int fromHz, int toHz, SplittableRandom random) {
    float[] all = new float[(int) Resampler.length(samples.length, fromHz, toHz) + 4096];
    int filled = 0;
    KaiserResampler resampler = new KaiserResampler(fromHz, toHz);
    for (int at = 0; at < samples.length; ) {
      int count = count(samples.length - at, random);
      float[] output = new float[resampler.outputBound(count)];
      float[] piece = Arrays.copyOfRange(samples, at, at + count);
      int given = resampler.push(piece, count, output);
      System.arraycopy(output, 0, all, filled, given);
      filled += given;
      at += count;
    }
    float[] output = new float[resampler.outputBound(0)];
    int given = resampler.finish(output);
    System.arraycopy(output, 0, all, filled, given);
    return Arrays.copyOf(all, filled + given);
  }

  private static int count(int left, SplittableRandom random) {
    return random == null ? left : random.nextInt(1, left + 1);
  }
}
