package io.partita.drum;

import static io.partita.ThrownAssert.assertThatIllegal;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LoopRankingTest {
  @Test
  void amongEquallyBuiltLoopsTheMostProbableIsBest() {
    List<int[]> loops = Collections.nCopies(3, beat(4, 20));
    assertThat(LoopRanking.best(loops, new double[] {50, 30, 40})).isEqualTo(1);
    assertThat(LoopRanking.best(loops, new double[] {30, 30, 40})).as("the first").isEqualTo(0);
  }

  @Test
  void aBackbeatAndBarsAsAlikeAsPlayedOutweighProbability() {
    int[] beat = beat(4, 20); // similarity 1, backbeat
    int[] played = beat(4, 28); // kicks in common, snares not: 1 / 3
    int[] silence = new int[32]; // similarity 1, no backbeat

    // Ranks of silence: 0, 0 and 1; of the beat 1, 0 and 0: the more probable one wins.
    assertThat(LoopRanking.best(List.of(beat, silence), new double[] {50, 10})).isEqualTo(1);
    // Ranks of silence: 0, 1 and 1; of what is played: 1, 0 and 0.
    assertThat(LoopRanking.best(List.of(silence, played), new double[] {10, 50})).isEqualTo(1);
  }

  @Test
  void loopsAndNatsBelongTogether() {
    assertThatIllegal(() -> LoopRanking.best(List.of(), new double[0])).names(0);
    assertThatIllegal(() -> LoopRanking.best(List.of(new int[32]), new double[2])).names(1, 2);
  }

  @Property(tries = 100)
  void theBestLoopDoesNotHangOnTheOrder(
      @ForAll @Size(min = 1, max = 6) List<@DoubleRange(min = 0, max = 99) Double> nats) {
    List<int[]> loops = new ArrayList<>();
    for (int k = 0; k < nats.size(); k++) {
      loops.add(beat(4 * (k % 3), 16 + 2 * k));
    }
    double[] costs = nats.stream().mapToDouble(Double::doubleValue).toArray();
    double best = costs[LoopRanking.best(loops, costs)];
    Collections.reverse(loops);
    double[] turned = new double[costs.length];
    for (int k = 0; k < costs.length; k++) {
      turned[k] = costs[costs.length - 1 - k];
    }

    assertThat(turned[LoopRanking.best(loops, turned)]).isEqualTo(best);
  }

  /** A kick on each bar's first step, and two snares. */
  private static int[] beat(int snare, int other) {
    int[] loop = new int[32];
    loop[0] |= 1;
    loop[16] |= 1;
    loop[snare] |= 2;
    loop[other] |= 2;
    return loop;
  }
}
