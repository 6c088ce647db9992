package io.partita.audio.compare;

import static io.partita.ThrownAssert.assertThatIllegal;
import static io.partita.ThrownAssert.assertThatThrown;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.partita.audio.LogMel;
import io.partita.audio.MelRecipe;
import io.partita.audio.MelWindow;
import io.partita.audio.Windows;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DensitiesTest {
  private static final MelRecipe RECIPE = MelRecipe.HIFIGAN_22K_80;

  @ParameterizedTest
  @CsvSource({"22050, 16384", "3000, 8192"})
  void densitiesOfWindowsAreThoseThatScipyFits(int rate, int n) {
    float[] x = ReferenceFigures.original(rate, n);
    WaveDensities densities = new WaveDensities();
    Windows windows = new Windows(2048);
    for (int i = 0; i < windows.count(n); i++) {
      densities.add(windows.cut(x, i));
    }

    assertThat(densities.standardNormal())
        .isCloseTo(ReferenceFigures.of(rate + ".normal"), within(1e-7));
    assertThat(densities.gaussian()).isCloseTo(ReferenceFigures.of(rate + ".norm"), within(1e-6));
    assertThat(densities.laplace()).isCloseTo(ReferenceFigures.of(rate + ".laplace"), within(1e-6));
    assertThat(densities.windows()).isEqualTo(n / 2048);
    assertThat(densities.silentWindows()).isZero();
  }

  @Test
  void twoValuesHaveTheDensitiesOfTheFormulas() {
    WaveDensities densities = new WaveDensities();
    densities.add(new float[] {1, -1, 1, -1});

    double gaussian = -0.5 * Math.log(2 * Math.PI) - 0.5;
    assertThat(densities.standardNormal()).isCloseTo(gaussian, within(1e-12));
    assertThat(densities.gaussian()).isCloseTo(gaussian, within(1e-12));
    assertThat(densities.laplace()).isCloseTo(-Math.log(2) - 1, within(1e-12));
  }

  @Test
  void aSilentWindowHasTheLeastScale() {
    WaveDensities densities = new WaveDensities();
    densities.add(new float[1000]);

    assertThat(densities.gaussian())
        .isCloseTo(-0.5 * Math.log(2 * Math.PI) + Math.log(1000), within(1e-12))
        .isCloseTo(5.99, within(0.005));
    assertThat(densities.laplace())
        .isCloseTo(-Math.log(2) + Math.log(1000), within(1e-12))
        .isCloseTo(6.21, within(0.005));
    assertThat(densities.silentWindows()).isEqualTo(1);
    float[] constant = new float[1000];
    Arrays.fill(constant, 0.25f);
    densities.add(constant);
    assertThat(densities.silentWindows()).as("a constant is as silent").isEqualTo(2);
    assertThat(new WaveDensities().gaussian()).as("of nothing").isNaN();
  }

  @Test
  void densitiesAreAddedInAnyOrderToTheSameBits() throws Exception {
    WaveDensities all = new WaveDensities();
    WaveDensities[] parts = new WaveDensities[7];
    for (int i = 0; i < parts.length; i++) {
      float[] window = ReferenceFigures.original(1000 + 77 * i, 300);
      all.add(window);
      parts[i] = new WaveDensities();
      parts[i].add(window);
    }
    WaveDensities backwards = new WaveDensities();
    for (int i = parts.length - 1; i >= 0; i--) {
      backwards.add(SerialCopy.of(parts[i]));
    }

    assertThat(backwards.standardNormal()).isEqualTo(all.standardNormal());
    assertThat(backwards.gaussian()).isEqualTo(all.gaussian());
    assertThat(backwards.laplace()).isEqualTo(all.laplace());
    assertThat(backwards.windows()).isEqualTo(7);
  }

  @Test
  void bandsAreFittedToOneSplitAndAppliedToAnother() throws Exception {
    float[][] frames = LogMel.of(ReferenceFigures.original(22_050, 16_384), RECIPE);
    BandMoments moments = new BandMoments(80);
    moments.add(MelWindow.of(Arrays.copyOfRange(frames, 20, 40)));
    BandMoments others = new BandMoments(80);
    others.add(MelWindow.of(Arrays.copyOfRange(frames, 0, 20)));
    moments.add(SerialCopy.of(others));
    BandGaussians gaussians = SerialCopy.of(moments.fitted());
    MeanDensity test = new MeanDensity();
    gaussians.add(MelWindow.of(Arrays.copyOfRange(frames, 40, 50)), test);
    MeanDensity more = new MeanDensity();
    gaussians.add(MelWindow.of(Arrays.copyOfRange(frames, 50, 64)), more);
    more.add(SerialCopy.of(test));

    assertThat(moments.frames()).isEqualTo(40);
    assertThat(moments.mean()).isCloseTo(ReferenceFigures.of("bands.mean"), within(1e-5));
    assertThat(moments.deviation()).isCloseTo(ReferenceFigures.of("bands.deviation"), within(1e-5));
    assertThat(more.perValue()).isCloseTo(ReferenceFigures.of("bands.nats"), within(1e-3));
    assertThat(more.values()).isEqualTo(24 * 80);
  }

  @Test
  void aBandHasItsMeanItsDeviationAndALeastOne() {
    BandMoments moments = new BandMoments(2);
    moments.add(new float[] {1, 3, 5, 5});
    BandGaussians gaussians = moments.fitted();

    assertThat(gaussians.bands()).isEqualTo(2);
    assertThat(gaussians.mean(0)).isEqualTo(2);
    assertThat(gaussians.deviation(0)).isEqualTo(1);
    assertThat(gaussians.mean(1)).isEqualTo(5);
    assertThat(gaussians.deviation(1)).as("of a constant band").isEqualTo(0.1);
    MeanDensity density = new MeanDensity();
    gaussians.add(new float[] {2, 5}, density);
    assertThat(density.perValue())
        .as("at the means")
        .isCloseTo(-0.5 * Math.log(2 * Math.PI) - Math.log(0.1) / 2, within(1e-12));
    assertThatIllegal(() -> moments.add(new float[3])).names(3, 2);
    assertThatThrown(IllegalStateException.class, () -> new BandMoments(2).fitted())
        .names("windows");
  }
}
