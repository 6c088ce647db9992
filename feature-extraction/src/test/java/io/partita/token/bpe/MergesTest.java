package io.partita.token.bpe;

import static io.partita.ThrownAssert.assertThatIllegal;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.token.bpe.Merges.Pair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MergesTest {
  @Test
  void theMostFrequentPairIsMergedFirstAndOfEqualOnesTheLeast() {
    MergeTraining training = new MergeTraining(4);
    training.add(new int[] {1, 2, 3}, 2);
    training.add(new int[] {1, 2, 1, 2}, 1);
    training.add(new int[] {3, 0}, 2);

    Merges merges = training.merges(7);

    assertThat(merges.pairs()).containsExactly(new Pair(1, 2), new Pair(3, 0), new Pair(4, 3));
    assertThat(merges.encode(new int[] {1, 2, 3, 0, 1, 2})).containsExactly(4, 5, 4);
    assertThat(merges.decode(new int[] {6, 5})).containsExactly(1, 2, 3, 3, 0);
    assertThat(merges.size()).isEqualTo(7);
  }

  @Test
  void aPairThatOccursOnceIsNotMerged() {
    MergeTraining training = new MergeTraining(4);
    training.add(new int[] {1, 2, 3}, 1);

    assertThat(training.merges(100).pairs()).isEmpty();
  }

  /** Against the plain algorithm, which counts everything again for each merge. */
  @Test
  void mergesAreThoseOfThePlainAlgorithmWhateverTheOrderOfWords() {
    Random random = new Random(5);
    for (int round = 0; round < 30; round++) {
      Map<List<Integer>, Long> words = new HashMap<>();
      for (int i = 0; i < 60; i++) {
        List<Integer> word = random.ints(1 + random.nextInt(9), 0, 6).boxed().toList();
        words.merge(word, 1L + random.nextInt(3), Long::sum);
      }
      List<List<Integer>> order = new ArrayList<>(words.keySet());
      List<Pair> plain = plain(words, 6, 30);
      for (int shuffle = 0; shuffle < 3; shuffle++) {
        Collections.shuffle(order, random);
        MergeTraining training = new MergeTraining(6);
        order.forEach(word -> training.add(ints(word), words.get(word)));
        Merges merges = training.merges(30);

        assertThat(merges.pairs()).isEqualTo(plain);
        order.forEach(
            word -> assertThat(merges.decode(merges.encode(ints(word)))).isEqualTo(ints(word)));
      }
    }
  }

  @Test
  void wordsBeginWithTimes() {
    Words words = new Words(List.of("Bar_None", "Pitch_60", "Position_0", "TimeShift_1.0.8"));

    assertThat(words.of(new int[] {1, 0, 2, 1, 1, 3, 1}).stream().map(Arrays::toString))
        .containsExactly("[1]", "[0]", "[2, 1, 1]", "[3, 1]");
    assertThat(words.of(new int[0])).isEmpty();
  }

  @Test
  void pairsThatCannotBeAreRefused() {
    assertThatIllegal(() -> new Merges(4, List.of(new Pair(1, 4)))).names(4, 0, 3);
    assertThatIllegal(() -> new Merges(4, List.of(new Pair(1, 2), new Pair(1, 2)))).names("twice");
    assertThatIllegal(() -> new Merges(4, List.of()).decode(new int[] {4})).names(4, 0, 3);
  }

  private static List<Pair> plain(Map<List<Integer>, Long> counted, int base, int vocabulary) {
    List<int[]> words = new ArrayList<>();
    List<Long> counts = new ArrayList<>();
    counted.forEach(
        (word, count) -> {
          words.add(ints(word));
          counts.add(count);
        });
    List<Pair> merges = new ArrayList<>();
    while (base + merges.size() < vocabulary) {
      Map<Pair, Long> frequency = new HashMap<>();
      for (int w = 0; w < words.size(); w++) {
        for (int i = 0; i + 1 < words.get(w).length; i++) {
          Pair pair = new Pair(words.get(w)[i], words.get(w)[i + 1]);
          frequency.merge(pair, counts.get(w), Long::sum);
        }
      }
      Pair best =
          frequency.keySet().stream()
              .min(
                  (a, b) -> {
                    int more = Long.compare(frequency.get(b), frequency.get(a));
                    return more == 0 ? a.compareTo(b) : more;
                  })
              .orElse(null);
      if (best == null || frequency.get(best) < 2) {
        break;
      }
      for (int w = 0; w < words.size(); w++) {
        int[] word = words.get(w);
        int size = Merges.merge(word, word.length, best, base + merges.size());
        words.set(w, Arrays.copyOf(word, size));
      }
      merges.add(best);
    }
    return merges;
  }

  private static int[] ints(List<Integer> word) {
    return word.stream().mapToInt(Integer::intValue).toArray();
  }
}
