package io.partita.audio.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Finds recordings that are the same one among many. Recordings meet in buckets, one for each
 * {@link AudioPrint#keys key}; those that meet in {@link AudioPrint#LEAST_SHARED} buckets are
 * correlated. What is the same makes groups by following pairs from one to the next, as {@link
 * io.partita.split.SplitGroups} does. Neither pairs nor groups depend on the order of recordings.
 */
public final class SameAudio {
  /** Of a bucket that each other member is paired with: the first ones by name. */
  public static final int LEADERS = 8;

  /**
   * Two recordings.
   *
   * @param first the lesser name
   */
  public record Pair(String first, String second) implements Comparable<Pair> {
    @Override
    public int compareTo(Pair other) {
      int byFirst = first.compareTo(other.first);
      return byFirst != 0 ? byFirst : second.compareTo(other.second);
    }
  }

  /**
   * Two recordings that are the same.
   *
   * @param match how they go together
   */
  public record Same(Pair pair, PrintMatch match) {}

  private SameAudio() {}

  /**
   * The pairs of a bucket: each member with the first eight by name. All there are of nine, and few
   * of a bucket where thousands meet by chance, or are copies of one recording.
   *
   * @param members names, each once, in any order
   */
  public static List<Pair> pairs(List<String> members) {
    String[] sorted = members.toArray(String[]::new);
    Arrays.sort(sorted);
    List<Pair> pairs = new ArrayList<>();
    for (int leader = 0; leader < Math.min(LEADERS, sorted.length); leader++) {
      for (int other = leader + 1; other < sorted.length; other++) {
        pairs.add(new Pair(sorted[leader], sorted[other]));
      }
    }
    return pairs;
  }

  /**
   * All pairs that are the same, of prints that memory holds.
   *
   * @param prints by the recordings' names
   */
  public static List<Same> among(SortedMap<String, AudioPrint> prints) {
    Map<Long, List<String>> byKey = new TreeMap<>();
    prints.forEach(
        (name, print) -> {
          for (long key : print.keys()) {
            byKey.computeIfAbsent(key, k -> new ArrayList<>()).add(name);
          }
        });
    TreeMap<Pair, PrintMatch> same = new TreeMap<>();
    TreeMap<Pair, Integer> shared = new TreeMap<>();
    byKey.values().stream()
        .flatMap(members -> pairs(members).stream())
        .forEach(pair -> shared.merge(pair, 1, Integer::sum));
    shared.forEach(
        (pair, keys) -> {
          if (keys >= AudioPrint.LEAST_SHARED) {
            PrintMatch match =
                PrintCorrelation.of(prints.get(pair.first()), prints.get(pair.second()));
            if (match.correlation() >= AudioPrint.SAME) {
              same.put(pair, match);
            }
          }
        });
    return same.entrySet().stream()
        .map(entry -> new Same(entry.getKey(), entry.getValue()))
        .toList();
  }
}
