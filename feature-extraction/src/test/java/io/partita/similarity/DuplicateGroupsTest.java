package io.partita.similarity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DuplicateGroupsTest {
  @Test
  void aGroupIsWhatPairsAndEqualFilesAndEarlierGroupsJoin() {
    DuplicateEdges edges = new DuplicateEdges();
    edges.add(4, 2, Tier.RELATED, .1);
    int[] equal = {0, 0, 2, 3, 4, 5};
    int[] earlier = {0, 1, 2, 3, 3, 5};

    DuplicateGroups groups = DuplicateGroups.of(equal, earlier, edges);

    assertThat(groups.group()).containsExactly(0, 0, 2, 2, 2, 5);
    assertThat(groups.size()).containsExactly(2, 2, 3, 3, 3, 1);
    assertThat(groups.cut()).containsOnly(0);
  }

  /** Two chains of 150 files, which one weak pair joins; the one is of surer pairs. */
  @Test
  void aGroupThatIsTooLargeIsCutWhereItIsWeak() {
    DuplicateEdges edges = new DuplicateEdges();
    for (int file = 1; file < 300; file++) {
      edges.add(file - 1, file, Tier.NEAR, file == 150 ? .19 : file < 150 ? .22 : .95);
    }
    int[] self = IntStream.range(0, 300).toArray();

    DuplicateGroups groups = DuplicateGroups.of(self, self, edges);

    assertThat(groups.size()).containsOnly(150);
    assertThat(groups.group()[149]).isZero();
    assertThat(groups.group()[150]).isEqualTo(150);
    assertThat(Arrays.stream(groups.cut()).distinct().toArray()).containsExactly(.2);
  }

  @Test
  void equalFilesAreNeverTakenApart() {
    int[] equal = new int[300];
    int[] self = IntStream.range(0, 300).toArray();

    DuplicateGroups groups = DuplicateGroups.of(equal, self, new DuplicateEdges());

    assertThat(groups.group()).containsOnly(0);
    assertThat(groups.size()).containsOnly(300);
    assertThat(groups.cut()).containsOnly(1);
  }

  /** 0 is alike 1, 2 and 3; 3 is alike 4, and 5 is equal to 4. */
  @Test
  void aStarHasNoFileThatIsNotAlikeItsRepresentative() {
    DuplicateEdges edges = new DuplicateEdges();
    edges.add(0, 1, Tier.STRICT, .5);
    edges.add(2, 0, Tier.STRICT, .5);
    edges.add(0, 3, Tier.STRICT, .5);
    edges.add(3, 4, Tier.STRICT, .5);
    edges.add(1, 6, Tier.NEAR, .9);
    int[] equal = {0, 1, 2, 3, 4, 4, 6};

    assertThat(StarClusters.of(equal, new int[] {9, 9, 9, 9, 9, 9, 9}, edges))
        .containsExactly(0, 0, 0, 0, 4, 4, 6);
    assertThat(StarClusters.of(equal, new int[] {8, 9, 9, 9, 9, 9, 9}, edges))
        .containsExactly(3, 1, 2, 3, 3, 3, 6);
  }

  @Test
  void relationsByWhatEachCoversOfTheOther() {
    assertThat(Relation.of(.8, .95)).isEqualTo(Relation.SAME);
    assertThat(Relation.of(.9, .3)).isEqualTo(Relation.EXCERPT);
    assertThat(Relation.of(.9, .7)).isEqualTo(Relation.VERSION);
    assertThat(Relation.of(.5, .2).label()).isEqualTo("version");
  }
}
