package io.partita.audio.compare;

import static io.partita.ThrownAssert.assertThatIllegal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.partita.audio.FastGriffinLim;
import io.partita.audio.LogMel;
import io.partita.audio.MelRecipe;
import io.partita.audio.MelWindow;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AudioFiguresTest {
  private static final MelRecipe RECIPE = MelRecipe.HIFIGAN_22K_80;

  @ParameterizedTest
  @CsvSource({"22050, 16384", "3000, 8192"})
  void figuresAreThoseOfAnIndependentImplementation(int rate, int n) throws Exception {
    float[] x = ReferenceFigures.original(rate, n);
    float[] y = ReferenceFigures.reconstruction(x, rate);
    AudioFigures wave = new WaveComparator(rate).compare(x, y);

    assertThat(wave.snrDb()).isCloseTo(ReferenceFigures.of(rate + ".snr"), within(1e-4));
    assertThat(wave.spectralConvergence())
        .isCloseTo(ReferenceFigures.of(rate + ".convergence"), within(1e-6));
    assertThat(wave.logMelMaeDb()).isCloseTo(ReferenceFigures.of(rate + ".mae"), within(1e-3));

    MelRecipe recipe = WaveComparator.recipe(rate);
    AudioFigures mel =
        new MelComparator(recipe)
            .compare(MelWindow.of(LogMel.of(x, recipe)), MelWindow.of(LogMel.of(y, recipe)));
    assertThat(mel.snrDb()).isCloseTo(ReferenceFigures.of(rate + ".mel.snr"), within(1e-3));
    assertThat(mel.spectralConvergence())
        .isCloseTo(ReferenceFigures.of(rate + ".mel.convergence"), within(1e-5))
        .isCloseTo(Math.pow(10, -mel.snrDb() / 20), within(1e-9));
    assertThat(mel.logMelMaeDb()).isEqualTo(wave.logMelMaeDb(), within(1e-9));
  }

  @Test
  void spectraAreAsLongAndAsWideAtEveryRate() {
    assertThat(WaveComparator.recipe(22_050))
        .usingRecursiveComparison()
        .ignoringFields("name")
        .isEqualTo(RECIPE);
    MelRecipe low = WaveComparator.recipe(3000);
    assertThat(low.nFft()).isEqualTo(128);
    assertThat(low.hop()).isEqualTo(32);
    assertThat(low.nMels()).isEqualTo(36);
    assertThat(low.fMaxHz()).isEqualTo(1500);
    assertThat(WaveComparator.recipe(44_100).nMels()).isEqualTo(80);
  }

  @Test
  void halfTheLevelIs6DbByEveryFigure() {
    float[] x = ReferenceFigures.original(22_050, 16_384);
    float[] half = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      half[i] = x[i] / 2;
    }
    AudioFigures figures = new WaveComparator(22_050).compare(x, half);

    double sixDb = 20 * Math.log10(2);
    assertThat(figures.snrDb()).isCloseTo(sixDb, within(1e-9));
    assertThat(figures.spectralConvergence()).isCloseTo(0.5, within(1e-6));
    assertThat(figures.logMelMaeDb())
        .as("nothing here is below 1e-5")
        .isCloseTo(sixDb, within(.01));
  }

  @Test
  void equalSignalsHaveNoDifferenceAndSilenceHasAllOfIt() {
    float[] x = ReferenceFigures.original(22_050, 16_384);
    WaveComparator comparator = new WaveComparator(22_050);

    assertThat(comparator.compare(x, x))
        .as("equal")
        .isEqualTo(new AudioFigures(Double.POSITIVE_INFINITY, 0, 0));
    AudioFigures silence = comparator.compare(x, new float[x.length]);
    assertThat(silence.snrDb()).as("SNR of silence").isZero();
    assertThat(silence.spectralConvergence()).as("convergence of silence").isEqualTo(1);
    assertThat(silence.logMelMaeDb())
        .as("its distance from the floor, ln 1e-5")
        .isCloseTo((ReferenceFigures.of("bands.mean") + 11.512925) * 8.685890, within(2.0));
    assertThat(comparator.compare(new float[1024], new float[1024]))
        .as("silence of silence")
        .isEqualTo(new AudioFigures(Double.NaN, Double.NaN, 0));
    AudioFigures ofSilence = comparator.compare(new float[16_384], x);
    assertThat(ofSilence.snrDb()).as("sound of silence").isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(ofSilence.spectralConvergence()).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(ofSilence.logMelMaeDb()).isEqualTo(silence.logMelMaeDb(), within(1e-9));
    assertThat(new AudioDifference().figures())
        .as("no windows")
        .isEqualTo(new AudioFigures(Double.NaN, Double.NaN, Double.NaN));
  }

  @Test
  void silenceOfAMelIsItsFloorAndNothingIsBelowIt() throws Exception {
    float[] window = MelWindow.of(LogMel.of(ReferenceFigures.original(22_050, 16_384), RECIPE));
    MelComparator comparator = new MelComparator(RECIPE);
    AudioFigures silence = comparator.compare(window, comparator.silence(window.length));

    assertThat(silence.snrDb()).isCloseTo(0, within(0.01));
    assertThat(silence.spectralConvergence()).isCloseTo(1, within(1e-3));
    float[] below = new float[window.length];
    Arrays.fill(below, -40);
    assertThat(comparator.compare(window, below).logMelMaeDb())
        .isEqualTo(silence.logMelMaeDb(), within(1e-5));
    assertThat(comparator.compare(below, below))
        .as("silence of silence")
        .isEqualTo(new AudioFigures(Double.POSITIVE_INFINITY, 0, 0));
  }

  @Test
  void theVocodersCeilingIsFarAboveSilenceAndBelowEquality() throws Exception {
    float[] window = MelWindow.of(LogMel.of(ReferenceFigures.original(22_050, 16_384), RECIPE));
    MelComparator comparator = new MelComparator(RECIPE);
    float[] vocoded = comparator.vocoded(window, FastGriffinLim.ITERATIONS, 1);
    AudioFigures ceiling = comparator.compare(window, vocoded);

    assertThat(vocoded).hasSameSizeAs(window);
    assertThat(ceiling.logMelMaeDb()).isBetween(0.1, 3.0);
    assertThat(ceiling.spectralConvergence()).isBetween(0.001, 0.2);
    assertThat(comparator.vocoded(window, 2, 1)).isEqualTo(comparator.vocoded(window, 2, 1));
    assertThatIllegal(() -> comparator.vocoded(new float[80], 1, 1)).names(385);
  }

  @Test
  void differencesAreAddedInAnyOrderToTheSameBits() throws Exception {
    WaveComparator comparator = new WaveComparator(3000);
    AudioDifference[] parts = new AudioDifference[5];
    AudioDifference all = new AudioDifference();
    for (int i = 0; i < parts.length; i++) {
      float[] x = ReferenceFigures.original(3000 + i, 1024);
      float[] y = ReferenceFigures.reconstruction(x, 100);
      parts[i] = new AudioDifference();
      comparator.add(x, y, parts[i]);
      comparator.add(x, y, all);
    }
    AudioDifference backwards = new AudioDifference();
    for (int i = parts.length - 1; i >= 0; i--) {
      backwards.add(SerialCopy.of(parts[i]));
    }

    assertThat(backwards.figures()).isEqualTo(all.figures());
    assertThat(backwards.windows()).isEqualTo(5);
  }

  @Test
  void aReconstructionIsAsLongAsItsOriginal() {
    assertThatIllegal(() -> new WaveComparator(3000).compare(new float[500], new float[501]))
        .names(500, 501);
    assertThatIllegal(() -> new MelComparator(RECIPE).compare(new float[80], new float[160]))
        .names(80, 160);
    assertThatIllegal(() -> new WaveComparator(3000).compare(new float[10], new float[10]))
        .as("shorter than a frame's padding")
        .names(49, 10);
  }
}
