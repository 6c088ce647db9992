package io.partita.drum;

import static io.partita.ThrownAssert.assertThatIllegal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class BarStructureTest {
  private static final int KICK = 1;
  private static final int SNARE = 2;

  @Test
  void similarityIsTheShareOfCommonHits() {
    int[] loop = new int[32];
    loop[0] = KICK | SNARE;
    loop[16] = KICK;
    loop[20] = SNARE;

    // One hit of three is in both bars.
    assertThat(BarStructure.similarity(loop)).isEqualTo(1.0 / 3);
    assertThat(BarStructure.similarity(new int[32])).isEqualTo(1);
    assertThatIllegal(() -> BarStructure.similarity(new int[16])).names(2, 16);
    assertThatIllegal(() -> BarStructure.similarity(new int[40])).names(40);
  }

  @Test
  void ofFourBarsSimilarityIsTheMeanToTheFirst() {
    int[] loop = new int[64];
    loop[0] = KICK;
    loop[16] = KICK;
    loop[32] = SNARE;
    loop[48] = KICK | SNARE;

    assertThat(BarStructure.similarity(loop)).isEqualTo((1 + 0 + 0.5) / 3);
  }

  @Property(tries = 200)
  void aRepeatedBarIsAlikeAndTheOrderOfTwoBarsDoesNotMatter(
      @ForAll @Size(32) List<@IntRange(max = 511) Integer> masks) {
    int[] loop = masks.stream().mapToInt(Integer::intValue).toArray();
    int[] turned = new int[32];
    int[] repeated = new int[32];
    for (int step = 0; step < 32; step++) {
      turned[step] = loop[(step + 16) % 32];
      repeated[step] = loop[step % 16];
    }

    assertThat(BarStructure.similarity(loop)).isBetween(0.0, 1.0);
    assertThat(BarStructure.similarity(turned))
        .isCloseTo(BarStructure.similarity(loop), within(1e-12));
    assertThat(BarStructure.similarity(repeated)).isEqualTo(1);
  }

  @Test
  void aBackbeatNeedsKickAndSnareInEveryBar() {
    int[] loop = new int[32];
    loop[0] = KICK;
    loop[4] = SNARE;
    loop[16] = KICK;
    loop[28] = SNARE;
    assertThat(BarStructure.hasBackbeat(loop)).isTrue();

    assertThat(BarStructure.hasBackbeat(without(loop, 16))).isFalse();
    assertThat(BarStructure.hasBackbeat(without(loop, 28))).isFalse();
    assertThat(BarStructure.hasBackbeat(without(loop, 0))).isFalse();
    int[] onThree = without(loop, 4);
    onThree[8] = SNARE;
    assertThat(BarStructure.hasBackbeat(onThree)).isFalse();
  }

  @Test
  void aSnareRollIsNoBackbeat() {
    int[] loop = new int[32];
    loop[0] = KICK;
    loop[16] = KICK;
    loop[20] = SNARE;
    Arrays.fill(loop, 4, 15, SNARE);
    assertThat(BarStructure.hasBackbeat(loop)).as("12 snares").isTrue();
    loop[15] = SNARE;
    assertThat(BarStructure.hasBackbeat(loop)).as("13 snares").isFalse();
  }

  private static int[] without(int[] loop, int step) {
    int[] other = loop.clone();
    other[step] = 0;
    return other;
  }
}
