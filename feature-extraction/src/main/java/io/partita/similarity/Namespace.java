package io.partita.similarity;

/** The kinds of lines. A shingle of one is never equal to a shingle of another. */
public enum Namespace {
  /** The highest and the lowest notes of each channel of each track. */
  TRK(0, 0x7452_4B31_9E37_79B9L),
  /** The highest notes of all. */
  SKY(1, 0x534B_5931_7F4A_7C15L),
  /** Drums, of files that hold nothing else. */
  DST(2, 0x4453_5431_F39C_C060L);

  private final int number;
  private final long seed;

  Namespace(int number, long seed) {
    this.number = number;
    this.seed = seed;
  }

  /** From 0, in the order of {@link #values}. */
  int number() {
    return number;
  }

  /**
   * The 64-bit hash of what a shingle is made of: the finalizer of SplitMix64 (Steele, Lea and
   * Flood 2014), which is a bijection, so that shingles of one namespace never meet.
   */
  long hash(long content) {
    return mix(content ^ seed);
  }

  private static long mix(long word) {
    long z = (word ^ (word >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
