package io.partita.model.evaluate;

import static io.partita.Naming.naming;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partita.model.PredictionSums;
import io.partita.model.examples.FileScores;
import io.partita.model.examples.FileSums;
import io.partita.statistics.Bootstrap;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IntervalsTest {
  /** Files of ten predictions, whose means differ by much more than their sums of two models do. */
  private static FileScores scores(String figure, int files, double more) {
    SplittableRandom random = new SplittableRandom(1);
    return new FileScores(
        List.of("other", figure),
        IntStream.range(0, files)
            .mapToObj(
                file ->
                    new FileSums(
                        List.of("f" + file),
                        10,
                        new double[] {0, 10 * (random.nextGaussian() + more)}))
            .toList(),
        PredictionSums.NONE);
  }

  @Test
  void aDifferenceIsOfTheSameFiles() {
    FileScores ours = scores("nats", 50, 3.1);
    FileScores theirs = scores("nats", 50, 3);
    Intervals intervals = new Intervals(List.of(ours, theirs));
    Bootstrap.Interval alone = intervals.of(ours, "nats");
    assertThat(ours.sum().mean("nats")).isBetween(alone.low(), alone.high());
    Bootstrap.Interval difference = intervals.ofDifference(ours, theirs, "nats");
    assertThat(difference.low()).as("0.1 in each file").isBetween(0.0999, 0.1001);
    assertThat(difference.high()).isBetween(0.0999, 0.1001);
  }

  @Test
  void oneFileHasNoInterval() {
    FileScores one = scores("nats", 1, 3);
    FileScores other = scores("nats", 1, 4);
    Intervals intervals = new Intervals(List.of(one, other));
    assertThat(intervals.of(one, "nats")).isNull();
    assertThat(intervals.ofDifference(one, other, "nats")).isNull();
  }

  @Test
  void scoresOfOtherFilesAreNoPair() {
    assertThatThrownBy(() -> new Intervals(List.of(scores("a", 3, 0), scores("a", 4, 0))))
        .isInstanceOf(IllegalStateException.class)
        .message()
        .is(naming(30, 3, 40, 4));
  }
}
