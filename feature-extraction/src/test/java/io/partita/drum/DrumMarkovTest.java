package io.partita.drum;

import static io.partita.ThrownAssert.assertThatIllegal;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class DrumMarkovTest {
  private static final int LENGTH = 6;

  @Test
  void theMostFrequentAfterTheLastStepsIsExpected() {
    // Starts: 1, 1. After 1: 2, 1, 2; after 2: 1, 3; after 3: 2. Of all: 1 thrice, 2 thrice.
    DrumMarkov model = fit(slice(1, 2, 1, 1), slice(1, 2, 3, 2));
    // Order 0 expects 1, which came before 2 did.
    assertThat(model.right(0, slice(1, 2, 1, 3))).isEqualTo(2);
    // 1 at the start, 2 after 1; after 2 came 1 before 3 did, after 3 only 2.
    assertThat(model.right(1, slice(1, 2, 1, 2))).isEqualTo(4);
    assertThat(model.right(1, slice(1, 2, 3, 2))).isEqualTo(3);
    // After 1 2 came 1 before 3 did, after 2 1 only 1, though after 1 rather 2.
    assertThat(model.right(2, slice(1, 2, 1, 1))).isEqualTo(4);
    assertThat(model.right(1, slice(1, 2, 1, 1))).isEqualTo(3);
  }

  @Test
  void whereAHistoryIsUnseenAShorterOneDecides() {
    DrumMarkov model = fit(slice(5, 6, 7, 8), slice(9, 6, 4, 8), slice(9, 6, 4, 8));
    // 9 starts most; after 1 nothing was seen, and of all masks 6 came as often as 8, but before.
    assertThat(model.right(4, slice(1, 6))).isEqualTo(1);
    // 4 came twice after 6, 7 once; 8 came after 6 and 4.
    assertThat(model.right(4, slice(1, 6, 4, 8))).isEqualTo(3);
    assertThat(model.right(4, slice(1, 6, 7, 8))).isEqualTo(2);
    // After 5 and 6 came only 7.
    assertThat(model.right(4, slice(5, 6, 7, 8))).isEqualTo(3);
    assertThat(model.right(1, slice(5, 6, 7, 8))).isEqualTo(2);
  }

  @Test
  void theStartIsNeitherSilenceNorTheEndOfAnotherSlice() {
    DrumMarkov model = fit(slice(3, 0, 0, 0), slice(3, 0, 0, 0));
    assertThat(model.right(1, slice(3, 0))).isEqualTo(2);
    assertThat(model.right(1, slice(0, 3))).isZero();
    // Once the start is among the last steps, a history of zeros alone is another one.
    DrumMarkov late = fit(slice(0, 0, 1, 2), slice(0, 0, 1, 2), slice(3, 0, 0, 4));
    assertThat(late.right(2, slice(0, 0, 1))).isEqualTo(3);
    assertThat(late.right(2, slice(9, 0, 0, 4))).isEqualTo(2);
    assertThat(late.right(3, slice(0, 0, 1))).isEqualTo(3);
  }

  @Test
  void allMasksHaveTheirOwnHistories() {
    int[] all = new int[2 * DrumClass.MASKS];
    for (int step = 0; step < all.length; step++) {
      all[step] = step / 2;
    }
    DrumMarkov model = fit(all);
    assertThat(model.right(2, all)).isEqualTo(all.length);
    // Every mask follows itself before another one follows it; only the first follows the start.
    assertThat(model.right(1, all)).isEqualTo(DrumClass.MASKS + 1);
    assertThat(model.right(0, all)).isEqualTo(2);
  }

  @Property(tries = 200)
  void aPlainSearchOfTheTrainingDataExpectsTheSame(
      @ForAll("slices") List<int[]> train, @ForAll("slice") int[] held, @ForAll long seed) {
    DrumMarkov model = fit(train, new Random(seed));
    for (int order = 0; order <= DrumMarkov.MAX_ORDER; order++) {
      int ofOrder = order;
      long right =
          IntStream.range(0, held.length)
              .filter(step -> searched(train, ofOrder, held, step) == held[step])
              .count();
      assertThat(model.right(order, held)).as("order %d", order).isEqualTo((int) right);
    }
  }

  /** By the definition: goes through all training slices for the last steps, then one less. */
  private static int searched(List<int[]> train, int order, int[] held, int step) {
    Map<Integer, Integer> counts = new HashMap<>();
    List<Integer> inOrder = new ArrayList<>();
    for (int[] slice : train) {
      for (int at = 0; at < slice.length; at++) {
        boolean same = true;
        for (int back = 1; back <= order; back++) {
          same &= before(slice, at - back) == before(held, step - back);
        }
        if (same && counts.merge(slice[at], 1, Integer::sum) == 1) {
          inOrder.add(slice[at]);
        }
      }
    }
    return inOrder.isEmpty()
        ? searched(train, order - 1, held, step)
        : inOrder.stream()
            .reduce((one, other) -> counts.get(other) > counts.get(one) ? other : one)
            .orElseThrow();
  }

  private static int before(int[] slice, int step) {
    return step < 0 ? -1 : slice[step];
  }

  @Test
  void nothingSeenExpectsNothing() {
    assertThat(fit().right(4, slice(0, 0))).isZero();
    assertThat(fit(slice(0, 0)).right(4, slice(0, 0))).isEqualTo(2);
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertThatIllegal(() -> DrumMarkov.seen(0, slice(512))).names(0, 511, 512);
    assertThatIllegal(() -> fit(slice(1)).right(5, slice(1))).names("order", 0, 4, 5);
  }

  @Provide
  Arbitrary<int[]> slice() {
    return Arbitraries.integers().between(0, 2).array(int[].class).ofSize(LENGTH);
  }

  @Provide
  Arbitrary<List<int[]>> slices() {
    return slice().list().ofMinSize(1).ofMaxSize(6);
  }

  private static DrumMarkov fit(int[]... train) {
    return fit(List.of(train), new Random(1));
  }

  /** Counts in an order that the seed decides, as workers would. */
  private static DrumMarkov fit(List<int[]> train, Random random) {
    List<DrumMarkov.Seen> seen = new ArrayList<>();
    for (int number = 0; number < train.size(); number++) {
      seen.addAll(DrumMarkov.seen(number, train.get(number)));
    }
    Collections.shuffle(seen, random);
    Map<Long, DrumMarkov.Seen> grams = new HashMap<>();
    seen.forEach(one -> grams.merge(one.gram(), one, DrumMarkov.Seen::plus));
    Map<Long, DrumMarkov.Seen> best = new HashMap<>();
    grams
        .values()
        .forEach(
            one -> best.merge(DrumMarkov.history(one.gram()), one, DrumMarkov.Seen::moreFrequent));
    return new DrumMarkov(best.values().stream().mapToLong(DrumMarkov.Seen::gram).toArray());
  }

  private static int[] slice(int... masks) {
    int[] slice = new int[masks.length];
    for (int step = 0; step < masks.length; step++) {
      slice[step] = masks[step];
    }
    return slice;
  }
}
