package io.partita.drum;

import java.util.List;

/**
 * Chooses the best of some drum loops that a model has drawn. Each is ranked three times, by how
 * many others are better: more probable, with bars that are more as alike as in played music, with
 * a {@linkplain BarStructure#hasBackbeat backbeat} where it has none. The smallest sum of ranks
 * wins; of equal ones the most probable, then the first.
 */
public final class LoopRanking {
  /** Mean {@link BarStructure#similarity} of the 2-bar slices that Groove has for testing. */
  public static final double PLAYED_SIMILARITY = 0.56;

  private LoopRanking() {}

  /**
   * The place of the best loop, from 0.
   *
   * @param loops masks of two bars or more each; at least one loop
   * @param nats −ln p of each, or a bound on it
   */
  public static int best(List<int[]> loops, double[] nats) {
    if (loops.isEmpty() || loops.size() != nats.length) {
      throw new IllegalArgumentException(
          "There must be a loop, and nats of each, but there are %d loops, %d nats"
              .formatted(loops.size(), nats.length));
    }
    int[] ranks = new int[nats.length];
    double[] unlike = new double[nats.length];
    double[] flat = new double[nats.length];
    for (int k = 0; k < nats.length; k++) {
      unlike[k] = Math.abs(BarStructure.similarity(loops.get(k)) - PLAYED_SIMILARITY);
      flat[k] = BarStructure.hasBackbeat(loops.get(k)) ? 0 : 1;
    }
    addRanks(nats, ranks);
    addRanks(unlike, ranks);
    addRanks(flat, ranks);
    int best = 0;
    for (int k = 1; k < ranks.length; k++) {
      if (ranks[k] < ranks[best] || (ranks[k] == ranks[best] && nats[k] < nats[best])) {
        best = k;
      }
    }
    return best;
  }

  /** Adds to each rank how many have less. */
  private static void addRanks(double[] costs, int[] ranks) {
    for (int k = 0; k < costs.length; k++) {
      for (double other : costs) {
        ranks[k] += other < costs[k] ? 1 : 0;
      }
    }
  }
}
