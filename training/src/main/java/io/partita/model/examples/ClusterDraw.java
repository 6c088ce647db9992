package io.partita.model.examples;

import io.partita.SplitMix64;
import java.io.Serializable;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Files of which some hold the same music, and which of them an epoch takes: one of each cluster,
 * drawn again by the epoch's seed, so that all files of a cluster together weigh as much as one.
 */
public final class ClusterDraw implements Serializable {
  private static final long serialVersionUID = 1;

  /** The cluster of each file, numbered in the order of their first files. */
  private final int[] cluster;

  /** How many files each cluster has. */
  private final int[] sizes;

  private ClusterDraw(int[] cluster, int[] sizes) {
    this.cluster = cluster;
    this.sizes = sizes;
  }

  /** Of files in an order that does not depend on cores, each with the name of its cluster. */
  public static ClusterDraw of(List<String> clusters) {
    Map<String, Integer> numbers = new HashMap<>();
    int[] cluster =
        clusters.stream()
            .mapToInt(name -> numbers.computeIfAbsent(name, first -> numbers.size()))
            .toArray();
    int[] sizes = new int[numbers.size()];
    for (int number : cluster) {
      sizes[number]++;
    }
    return new ClusterDraw(cluster, sizes);
  }

  /** How many files there are. */
  public int files() {
    return cluster.length;
  }

  /**
   * The files that an epoch takes: of each cluster one, every one of them as likely.
   *
   * @param seed of the epoch
   */
  public BitSet drawn(long seed) {
    int[] seen = new int[sizes.length];
    BitSet drawn = new BitSet(cluster.length);
    for (int file = 0; file < cluster.length; file++) {
      int of = cluster[file];
      if (seen[of] == Math.floorMod(SplitMix64.of(seed, of), (long) sizes[of])) {
        drawn.set(file);
      }
      seen[of]++;
    }
    return drawn;
  }

  /**
   * What there is in every epoch, whichever files it takes.
   *
   * @param amounts of each file
   * @return the sum over clusters of the least amount of one of its files
   */
  public long least(int[] amounts) {
    int[] least = new int[sizes.length];
    Arrays.fill(least, Integer.MAX_VALUE);
    for (int file = 0; file < cluster.length; file++) {
      least[cluster[file]] = Math.min(least[cluster[file]], amounts[file]);
    }
    long sum = 0;
    for (int amount : least) {
      sum += amount;
    }
    return sum;
  }
}
