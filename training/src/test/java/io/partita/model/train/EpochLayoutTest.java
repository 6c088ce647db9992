package io.partita.model.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class EpochLayoutTest {
  @Property(tries = 300)
  void everyPartitionHasTheBatchesOfItsRound(
      @ForAll @IntRange(min = 1, max = 2000) int examples,
      @ForAll @IntRange(min = 1, max = 9) int batch,
      @ForAll @IntRange(min = 1, max = 5) int workers,
      @ForAll @IntRange(min = 1, max = 12) int averagingFrequency) {
    EpochLayout layout = new EpochLayout(examples, batch, workers, averagingFrequency, 1);
    long[] dealt = new long[layout.partitions()];
    for (long place = 0; place < layout.examplesUsed(); place++) {
      dealt[layout.partition(place)]++;
    }
    for (int partition = 0; partition < dealt.length; partition++) {
      long steps = layout.steps(partition / workers);
      assertThat(steps).as("steps of a round").isBetween(1L, (long) averagingFrequency);
      assertThat(dealt[partition])
          .as("examples of partition %d", partition)
          .isEqualTo(steps * batch);
    }
    assertThat(Arrays.stream(dealt).sum()).isGreaterThan(examples - (long) batch * workers);
  }

  @Test
  void roundsAreOfAboutTheSameLength() {
    EpochLayout layout = new EpochLayout(111 * 64, 64, 1, 10, 1);
    assertThat(layout.rounds()).isEqualTo(12);
    assertThat(layout.steps(0)).isEqualTo(9);
    assertThat(layout.steps(11)).isEqualTo(10);
  }
}
