package io.partita.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DrawnSplitsTest {
  private static final SplitRatios RATIOS = SplitRatios.parse("80/10/10");

  @Test
  void theSharesAreThoseThatWereAskedFor() {
    Map<String, Long> sizes =
        splits(7, 4_000).values().stream()
            .collect(Collectors.groupingBy(split -> split, TreeMap::new, Collectors.counting()));

    assertThat(sizes).containsOnlyKeys("train", "validation", "test");
    assertThat(sizes.get("train")).isBetween(3_100L, 3_300L);
    assertThat(sizes.get("test")).isBetween(330L, 470L);
  }

  @Test
  void oneSeedDrawsTheSameAndAnotherOneAnother() {
    Map<String, String> splits = splits(7, 300);

    assertThat(splits(7, 300)).isEqualTo(splits);
    assertThat(splits(8, 300)).isNotEqualTo(splits);
  }

  @Test
  void moreGroupsMoveNone() {
    assertThat(splits(7, 600)).containsAllEntriesOf(splits(7, 300));
  }

  @Test
  void aFewGroupsFillEverySplit() {
    assertThat(splits(7, 3).values()).containsExactlyInAnyOrder("train", "validation", "test");
  }

  @Test
  void groupsFollowWhatTheirFilesSayAndThatWhichWasHeldOutIsNeverTrainedOn() {
    DrawnSplits draw = new DrawnSplits(RATIOS, 7);
    draw.hold("g1", "train");
    draw.hold("g2", "train");
    draw.hold("g2", "test");
    draw.hold("g2", "validation");
    draw.draw("g1");
    draw.draw("g2");
    DrawnSplits.Assignment splits = draw.assign();

    assertThat(splits.split("g1")).isEqualTo("train");
    assertThat(splits.split("g2")).isEqualTo("test");
    assertThatThrownBy(() -> splits.split("g3")).isInstanceOf(IllegalArgumentException.class);
  }

  private static Map<String, String> splits(long seed, int groups) {
    DrawnSplits draw = new DrawnSplits(RATIOS, seed);
    IntStream.range(0, groups).forEach(group -> draw.draw("group " + group));
    DrawnSplits.Assignment splits = draw.assign();
    Map<String, String> found = new TreeMap<>();
    for (int group = 0; group < groups; group++) {
      found.put("group " + group, splits.split("group " + group));
    }
    return found;
  }
}
