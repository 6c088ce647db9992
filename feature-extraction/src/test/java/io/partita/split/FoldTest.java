package io.partita.split;

import static io.partita.TextAssert.assertThatText;
import static io.partita.ThrownAssert.assertThatIllegal;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FoldTest {
  private static final int GROUPS = 2000;

  @ParameterizedTest
  @ValueSource(ints = {2, 5, 10})
  void everyGroupIsValidatedOnOnceAndTheFoldsAreAboutEqual(int count) {
    int[] sizes = new int[count];
    for (int group = 0; group < GROUPS; group++) {
      int found = 0;
      for (int number = 1; number <= count; number++) {
        String name = "group " + group;
        String before = group % 7 == 0 ? "validation" : "train";
        String split = new Fold(number, count).splitOf(before, name);
        if (split.equals("validation")) {
          found++;
          sizes[number - 1]++;
        } else {
          assertThat(split).isEqualTo("train");
        }
      }
      assertThat(found).as("folds of group %d", group).isEqualTo(1);
    }
    double expected = (double) GROUPS / count;
    assertThat(IntStream.of(sizes).boxed().toList())
        .allSatisfy(
            size ->
                assertThat(size.doubleValue())
                    .isBetween(
                        expected - 4 * Math.sqrt(expected), expected + 4 * Math.sqrt(expected)));
  }

  /** As Python computes it: hashlib's SHA-256, the first 8 bytes as an unsigned number. */
  @Test
  void aGroupsFoldIsTheRemainderOfAnUnsignedHash() {
    List<Integer> folds = new ArrayList<>();
    for (int group = 0; group < 10; group++) {
      for (int number = 1; number <= 5; number++) {
        if (new Fold(number, 5).splitOf("train", "group " + group).equals("validation")) {
          folds.add(number);
        }
      }
    }
    assertThat(folds).containsExactly(3, 4, 3, 1, 5, 3, 4, 3, 3, 1);
  }

  @Test
  void aGroupsFoldSaysNothingOfItsSplit() {
    SplitRatios ratios = new SplitRatios(0.5, 1);
    SplitGroups groups = new SplitGroups();
    IntStream.range(0, GROUPS).forEach(k -> groups.add("content " + k, List.of()));
    SplitAssignment assignment = groups.assign(ratios);
    Fold first = new Fold(1, 2);
    long moved =
        IntStream.range(0, GROUPS)
            .mapToObj(k -> "content " + k)
            .filter(
                group -> {
                  String split = assignment.split(group).label();
                  return !first.splitOf(split, group).equals(split);
                })
            .count();
    assertThat(moved).isBetween(GROUPS * 45L / 100, GROUPS * 55L / 100);
  }

  @Test
  void otherSplitsAndFilesWithoutAGroupStay() {
    Fold fold = Fold.parse("1/2");
    for (int group = 0; group < 50; group++) {
      assertThat(fold.splitOf("test", "group " + group)).isEqualTo("test");
    }
    assertThat(fold.splitOf("train", null)).isEqualTo("train");
    assertThat(fold.splitOf(null, "group")).isNull();
    assertThat(Fold.NONE.splitOf("validation", "group")).isEqualTo("validation");
  }

  @Test
  void namesAreReadBack() {
    Fold fold = Fold.parse("2/5");
    assertThat(fold).isEqualTo(new Fold(2, 5)).hasToString("2/5");
    assertThatText(fold.name("train")).names("train", "2/5");
    assertThat(fold.name("validation")).isEqualTo("fold 2/5");
    assertThat(fold.name("test")).isEqualTo("test");
    for (String split : new String[] {"train", "validation", "test", "none"}) {
      assertThat(fold.split(fold.name(split))).isEqualTo(split);
      assertThat(fold.split(split)).isEqualTo(split);
      assertThat(Fold.NONE.name(split)).isEqualTo(split);
    }
    assertThat(Fold.parse("none")).isEqualTo(Fold.NONE).hasToString("none");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0/5", "6/5", "1/1", "1/101", "2", "a/b", "", "-1/5", "1/5/2"})
  void whatIsNoFoldIsRefused(String text) {
    assertThatIllegal(() -> Fold.parse(text)).names("1/N", "N/N", 2, 100, text);
  }
}
