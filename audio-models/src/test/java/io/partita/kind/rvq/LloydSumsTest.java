package io.partita.kind.rvq;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.codec.NearestEntry;
import org.junit.jupiter.api.Test;

class LloydSumsTest {
  /** (0, 0), (4, 4) and one that no frame is near. */
  private static final NearestEntry ENTRIES =
      new NearestEntry(new float[] {0, 0, 4, 4, 100, 100}, 3, 2);

  private static LloydSums sums(float... values) {
    LloydSums sums = new LloydSums(3, 2);
    sums.add(new FrameRows(new long[values.length / 2], values), ENTRIES);
    return sums;
  }

  @Test
  void entriesMoveToTheMeansOfTheirFrames() {
    LloydSums sums = sums(5, 3, 1, 0).plus(sums(4, 6));
    float[] entries = new float[6];
    sums.mean(0, entries);
    sums.mean(1, entries);
    assertThat(entries).containsExactly(1, 0, 4.5f, 4.5f, 0, 0);
    assertThat(sums.squares()).isEqualTo(2 + 1 + 4);
    assertThat(sums.isDead(0)).isFalse();
    assertThat(sums.isDead(2)).isTrue();
  }
}
