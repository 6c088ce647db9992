package io.partita.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SeriesStatisticsTest {
  @Test
  void areThoseOfTheTextbook() {
    double[] statistics = SeriesStatistics.of(new double[] {1, 2, 3, 4, 10});

    // Checked by hand: the moments about 4 are 10, 36 and 278.8.
    assertThat(statistics)
        .containsExactly(
            new double[] {278.8 / 100 - 3, 10, 4, 3, 1, 36 / Math.pow(10, 1.5), Math.sqrt(10)},
            within(1e-12));
  }

  @Test
  void theMedianOfAnEvenNumberIsBetweenTheMiddleTwo() {
    assertThat(SeriesStatistics.of(new double[] {4, 1, 2, 9})[3]).isEqualTo(3);
  }

  @Test
  void aConstantHasNoSkew() {
    assertThat(SeriesStatistics.of(new double[] {2, 2, 2})).containsExactly(-3, 2, 2, 2, 2, 0, 0);
  }
}
