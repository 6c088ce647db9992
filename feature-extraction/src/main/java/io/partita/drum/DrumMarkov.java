package io.partita.drum;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A back-off Markov model of drum slices: the next step is taken for the one that came most often
 * after the last n steps in training. The yardstick for a network that reproduces slices.
 *
 * <p>Before its first step a slice has starts, a mask of their own, so that the model knows the
 * first n steps for what they are; no history reaches from one slice into another. Where a history
 * was never seen, the last n - 1 steps decide, and so on down to order 0, the mask that is most
 * frequent of all. Of masks that came equally often after a history, the one that came first in
 * training does.
 *
 * <p>Counting is left to the caller, who may have many workers: add up what is {@link #seen} by
 * gram, and keep the {@link Seen#moreFrequent} of each {@link #history}. The model itself has 8
 * bytes for each distinct history in training: 0 to 4 steps, so at most 5 for each step of it.
 */
public final class DrumMarkov implements Serializable {
  /** The longest history, in steps. */
  public static final int MAX_ORDER = 4;

  private static final long serialVersionUID = 1;

  /** What one step of a history takes: masks count from 1, so that histories' lengths differ. */
  private static final int STEP_BITS = 10;

  private static final int START = DrumClass.MASKS + 1;

  private static final int NOTHING = -1;

  /** The most frequent gram of each history, ascending. */
  private final long[] grams;

  /**
   * How often a gram was seen.
   *
   * @param gram a history and the mask after it
   * @param count number of times
   * @param firstStep place of the first time, in steps from the start of training
   */
  public record Seen(long gram, long count, long firstStep) implements Serializable {
    /** Both counts of one gram. */
    public Seen plus(Seen other) {
      return new Seen(gram, count + other.count, Math.min(firstStep, other.firstStep));
    }

    /** The gram that was seen more often; of equals, the one seen first. */
    public Seen moreFrequent(Seen other) {
      boolean first = firstStep < other.firstStep;
      return count > other.count || (count == other.count && first) ? this : other;
    }
  }

  /**
   * @param grams the most frequent gram of each history, in any order; a model of none expects
   *     nothing
   */
  public DrumMarkov(long[] grams) {
    this.grams = grams.clone();
    Arrays.sort(this.grams);
  }

  /**
   * What a slice of the training data counts for: each step after each history of 0 to {@link
   * #MAX_ORDER} steps.
   *
   * @param number of the slice in training, from 0; all slices are of one length
   * @param slice masks, 0 to 511
   */
  public static List<Seen> seen(long number, int[] slice) {
    List<Seen> seen = new ArrayList<>(slice.length * (MAX_ORDER + 1));
    for (int step = 0; step < slice.length; step++) {
      DrumLoop.requireMask(slice[step]);
      for (int order = 0; order <= MAX_ORDER; order++) {
        long gram = history(order, slice, step) << STEP_BITS | slice[step];
        seen.add(new Seen(gram, 1, number * slice.length + step));
      }
    }
    return seen;
  }

  /** The history of a gram: a number that no other history has. */
  public static long history(long gram) {
    return gram >>> STEP_BITS;
  }

  private static long history(int order, int[] slice, int step) {
    long history = 0;
    for (int i = step - order; i < step; i++) {
      history = history << STEP_BITS | (i < 0 ? START : slice[i] + 1);
    }
    return history;
  }

  /**
   * The steps of a slice that are as the model expects them, each after those that really are
   * before it.
   *
   * @param order longest length of histories, 0 to {@link #MAX_ORDER} steps
   * @param slice masks, 0 to 511
   */
  public int right(int order, int[] slice) {
    if (order < 0 || order > MAX_ORDER) {
      throw new IllegalArgumentException("order must be 0 to " + MAX_ORDER + ", but is " + order);
    }
    int right = 0;
    for (int step = 0; step < slice.length; step++) {
      right += expected(order, slice, step) == slice[step] ? 1 : 0;
    }
    return right;
  }

  private int expected(int order, int[] slice, int step) {
    for (int shorter = order; shorter >= 0; shorter--) {
      long history = history(shorter, slice, step);
      int found = Arrays.binarySearch(grams, history << STEP_BITS);
      int at = found < 0 ? -found - 1 : found;
      if (at < grams.length && history(grams[at]) == history) {
        return (int) (grams[at] & ((1 << STEP_BITS) - 1));
      }
    }
    return NOTHING;
  }
}
