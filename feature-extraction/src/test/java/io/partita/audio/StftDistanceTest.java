package io.partita.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class StftDistanceTest {
  private static final int LENGTH = 50;

  private final StftDistance distance = new StftDistance(16, 32);

  private static double[] noise(long seed) {
    return new SplittableRandom(seed).doubles(LENGTH, -1, 1).toArray();
  }

  @Test
  void equalSignalsAreNotApartNorAreThoseOfTheOtherSign() {
    double[] signal = noise(1);
    double[] negative = new double[LENGTH];
    for (int k = 0; k < LENGTH; k++) {
      negative[k] = -signal[k];
    }
    double[] gradient = new double[LENGTH];
    assertThat(distance.of(signal, signal, gradient)).isZero();
    assertThat(distance.of(negative, signal, gradient)).isCloseTo(0, within(1e-12));
    assertThat(gradient[20]).isCloseTo(0, within(1e-6));
  }

  /** All magnitudes are doubled: their difference is as large as they are, its logarithm ln 2. */
  @Test
  void twiceASignalIsApartByOneAndTheLogarithmOfTwo() {
    double[] twice = noise(1);
    double[] signal = noise(1);
    for (int k = 0; k < LENGTH; k++) {
      twice[k] *= 2;
    }
    assertThat(distance.of(twice, signal, new double[LENGTH]))
        .isCloseTo(1 + Math.log(2), within(1e-4));
  }

  @Test
  void itsGradientEqualsFiniteDifferences() {
    double[] signal = noise(2);
    double[] reference = noise(3);
    double[] gradient = new double[LENGTH];
    distance.of(signal, reference, gradient);
    for (int k = 0; k < LENGTH; k++) {
      double value = signal[k];
      signal[k] = value + 1e-6;
      double above = distance.of(signal, reference, new double[LENGTH]);
      signal[k] = value - 1e-6;
      double below = distance.of(signal, reference, new double[LENGTH]);
      signal[k] = value;
      assertThat(gradient[k]).as("sample %d", k).isCloseTo((above - below) / 2e-6, within(1e-6));
    }
  }
}
