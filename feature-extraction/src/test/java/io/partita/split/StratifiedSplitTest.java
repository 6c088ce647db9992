package io.partita.split;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class StratifiedSplitTest {
  @Test
  void everyLabelIsCutInTheSameProportion() {
    Map<Split, Integer> sizes = sizes("70/0/30", 10);
    assertThat(sizes).containsEntry(Split.TRAIN, 7).containsEntry(Split.TEST, 3).hasSize(2);
    assertThat(sizes("80/10/10", 20))
        .containsEntry(Split.TRAIN, 16)
        .containsEntry(Split.VALIDATION, 2)
        .containsEntry(Split.TEST, 2);
  }

  @Test
  void aLabelWithOneFileIsTrain() {
    assertThat(sizes("70/0/30", 1)).containsOnlyKeys(Split.TRAIN);
    assertThat(sizes("0/0/100", 1)).containsOnlyKeys(Split.TRAIN);
    assertThat(sizes("70/0/30", 2)).containsEntry(Split.TRAIN, 1).containsEntry(Split.TEST, 1);
    assertThat(sizes("0/50/50", 3)).containsEntry(Split.TRAIN, 1).containsEntry(Split.TEST, 2);
  }

  @Test
  void equalContentsAndEqualNamesShareASplitAcrossLabels() {
    StratifiedSplit split = split("50/0/50", 4);
    for (int i = 0; i < 10; i++) {
      split.add("a", "content-" + i, "a/" + i);
      split.add("b", "content-" + i, "b/other-" + i); // the same file under another label
      split.add("a", "other-format-" + i, "a/" + i);
    }

    Map<String, Split> splits = split.assign();

    for (int i = 0; i < 10; i++) {
      assertThat(splits.get("content-" + i)).isEqualTo(splits.get("other-format-" + i));
    }
    assertThat(splits.values()).contains(Split.TRAIN, Split.TEST);
  }

  @Property(tries = 50)
  void theOrderOfFilesMakesNoDifferenceAndTheSeedDoes(@ForAll @IntRange(min = 12, max = 60) int n) {
    StratifiedSplit forwards = split("50/20/30", 1);
    StratifiedSplit backwards = split("50/20/30", 1);
    StratifiedSplit other = split("50/20/30", 2);
    for (int i = 0; i < n; i++) {
      forwards.add("x", "content-" + i, "name-" + i);
      other.add("x", "content-" + i, "name-" + i);
      backwards.add("x", "content-" + (n - 1 - i), "name-" + (n - 1 - i));
    }

    assertThat(backwards.assign()).isEqualTo(forwards.assign());
    assertThat(other.assign()).isNotEqualTo(forwards.assign());
  }

  private static StratifiedSplit split(String ratios, long seed) {
    return new StratifiedSplit(SplitRatios.parse(ratios), seed);
  }

  private static Map<Split, Integer> sizes(String ratios, int files) {
    StratifiedSplit split = split(ratios, 0);
    for (int i = 0; i < files; i++) {
      split.add("label", "content-" + i, "name-" + i);
    }
    Map<Split, Integer> sizes = new TreeMap<>();
    split.assign().values().forEach(value -> sizes.merge(value, 1, Integer::sum));
    return sizes;
  }
}
