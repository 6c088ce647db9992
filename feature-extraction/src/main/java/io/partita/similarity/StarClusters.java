package io.partita.similarity;

import java.util.Arrays;
import java.util.Comparator;

/**
 * Files that may represent each other: a star around a representative, to which each member has a
 * pair of its own of tier {@link Tier#STRICT} or surer, or is equal to one that has. Chains of
 * pairs would join files of which only a third are alike.
 */
public final class StarClusters {
  private StarClusters() {}

  /**
   * Deals files to representatives: first comes the one with most near-duplicates, then with most
   * notes, then with the smallest number.
   *
   * @param equal of each file the one that represents those equal to it, or itself
   * @param notes of each file
   * @param edges between files that represent those equal to them; others make no difference
   * @return of each file its representative, which may be itself
   */
  public static int[] of(int[] equal, int[] notes, DuplicateEdges edges) {
    int files = equal.length;
    int[] equals = new int[files];
    for (int file : equal) {
      equals[file]++;
    }
    int[] degree = equals.clone();
    int[] start = new int[files + 1];
    for (int pair = 0; pair < edges.size(); pair++) {
      if (edges.tier(pair).isAtLeast(Tier.STRICT)) {
        degree[edges.a(pair)] += equals[edges.b(pair)];
        degree[edges.b(pair)] += equals[edges.a(pair)];
        start[edges.a(pair) + 1]++;
        start[edges.b(pair) + 1]++;
      }
    }
    int[] neighbours = neighbours(edges, start);
    int[] representative = new int[files];
    Arrays.fill(representative, -1);
    for (int file : order(equal, degree, notes)) {
      if (representative[file] < 0) {
        representative[file] = file;
        for (int i = start[file]; i < start[file + 1]; i++) {
          int member = neighbours[i];
          representative[member] = representative[member] < 0 ? file : representative[member];
        }
      }
    }
    for (int file = 0; file < files; file++) {
      representative[file] = representative[equal[file]];
    }
    return representative;
  }

  /** The files beside each file; counts in {@code start} become where each file's begin. */
  private static int[] neighbours(DuplicateEdges edges, int[] start) {
    for (int file = 1; file < start.length; file++) {
      start[file] += start[file - 1];
    }
    int[] next = start.clone();
    int[] neighbours = new int[start[start.length - 1]];
    for (int pair = 0; pair < edges.size(); pair++) {
      if (edges.tier(pair).isAtLeast(Tier.STRICT)) {
        neighbours[next[edges.a(pair)]++] = edges.b(pair);
        neighbours[next[edges.b(pair)]++] = edges.a(pair);
      }
    }
    return neighbours;
  }

  private static int[] order(int[] equal, int[] degree, int[] notes) {
    Integer[] order = new Integer[equal.length];
    int count = 0;
    for (int file = 0; file < equal.length; file++) {
      if (equal[file] == file) {
        order[count] = file;
        count++;
      }
    }
    Comparator<Integer> first =
        Comparator.<Integer>comparingInt(file -> -degree[file])
            .thenComparingInt(file -> -notes[file])
            .thenComparing(Comparator.naturalOrder());
    Arrays.sort(order, 0, count, first);
    return Arrays.stream(order, 0, count).mapToInt(Integer::intValue).toArray();
  }
}
