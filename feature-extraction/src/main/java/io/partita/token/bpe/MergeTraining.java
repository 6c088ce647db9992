package io.partita.token.bpe;

import io.partita.token.bpe.Merges.Pair;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Learns merges from counted words: again and again the pair that is most frequent, of equally
 * frequent ones the least, becomes an id. The order of the words plays no part.
 */
public final class MergeTraining {
  /** Less frequent pairs are not merged. */
  private static final long LEAST = 2;

  private final int base;
  private final List<int[]> words = new ArrayList<>();
  private final List<Integer> sizes = new ArrayList<>();
  private final List<Long> counts = new ArrayList<>();
  private final Map<Pair, Long> frequency = new HashMap<>();
  private final Map<Pair, Set<Integer>> places = new HashMap<>();

  /** A pair with the frequency that it had when it was put here; an outdated one is passed over. */
  private record Candidate(Pair pair, long count) {}

  private final PriorityQueue<Candidate> queue =
      new PriorityQueue<>(
          Comparator.comparingLong((Candidate candidate) -> -candidate.count())
              .thenComparing(Candidate::pair));

  /**
   * @param base size of the vocabulary
   */
  public MergeTraining(int base) {
    this.base = base;
  }

  /**
   * Takes a word in.
   *
   * @param word not copied, and changed from now on
   * @param count how often it occurs, at least 1
   */
  public void add(int[] word, long count) {
    int index = words.size();
    words.add(word);
    sizes.add(word.length);
    counts.add(count);
    for (int i = 0; i + 1 < word.length; i++) {
      count(new Pair(word[i], word[i + 1]), count, index);
    }
  }

  /**
   * Learns.
   *
   * @param vocabulary how many ids there are to be with merges; fewer where no pair is left that
   *     occurs twice
   */
  public Merges merges(int vocabulary) {
    frequency.forEach((pair, count) -> queue.add(new Candidate(pair, count)));
    List<Pair> merges = new ArrayList<>();
    while (base + merges.size() < vocabulary && !queue.isEmpty()) {
      Candidate next = queue.remove();
      if (next.count() != frequency.getOrDefault(next.pair(), 0L)) {
        continue;
      }
      if (next.count() < LEAST) {
        break;
      }
      merge(next.pair(), base + merges.size());
      merges.add(next.pair());
    }
    return new Merges(base, merges);
  }

  private void merge(Pair pair, int id) {
    Set<Pair> changed = new HashSet<>();
    for (int index : List.copyOf(places.get(pair))) {
      int[] word = words.get(index);
      int size = sizes.get(index);
      for (int i = 0; i + 1 < size; i++) {
        Pair old = new Pair(word[i], word[i + 1]);
        count(old, -counts.get(index), index);
        changed.add(old);
      }
      size = Merges.merge(word, size, pair, id);
      sizes.set(index, size);
      for (int i = 0; i + 1 < size; i++) {
        Pair now = new Pair(word[i], word[i + 1]);
        count(now, counts.get(index), index);
        changed.add(now);
      }
    }
    places.remove(pair);
    for (Pair touched : changed) {
      long count = frequency.getOrDefault(touched, 0L);
      if (count > 0) {
        queue.add(new Candidate(touched, count));
      } else {
        frequency.remove(touched);
        places.remove(touched);
      }
    }
  }

  private void count(Pair pair, long by, int word) {
    frequency.merge(pair, by, Long::sum);
    if (by > 0) {
      places.computeIfAbsent(pair, none -> new HashSet<>()).add(word);
    }
  }
}
