package io.partita;

/** Seeds from seeds: SplitMix64's finaliser (Steele, Lea and Flood, 2014) over several numbers. */
public final class SplitMix64 {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private SplitMix64() {}

  /** A number that looks random and depends on each of these and on their order. */
  public static long of(long... numbers) {
    long mixed = 0;
    for (long number : numbers) {
      mixed = finalised(mixed * 31 + GOLDEN_GAMMA + number);
    }
    return mixed;
  }

  private static long finalised(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
