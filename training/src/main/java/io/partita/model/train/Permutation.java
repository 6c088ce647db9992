package io.partita.model.train;

import io.partita.SplitMix64;
import java.io.Serializable;

/**
 * A pseudo-random order of the numbers below a size, without a list of them: a Feistel network over
 * the next power of four, walked until it ends below the size (Black and Rogaway, "Ciphers with
 * arbitrary finite domains", 2002). Any worker can tell any example's place by itself.
 */
public final class Permutation implements Serializable {
  private static final int ROUNDS = 4;

  private final long size;
  private final long key;
  private final int halfBits;

  /**
   * @param size at least 1
   * @param key equal keys give equal orders
   */
  public Permutation(long size, long key) {
    if (size < 1) {
      throw new IllegalArgumentException("size must be at least 1, not " + size);
    }
    this.size = size;
    this.key = key;
    int bits = Math.max(2, Long.SIZE - Long.numberOfLeadingZeros(size - 1));
    this.halfBits = (bits + 1) / 2;
  }

  /**
   * The place of a number in this order.
   *
   * @param number 0 to size - 1
   * @return 0 to size - 1; different for different numbers
   */
  public long placeOf(long number) {
    long place = number;
    do {
      place = encrypt(place);
    } while (place >= size);
    return place;
  }

  private long encrypt(long block) {
    long mask = (1L << halfBits) - 1;
    long left = block >>> halfBits;
    long right = block & mask;
    for (int round = 0; round < ROUNDS; round++) {
      long mixed = left ^ (SplitMix64.of(key, round, right) & mask);
      left = right;
      right = mixed;
    }
    return left << halfBits | right;
  }
}
