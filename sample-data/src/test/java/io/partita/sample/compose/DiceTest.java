package io.partita.sample.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DiceTest {
  @Test
  void drawsTheSameNumbersOnEveryMachine() {
    Dice dice = Dice.of(42, 7, 3);

    assertThat(dice.nextLong()).isEqualTo(7598435204035124954L);
    assertThat(dice.nextLong()).isEqualTo(5579238124730312389L);
  }

  @Test
  void differsForEveryPathAndSeed() {
    Set<Long> first = new HashSet<>();
    for (int seed = 0; seed < 20; seed++) {
      first.add(Dice.of(seed).nextLong());
      for (int i = 0; i < 20; i++) {
        first.add(Dice.of(seed, i).nextLong());
        for (int j = 0; j < 20; j++) {
          first.add(Dice.of(seed, i, j).nextLong());
        }
      }
    }

    assertThat(first).hasSize(20 * (1 + 20 + 400));
  }

  @Test
  void bellHasMeanZeroDeviationOneAndNoOutliers() {
    Dice dice = Dice.of(1);
    double[] draws = IntStream.range(0, 100_000).mapToDouble(i -> dice.bell()).toArray();

    double mean = Arrays.stream(draws).average().orElseThrow();
    double variance = Arrays.stream(draws).map(draw -> draw * draw).average().orElseThrow();
    assertThat(mean).isCloseTo(0, within(0.02));
    assertThat(variance).isCloseTo(1, within(0.02));
    assertThat(Arrays.stream(draws)).allMatch(draw -> Math.abs(draw) <= 3);
  }

  @Test
  void weightedDrawsFollowTheWeightsAndNeverTakeZero() {
    Dice dice = Dice.of(2);
    int[] counts = new int[3];
    for (int i = 0; i < 10_000; i++) {
      counts[dice.weighted(3, 0, 1)]++;
    }

    assertThat(counts[1]).isZero();
    assertThat(counts[0]).isBetween(7_300, 7_700);
  }

  @Test
  void distinctDrawsEveryNumberWhenAskedForAll() {
    assertThat(Dice.of(3).distinct(10, 10)).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
  }
}
