package io.partita.statistics;

import static io.partita.ThrownAssert.assertThatIllegal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BootstrapTest {
  private static final int FILES = 80;

  /** Files of one to twenty slices, which have something of their file in common. */
  private static Bootstrap.Ratio simulated(SplittableRandom random, double mean) {
    double[] sums = new double[FILES];
    double[] counts = new double[FILES];
    for (int file = 0; file < FILES; file++) {
      double ofFile = mean + random.nextGaussian();
      counts[file] = 1 + random.nextInt(20);
      for (int slice = 0; slice < counts[file]; slice++) {
        sums[file] += ofFile + random.nextGaussian();
      }
    }
    return new Bootstrap.Ratio(sums, counts);
  }

  private static Bootstrap.Interval interval(Bootstrap.Ratio ratio) {
    return Bootstrap.interval(Bootstrap.resampled(List.of(ratio))[0]);
  }

  @Test
  void ninetyFiveOfAHundredIntervalsHoldTheMean() {
    SplittableRandom random = new SplittableRandom(1);
    int hits = 0;
    for (int trial = 0; trial < 400; trial++) {
      Bootstrap.Interval interval = interval(simulated(random, 5));
      hits += interval.low() <= 5 && 5 <= interval.high() ? 1 : 0;
    }
    assertThat(hits / 400.0).as("share of intervals that hold the mean").isBetween(0.91, 0.975);
  }

  @Test
  void fiftyMeansLieBeyondEachEnd() {
    double[] means = new double[Bootstrap.RESAMPLES];
    Arrays.setAll(means, i -> (i * 7) % Bootstrap.RESAMPLES);
    assertThat(Bootstrap.interval(means)).isEqualTo(new Bootstrap.Interval(49, 1949));
  }

  @Test
  void anIntervalIsAsWideAsTheMeansOfOtherFilesSpread() {
    SplittableRandom random = new SplittableRandom(2);
    double[] means = new double[400];
    Arrays.setAll(means, trial -> simulated(random, 5).value());
    double mean = Arrays.stream(means).average().orElseThrow();
    double sd =
        Math.sqrt(Arrays.stream(means).map(of -> (of - mean) * (of - mean)).sum() / means.length);
    Bootstrap.Interval interval = interval(simulated(random, 5));
    assertThat((interval.high() - interval.low()) / (2 * 1.96))
        .as("standard error by the bootstrap, beside that of 400 data sets")
        .isCloseTo(sd, within(0.25 * sd));
  }

  @Test
  void whatTwoHaveInCommonCancels() {
    SplittableRandom random = new SplittableRandom(3);
    Bootstrap.Ratio one = simulated(random, 5);
    double[] better = one.numerators().clone();
    for (int file = 0; file < FILES; file++) {
      better[file] += one.denominators()[file] * (0.1 + 0.05 * random.nextGaussian());
    }
    Bootstrap.Ratio other = new Bootstrap.Ratio(better, one.denominators());
    double[][] means = Bootstrap.resampled(List.of(one, other));
    Bootstrap.Interval paired = Bootstrap.interval(Bootstrap.difference(means[1], means[0]));
    Bootstrap.Interval alone = Bootstrap.interval(means[0]);
    assertThat(paired.low()).as("a difference that each mean's own interval hides").isPositive();
    assertThat(paired.high() - paired.low())
        .as("width, a tenth of the width of one mean's")
        .isLessThan((alone.high() - alone.low()) / 10);
    assertThat(other.value() - one.value()).isBetween(paired.low(), paired.high());
  }

  @Test
  void theSameFilesGiveTheSameInterval() {
    Bootstrap.Ratio ratio = simulated(new SplittableRandom(4), 1);
    assertThat(interval(ratio)).isEqualTo(interval(ratio));
    double[] equal = new double[FILES];
    Arrays.fill(equal, 3);
    double[] ones = new double[FILES];
    Arrays.fill(ones, 1);
    assertThat(interval(new Bootstrap.Ratio(equal, ones)))
        .as("files that are all alike")
        .isEqualTo(new Bootstrap.Interval(3, 3));
  }

  @Test
  void oneFileSaysNothingOfOthers() {
    double[] one = {1};
    assertThatIllegal(() -> Bootstrap.resampled(List.of(new Bootstrap.Ratio(one, one))))
        .names(2, 1);
    assertThatIllegal(() -> new Bootstrap.Ratio(one, new double[2])).names(1, 2);
  }
}
