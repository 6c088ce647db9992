package io.partita.similarity;

import java.util.Arrays;

/** Pairs of files that match, in any order; files are numbers from 0. */
public final class DuplicateEdges {
  private static final Tier[] TIERS = Tier.values();

  private int size;
  private int[] a = new int[256];
  private int[] b = new int[256];
  private byte[] tier = new byte[256];
  private float[] coverage = new float[256];

  /** Adds a pair; {@code covMin} as in {@link PairMatch}. */
  public void add(int one, int other, Tier of, double covMin) {
    if (size == a.length) {
      a = Arrays.copyOf(a, 2 * size);
      b = Arrays.copyOf(b, 2 * size);
      tier = Arrays.copyOf(tier, 2 * size);
      coverage = Arrays.copyOf(coverage, 2 * size);
    }
    a[size] = one;
    b[size] = other;
    tier[size] = (byte) of.rank();
    coverage[size] = (float) covMin;
    size++;
  }

  /** How many pairs there are. */
  public int size() {
    return size;
  }

  int a(int pair) {
    return a[pair];
  }

  int b(int pair) {
    return b[pair];
  }

  Tier tier(int pair) {
    return TIERS[tier[pair]];
  }

  float coverage(int pair) {
    return coverage[pair];
  }
}
