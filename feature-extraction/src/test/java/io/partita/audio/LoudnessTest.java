package io.partita.audio;

import static io.partita.ThrownAssert.assertThatIllegal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.partita.audio.file.WavWriter;
import io.partita.audio.file.WavWriter.SampleType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoudnessTest {
  private static final int RATE = 48_000;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(ints = {8_000, 11_025, 16_000, 22_050, 32_000, 44_100, 48_000, 88_200, 96_000})
  void aFullScaleSineHasTheValueOfTheRecommendation(int rate) {
    float[] sine = sine(997, 0, 5, rate);
    assertThat(measured(rate, sine).integratedLufs()).isCloseTo(-3.01, within(0.05));
    assertThat(measured(rate, sine, sine).integratedLufs()).isCloseTo(0, within(0.05));
  }

  /**
   * EBU Tech 3341, cases 1 to 5: seconds and dBFS of stereo sines of 1 kHz, one after the other.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          20 -23                                  | -23
          20 -33                                  | -33
          10 -36 60 -23 10 -36                    | -23
          10 -72 10 -36 60 -23 10 -36 10 -72      | -23
          20 -26 20.1 -20 20 -26                  | -23
          """)
  void theTestSignalsOfTheBroadcastingUnion(String signal, double lufs) {
    Loudness loudness = new Loudness(RATE, 2);
    String[] numbers = signal.split(" ", -1);
    for (int i = 0; i < numbers.length; i += 2) {
      double seconds = Double.parseDouble(numbers[i]);
      float[] sine = sine(1000, Double.parseDouble(numbers[i + 1]), seconds, RATE);
      loudness.add(new float[][] {sine, sine}, sine.length);
    }
    assertThat(loudness.integratedLufs()).isCloseTo(lufs, within(0.1));
  }

  @Tag("e2e")
  @ParameterizedTest
  @CsvSource({
    "8000, 1",
    "8000, 2",
    "11025, 1",
    "16000, 2",
    "22050, 1",
    "32000, 2",
    "44100, 1",
    "44100, 2",
    "48000, 1",
    "48000, 2",
    "96000, 1",
    "96000, 2"
  })
  void musicHasTheValueThatFfmpegMeasures(int rate, int channels) throws Exception {
    assumeTrue(isFfmpegThere(), "ffmpeg is not installed");
    // Where 100 ms are no whole number of samples, ffmpeg rounds them down, and blocks drift apart.
    double tolerance = rate % 10 == 0 ? 0.1 : 0.3;
    for (int seed = 0; seed < 2; seed++) {
      float[][] planes = new float[channels][];
      for (int channel = 0; channel < channels; channel++) {
        planes[channel] = phrases(rate, new SplittableRandom(100L * seed + channel));
      }
      Path wav = folder.resolve("phrases.wav");
      try (WavWriter writer = WavWriter.create(wav, SampleType.FLOAT32, rate, channels)) {
        writer.write(planes, planes[0].length);
      }
      assertThat(measured(rate, planes).integratedLufs())
          .as("seed %d", seed)
          .isCloseTo(byFfmpeg(wav), within(tolerance));
    }
  }

  @Test
  void piecesOfAnySizeAreTheWhole() {
    SplittableRandom dice = new SplittableRandom(1);
    float[] whole = phrases(RATE, dice);
    Loudness inPieces = new Loudness(RATE, 1);
    for (int from = 0; from < whole.length; ) {
      int count = Math.min(whole.length - from, dice.nextInt(9_000));
      float[] piece = new float[9_000];
      System.arraycopy(whole, from, piece, 0, count);
      inPieces.add(new float[][] {piece}, count);
      from += count;
    }
    assertThat(inPieces.integratedLufs()).isEqualTo(measured(RATE, whole).integratedLufs());
    assertThat(inPieces.peak()).isEqualTo(measured(RATE, whole).peak()).isBetween(0.1, 1.0);
  }

  @Test
  void whatIsShorterThanABlockIsOne() {
    for (int samples : new int[] {480, 4_800, 12_345, 19_199, 19_200}) {
      float[] sine = sine(997, -10, samples / (double) RATE, RATE);
      assertThat(measured(RATE, sine).integratedLufs())
          .as("%d samples", samples)
          .isCloseTo(-13.01, within(0.5));
    }
  }

  @Test
  void silenceHasNoLoudnessAndStaysAsItIs() {
    for (Loudness silence :
        new Loudness[] {
          new Loudness(RATE, 2),
          measured(RATE, new float[RATE]),
          measured(RATE, sine(1000, -75, 2, RATE))
        }) {
      assertThat(silence.integratedLufs()).isEqualTo(Loudness.SILENCE_LUFS);
      assertThat(silence.gain(-16, -1)).isEqualTo(1);
    }
  }

  @Test
  void theGainBringsToTheTargetUnlessThePeakForbidsIt() {
    float[] music = phrases(RATE, new SplittableRandom(3));
    Loudness quiet = measured(RATE, music);
    double target = quiet.integratedLufs() - 5;
    double gain = quiet.gain(target, -1);
    assertThat(measured(RATE, times(music, gain)).integratedLufs()).isCloseTo(target, within(1e-4));

    music[RATE] = 1; // a click
    double limited = measured(RATE, music).gain(-3, -1);
    Loudness loud = measured(RATE, times(music, limited));
    assertThat(20 * Math.log10(loud.peak())).isCloseTo(-1, within(1e-4));
    assertThat(loud.integratedLufs()).isLessThan(-3);
  }

  /** A tone, then a long hum: below -70 LUFS, and so nothing, until a gain brings it above. */
  @Test
  void theTargetIsMetWhereAGainBringsMoreAboveTheGate() {
    float[] music = new float[16 * RATE];
    float[] tone = sine(1000, -38, 2, RATE);
    float[] end = sine(1000, -49, 2, RATE); // 11 LU below: counts where the mean is lower
    float[] hum = sine(1000, -74, 12, RATE);
    System.arraycopy(tone, 0, music, 0, tone.length);
    System.arraycopy(end, 0, music, tone.length, end.length);
    System.arraycopy(hum, 0, music, tone.length + end.length, hum.length);
    Loudness quiet = measured(RATE, music);
    double simple = Math.pow(10, (-16 - quiet.integratedLufs()) / 20);
    assertThat(measured(RATE, times(music, simple)).integratedLufs()).isLessThan(-16.15);
    assertThat(measured(RATE, times(music, quiet.gain(-16, -1))).integratedLufs())
        .isCloseTo(-16, within(0.01));
  }

  @Test
  void ratesAndChannelsOutOfRangeAreMistakes() {
    assertThatIllegal(() -> new Loudness(7_999, 1)).names(8000, 192000, 1, 2, 7999, 1);
    assertThatIllegal(() -> new Loudness(RATE, 6)).names(8000, 192000, 1, 2, 48000, 6);
  }

  private static Loudness measured(int rate, float[]... planes) {
    Loudness loudness = new Loudness(rate, planes.length);
    loudness.add(planes, planes[0].length);
    return loudness;
  }

  private static float[] sine(double hz, double peakDb, double seconds, int rate) {
    float[] samples = new float[(int) Math.round(seconds * rate)];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) (Math.pow(10, peakDb / 20) * Math.sin(2 * Math.PI * hz * i / rate));
    }
    return samples;
  }

  /** Tones, noise and rests of many levels: blocks on both sides of both gates. */
  private static float[] phrases(int rate, SplittableRandom dice) {
    float[] samples = new float[12 * rate + 137];
    double level = 0;
    double hz = 0;
    double noise = 0;
    for (int i = 0; i < samples.length; i++) {
      if (i % (rate / 3) == 0) {
        level = dice.nextInt(6) == 0 ? 0 : 0.5 * Math.pow(10, -2.5 * dice.nextDouble());
        hz = 40 * Math.pow(2, 6 * dice.nextDouble());
        noise = dice.nextInt(3) == 0 ? 1 : 0.05;
      }
      double tone = Math.sin(2 * Math.PI * hz * i / rate);
      samples[i] = (float) (level * ((1 - noise) * tone + noise * dice.nextDouble(-1, 1)));
    }
    return samples;
  }

  private static float[] times(float[] samples, double factor) {
    float[] product = new float[samples.length];
    for (int i = 0; i < samples.length; i++) {
      product[i] = (float) (samples[i] * factor);
    }
    return product;
  }

  private static boolean isFfmpegThere() throws InterruptedException {
    try {
      return new ProcessBuilder("ffmpeg", "-version")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static double byFfmpeg(Path wav) throws Exception {
    Process process =
        new ProcessBuilder(
                "ffmpeg", "-nostats", "-i", wav.toString(), "-af", "ebur128", "-f", "null", "-")
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return Pattern.compile("^ +I: +(-?[0-9.]+) LUFS", Pattern.MULTILINE)
        .matcher(said)
        .results()
        .map((MatchResult result) -> Double.parseDouble(result.group(1)))
        .reduce((one, last) -> last)
        .orElseThrow();
  }
}
