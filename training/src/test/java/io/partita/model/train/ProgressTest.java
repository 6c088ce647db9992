package io.partita.model.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.lake.run.Progress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.spark.util.LongAccumulator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a job shows of itself while Spark still tells of its tasks. */
@Tag("spark")
class ProgressTest extends TrainingFixture {
  private static final List<Integer> NUMBERS = IntStream.range(0, 64).boxed().toList();

  @Test
  @Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void itClosesWhileTasksAreStillTold() {
    for (int round = 0; round < 30; round++) {
      LongAccumulator seen = spark.sc().longAccumulator("numbers seen " + round);
      try (Progress progress = new Progress(spark.sc())) {
        progress.next("Counting", NUMBERS::size, "numbers", 1, seen.name().get());
        spark.parallelize(NUMBERS, 32).foreach(number -> seen.add(1));
      }
      assertThat(seen.value()).isEqualTo(NUMBERS.size());
    }
  }
}
