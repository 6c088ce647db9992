package io.partita.kind.groovae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TwoSampleTestTest {
  private final SplittableRandom dice = new SplittableRandom(3);

  /** Histograms of two bins around a share. */
  private List<double[]> files(int count, double share) {
    List<double[]> files = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      double of = share + dice.nextGaussian(0, 0.1);
      files.add(new double[] {of, 1 - of});
    }
    return files;
  }

  @Test
  void equalExamplesCannotBeToldApart() {
    List<double[]> files = files(40, 0.5);
    assertThat(TwoSampleTest.auc(files, files)).isCloseTo(0.5, within(1e-12));
  }

  @Test
  void farOnesAlwaysAreAndNearOnesSometimes() {
    assertThat(TwoSampleTest.auc(files(40, 0.2), files(40, 0.9))).isEqualTo(1);
    // Two normal distributions a deviation apart: Φ(1 / √2) = .760
    assertThat(TwoSampleTest.auc(files(400, 0.5), files(400, 0.6))).isCloseTo(0.76, within(0.04));
    assertThat(TwoSampleTest.auc(files(4, 0.2), files(4, 0.9))).isNaN();
  }
}
