package io.partita.model;

import java.util.SplittableRandom;

/** Seeds as ND4J can use them. */
public final class NetworkSeed {
  private NetworkSeed() {}

  /** ND4J looks at the lower half of a seed only, and draws unrepeatably where it is 0. */
  public static int of(long seed) {
    int mixed = new SplittableRandom(seed).nextInt();
    return mixed == 0 ? 1 : mixed;
  }
}
