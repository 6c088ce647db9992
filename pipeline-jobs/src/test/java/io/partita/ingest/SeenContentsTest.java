package io.partita.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which contents a task has sent already. */
class SeenContentsTest {
  /** Half of the slots that the table ends with. */
  private static final int MOST = 1 << 19;

  private final SeenContents seen = new SeenContents();

  private static byte[] md5(long high, long low) {
    return ByteBuffer.allocate(16).putLong(high).putLong(low).array();
  }

  @Test
  void aContentIsSeenFromItsSecondTimeOn() {
    assertThat(seen.add(md5(1, 2))).isFalse();
    assertThat(seen.add(md5(1, 2))).isTrue();
    assertThat(seen.add(md5(2, 2))).as("in the same slot").isFalse();
    assertThat(seen.add(md5(2, 2))).isTrue();
    assertThat(seen.add(md5(1, 2))).isTrue();
  }

  @Test
  void aTableThatGrowsForgetsNothingAndAFullOneLearnsNothing() {
    assertThat(IntStream.rangeClosed(1, MOST).filter(number -> seen.add(md5(1, number)))).isEmpty();
    assertThat(IntStream.rangeClosed(1, MOST).filter(number -> !seen.add(md5(1, number))))
        .isEmpty();
    assertThat(seen.add(md5(2, 7))).isFalse();
    assertThat(seen.add(md5(2, 7))).as("sent twice, as there is no room to know it").isFalse();
  }
}
