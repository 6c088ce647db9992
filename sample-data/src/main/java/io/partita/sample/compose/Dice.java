package io.partita.sample.compose;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Random draws that come out the same on every JVM and machine: SplitMix64 (Steele, Lea and Flood,
 * "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014). A dice is named by a seed and a
 * path of numbers, so that song 70,000 can be drawn without drawing the songs before it.
 */
public final class Dice {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private long state;

  private Dice(long state) {
    this.state = state;
  }

  /** The dice of one place: equal seed and path give equal draws, any other path unrelated ones. */
  public static Dice of(long seed, long... path) {
    long state = mix(seed + GOLDEN_GAMMA);
    for (long step : path) {
      state = mix(state + GOLDEN_GAMMA * (step + 1));
    }
    return new Dice(state);
  }

  public long nextLong() {
    state += GOLDEN_GAMMA;
    return mix(state);
  }

  /** Uniform in [0, bound). */
  public int below(int bound) {
    return (int) (((nextLong() >>> 32) * bound) >>> 32);
  }

  /** Uniform in [low, high], both ends included. */
  public int between(int low, int high) {
    return low + below(high - low + 1);
  }

  /** Uniform in [0, 1). */
  public double unit() {
    return (nextLong() >>> 11) * 0x1.0p-53;
  }

  public boolean chance(double probability) {
    return unit() < probability;
  }

  /**
   * Bell-shaped, mean 0, standard deviation 1, within ±3: the sum of three uniform draws. Free of
   * logarithms, which differ between JVMs in the last bit.
   */
  public double bell() {
    long bits = nextLong();
    long sum = (bits & 0x1FFFFF) + ((bits >>> 21) & 0x1FFFFF) + ((bits >>> 42) & 0x1FFFFF);
    return (sum * 0x1.0p-21 - 1.5) * 2;
  }

  public <T> T pick(List<T> choices) {
    return choices.get(below(choices.size()));
  }

  /** An index drawn in proportion to the weights. */
  public int weighted(int... weights) {
    int total = 0;
    for (int weight : weights) {
      total += weight;
    }
    int at = below(total);
    int index = 0;
    while (at >= weights[index]) {
      at -= weights[index++];
    }
    return index;
  }

  /** So many different numbers below a bound, in the order in which they were drawn. */
  public List<Integer> distinct(int count, int bound) {
    Set<Integer> drawn = new LinkedHashSet<>();
    while (drawn.size() < count) {
      drawn.add(below(bound));
    }
    return List.copyOf(drawn);
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
