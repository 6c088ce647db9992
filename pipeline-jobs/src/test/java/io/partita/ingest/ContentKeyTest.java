package io.partita.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The shuffle of an ingest: order, ranges, and what was sent already. */
class ContentKeyTest {
  private final Random random = new Random(1);

  @Test
  void equalContentsAreTogetherAndTheFirstMemberIsFirst() {
    List<ContentKey> order =
        List.of(
            new ContentKey(ContentKey.NO_CONTENT, 0, 7),
            new ContentKey(ContentKey.NO_CONTENT, 1, 0),
            new ContentKey("0a", 0, 2),
            new ContentKey("0a", 0, 10),
            new ContentKey("0a", 1, 0),
            new ContentKey("f0", 0, 0));
    List<ContentKey> shuffled = new ArrayList<>(order);
    Collections.shuffle(shuffled, random);
    Collections.sort(shuffled);

    assertThat(shuffled).isEqualTo(order);
  }

  @Test
  void rangesAreInOrderAndAboutEqual() {
    int partitions = 7;
    ContentKey.Ranges ranges = new ContentKey.Ranges(partitions);
    int[] counts = new int[partitions];
    List<ContentKey> keys = new ArrayList<>();
    for (int i = 0; i < 7000; i++) {
      keys.add(new ContentKey("%08x%024x".formatted(random.nextInt(), i), 0, i));
    }
    Collections.sort(keys);
    int last = 0;
    for (ContentKey key : keys) {
      int partition = ranges.getPartition(key);
      assertThat(partition).isBetween(last, partitions - 1);
      last = partition;
      counts[partition]++;
    }

    assertThat(Arrays.stream(counts)).allMatch(count -> count > 850 && count < 1150);
    assertThat(ranges.getPartition(new ContentKey("f".repeat(32), 0, 0))).isEqualTo(partitions - 1);
    assertThat(ranges.getPartition(new ContentKey("0".repeat(32), 0, 0))).isZero();
    assertThat(ranges.getPartition(new ContentKey(ContentKey.NO_CONTENT, 0, 0))).isZero();
    assertThat(new ContentKey.Ranges(100_000).getPartition(new ContentKey("f".repeat(32), 0, 0)))
        .isEqualTo(99_999);
    assertThat(ranges).isEqualTo(new ContentKey.Ranges(7)).isNotEqualTo(new ContentKey.Ranges(8));
  }

  @Test
  void aContentIsSeenFromItsSecondTimeOn() {
    SeenContents seen = new SeenContents();
    List<byte[]> contents = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      byte[] md5 = new byte[16];
      random.nextBytes(md5);
      contents.add(md5);
    }

    assertThat(contents).noneMatch(seen::add);
    assertThat(contents).allMatch(seen::add);
  }

  @Test
  void aFullTableForgetsButNeverInvents() {
    SeenContents seen = new SeenContents();
    byte[] md5 = new byte[16];
    int known = 0;
    int count = 1_200_000;
    Random first = new Random(2);
    for (int i = 0; i < count; i++) {
      first.nextBytes(md5);
      assertThat(seen.add(md5)).isFalse();
    }
    Random again = new Random(2);
    for (int i = 0; i < count; i++) {
      again.nextBytes(md5);
      known += seen.add(md5) ? 1 : 0;
    }

    assertThat(known).isBetween(count / 3, count - 1);
  }
}
