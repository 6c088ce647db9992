package io.partita.nn.vertex;

import io.partita.SplitMix64;

/**
 * Which values of an array are dropped, and what the others are multiplied by (Srivastava et al.,
 * 2014, inverted). A value's lot depends on the key and on its index alone: the way back draws it
 * again, and both arithmetics draw the same.
 *
 * @param key from the seed, the iteration and the layer
 * @param least of a value's lot, 0 to 65535, below which it is dropped
 */
public record Dropout(long key, int least) {
  /** Nothing is dropped. */
  public static final Dropout NONE = new Dropout(0, 0);

  private static final int LOTS = 1 << 16;

  /** Lots of 16 bits that a drawn number has. */
  private static final int AT_ONCE = 4;

  private static final long GAMMA = 0x9E3779B97F4A7C15L;

  /**
   * @param rate 0 until 1, rounded to a multiple of 2^-16
   */
  public static Dropout of(double rate, long seed, int iteration, int layer) {
    return new Dropout(SplitMix64.of(seed, iteration, layer), (int) Math.round(rate * LOTS));
  }

  public boolean isNone() {
    return least == 0;
  }

  /**
   * What values are multiplied by: 0, or 1 / (1 − rate).
   *
   * @param first index of the first value, a multiple of 4
   */
  public void factors(int first, int count, float[] into) {
    float kept = (float) LOTS / (LOTS - least);
    for (int k = 0; k < count; k += AT_ONCE) {
      long lots = mixed(key + GAMMA * ((first + k) / AT_ONCE + 1L));
      int end = Math.min(AT_ONCE, count - k);
      for (int i = 0; i < end; i++) {
        int lot = (int) (lots >>> (16 * i)) & 0xFFFF;
        into[k + i] = kept * (1 + ((lot - least) >> 31)); // a branch would be mispredicted
      }
    }
  }

  /** SplitMix64's finaliser (Steele, Lea and Flood, 2014). */
  private static long mixed(long z) {
    long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
    return b ^ (b >>> 31);
  }
}
