package io.partita.audio;

import static io.partita.MistakeAssert.assertThatMistake;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.partita.InTurn;
import io.partita.Mistake;
import org.junit.jupiter.api.Test;

class FastGriffinLimTest {
  private static final MelRecipe RECIPE = MelRecipe.HIFIGAN_22K_80;

  /** On this clip -26.2, -20.1 and -17.7 dB; of other seeds within 0.3 dB. */
  @InTurn
  @Test
  void convergesOnMusic() throws Exception {
    float[][] magnitudes = Spectrogram.magnitudes(Golden.samples(), RECIPE);
    assertThat(convergence(magnitudes, FastGriffinLim.MOMENTUM)).isBetween(-28.0, -25.5);
    assertThat(convergence(magnitudes, 0)).isBetween(-21.5, -18.5);
    float[][] fromMels = FastGriffinLim.magnitudes(LogMel.of(Golden.samples(), RECIPE), RECIPE);
    assertThat(convergence(fromMels, FastGriffinLim.MOMENTUM)).isBetween(-19.0, -17.0);
  }

  @Test
  void vocodedMusicHasTheMelItCameFrom() throws Exception {
    float[][] frames = LogMel.of(Golden.samples(), RECIPE);
    float[][] again =
        LogMel.of(FastGriffinLim.invert(frames, RECIPE, FastGriffinLim.ITERATIONS, 1), RECIPE);
    assertThat(again).hasDimensions(frames.length, 80);
    double difference = 0;
    double wanted = 0;
    for (int frame = 0; frame < frames.length; frame++) {
      for (int mel = 0; mel < 80; mel++) {
        double magnitude = Math.exp(frames[frame][mel]);
        difference += Math.pow(Math.exp(again[frame][mel]) - magnitude, 2);
        wanted += magnitude * magnitude;
      }
    }
    assertThat(10 * Math.log10(difference / wanted)).isLessThan(-20);
  }

  private static double convergence(float[][] magnitudes, double momentum) {
    PhaseSearch search = new PhaseSearch(RECIPE, magnitudes, momentum, 1);
    for (int i = 0; i < FastGriffinLim.ITERATIONS; i++) {
      search.iterate();
    }
    return search.spectralConvergenceDb();
  }

  @Test
  void theSameSeedGivesTheSameSamples() throws Exception {
    float[][] frames = LogMel.of(tone(), RECIPE);
    float[] once = FastGriffinLim.invert(frames, RECIPE, 5, 7);
    assertThat(once).hasSize(frames.length * 256);
    assertThat(FastGriffinLim.invert(frames, RECIPE, 5, 7)).isEqualTo(once);
    assertThat(FastGriffinLim.invert(frames, RECIPE, 5, 8)).isNotEqualTo(once);
  }

  @Test
  void aToneComesBackAsLoudAndAtItsPitch() throws Exception {
    float[] samples = FastGriffinLim.invert(LogMel.of(tone(), RECIPE), RECIPE, 60, 1);
    double power = 0;
    int crossings = 0;
    int from = 4096;
    int n = 8192;
    for (int i = from; i < from + n; i++) {
      power += samples[i] * samples[i];
      crossings += samples[i - 1] < 0 && samples[i] >= 0 ? 1 : 0;
    }
    assertThat(Math.sqrt(power / n)).isCloseTo(0.5 / Math.sqrt(2), within(0.02));
    // As sharp as triangles of 60 Hz can tell.
    assertThat(crossings * 22_050.0 / n).isCloseTo(1000, within(30.0));
  }

  private static float[] tone() {
    float[] tone = new float[22_050];
    for (int i = 0; i < tone.length; i++) {
      tone[i] = (float) (0.5 * Math.sin(2 * Math.PI * 1000 * i / 22_050));
    }
    return tone;
  }

  @Test
  void predictedFramesLouderThanAnySoundAreCappedAt4() throws Exception {
    float[][] loud = LogMel.of(tone(), RECIPE);
    float[][] capped = LogMel.of(tone(), RECIPE);
    loud[3][20] = 20;
    capped[3][20] = 4;
    assertThat(FastGriffinLim.invertPredicted(loud, RECIPE, 7))
        .isEqualTo(FastGriffinLim.invert(capped, RECIPE, FastGriffinLim.ITERATIONS, 7));
    assertThat(loud[3][20]).isEqualTo(20);
  }

  @Test
  void silenceStaysSilent() throws Exception {
    float[][] frames = LogMel.of(new float[5000], RECIPE);
    assertThat(FastGriffinLim.invert(frames, RECIPE, 3, 1)).hasSize(19 * 256).containsOnly(0);
    assertThat(FastGriffinLim.invert(new float[0][], RECIPE, 3, 1)).isEmpty();
  }

  @Test
  void magnitudesHaveTheMelsTheyCameFrom() throws Exception {
    float[][] frames = LogMel.of(Golden.samples(), RECIPE);
    double[] magnitudes = new double[513];
    double[] mels = new double[80];
    MelInverse inverse = new MelInverse(RECIPE);
    MelBank bank = new MelBank(RECIPE);
    double sum = 0;
    for (float[] frame : frames) {
      inverse.magnitudes(frame, magnitudes);
      for (double magnitude : magnitudes) {
        assertThat(magnitude).isNotNegative();
      }
      bank.apply(magnitudes, mels);
      for (int mel = 0; mel < 80; mel++) {
        sum += Math.abs(Math.log(Math.max(mels[mel], 1e-5)) - frame[mel]);
      }
    }
    assertThat(sum / frames.length / 80).isLessThan(2e-3);
  }

  @Test
  void framesOfSomethingElseAreAUsersMistake() {
    float[][] narrow = new float[2][64];
    assertThatMistake(() -> FastGriffinLim.invert(narrow, RECIPE, 1, 1))
        .is(Mistake.MISMATCH)
        .names("hifigan-22k-80", "80", "0", "64");
    float[][] decibels = new float[2][80];
    decibels[1][3] = 30;
    assertThatMistake(() -> FastGriffinLim.invert(decibels, RECIPE, 1, 1))
        .is(Mistake.MISMATCH)
        .names("1", "30.0");
    decibels[1][3] = Float.NaN;
    assertThatMistake(() -> FastGriffinLim.invert(decibels, RECIPE, 1, 1))
        .is(Mistake.MISMATCH)
        .names("1", "NaN");
  }
}
