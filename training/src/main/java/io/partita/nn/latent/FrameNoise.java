package io.partita.nn.latent;

/**
 * Normal noise that is a function of seed, dimension and frame and of nothing else: the same on
 * every engine and machine, however many frames are drawn and in whatever order. The bits are those
 * of SplitMix64 (Steele, Lea and Flood, 2014) at a counter, made normal by Box and Muller's
 * transform in {@link StrictMath}.
 */
public final class FrameNoise {
  private static final long GAMMA = 0x9e3779b97f4a7c15L;
  private static final double UNIT = 0x1p-53;

  private FrameNoise() {}

  /**
   * Noise of N(0, 1).
   *
   * @param dimension 0 or more
   * @param frame 0 or more
   */
  public static float at(long seed, int dimension, long frame) {
    long state = mix(mix(seed, dimension), frame);
    double radius = StrictMath.sqrt(-2 * StrictMath.log(unit(mix(state, 1))));
    return (float) (radius * StrictMath.cos(2 * Math.PI * unit(mix(state, 2))));
  }

  /**
   * A seed of its own for each number.
   *
   * @param number of a recording, a block, a dimension
   */
  public static long mix(long seed, long number) {
    long z = seed + GAMMA * (number + 1);
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /** A seed of its own for each recording, by its id. */
  public static long mix(long seed, String recording) {
    long mixed = seed;
    for (int i = 0; i < recording.length(); i++) {
      mixed = mix(mixed, recording.charAt(i));
    }
    return mixed;
  }

  /** Above 0, at most 1. */
  private static double unit(long bits) {
    return ((bits >>> 11) + 1) * UNIT;
  }
}
