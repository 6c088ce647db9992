package io.partita.symbolic;

import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * An n-gram model: the probability of the next class by the few before it, as counted in training.
 * The yardstick for a network that predicts notes.
 *
 * <p>Counts are smoothed by interpolated Witten–Bell (Witten and Bell 1991, method C): after a
 * history h that was seen c(h) times, with T(h) distinct classes after it,
 *
 * <pre>P(w | h) = (c(h, w) + T(h) · P(w | h')) / (c(h) + T(h))</pre>
 *
 * where h' is h without its oldest class; the empty history is interpolated with 1 / V. An unseen
 * history counts for nothing: P(w | h) = P(w | h'). The first classes of a sequence have shorter
 * histories; no n-gram reaches from one sequence into another.
 *
 * <p>Counts of parts add up ({@link #plus}), in any order. One model answers for its own order and
 * for every lower one.
 */
public final class WittenBell implements Serializable {
  /** What packs into the 64 bits of a history, 16 a class. */
  public static final int MAX_ORDER = 5;

  private static final long serialVersionUID = 1;

  private final int order;
  private final int classCount;
  private final Map<Long, Counts> histories = new HashMap<>();

  /** What was seen after one history; classes ascending. */
  private static final class Counts implements Serializable {
    private static final long serialVersionUID = 1;

    private long total;
    private int distinct;
    private int[] classes = new int[2];
    private long[] counts = new long[2];

    void add(int next, long count) {
      total += count;
      int found = Arrays.binarySearch(classes, 0, distinct, next);
      if (found < 0) {
        found = -found - 1;
        insert(found, next);
      }
      counts[found] += count;
    }

    private void insert(int at, int next) {
      if (distinct == classes.length) {
        classes = Arrays.copyOf(classes, 2 * distinct);
        counts = Arrays.copyOf(counts, 2 * distinct);
      }
      System.arraycopy(classes, at, classes, at + 1, distinct - at);
      System.arraycopy(counts, at, counts, at + 1, distinct - at);
      classes[at] = next;
      counts[at] = 0;
      distinct++;
    }

    /** From the distribution of the shorter history to that of this one, in place. */
    void interpolate(double[] distribution) {
      double scale = 1.0 / (total + distinct);
      for (int i = 0; i < distribution.length; i++) {
        distribution[i] *= distinct * scale;
      }
      for (int i = 0; i < distinct; i++) {
        distribution[classes[i]] += counts[i] * scale;
      }
    }
  }

  /**
   * A model that has seen nothing: every class is as likely as the others.
   *
   * @param order n, 1 to {@link #MAX_ORDER}: the last n - 1 classes are the history
   * @param classCount V, 1 to 32767, a class for the unknown included
   */
  public WittenBell(int order, int classCount) {
    if (order < 1 || order > MAX_ORDER) {
      throw new IllegalArgumentException("order must be 1 to " + MAX_ORDER + ", but is " + order);
    }
    if (classCount < 1 || classCount > Short.MAX_VALUE) {
      throw new IllegalArgumentException(
          "classCount must be 1 to " + Short.MAX_VALUE + ", but is " + classCount);
    }
    this.order = order;
    this.classCount = classCount;
  }

  public int order() {
    return order;
  }

  public int classCount() {
    return classCount;
  }

  /** Counts the n-grams of one whole sequence, from its first class on. */
  public void add(int[] sequence) {
    add(sequence, 0);
  }

  /**
   * Counts the n-grams of one whole sequence.
   *
   * @param sequence classes 0 to V - 1
   * @param from the first position to count; those before it are history only, and may be classes
   *     beyond V, up to 32766, that are never predicted
   */
  public void add(int[] sequence, int from) {
    for (int position = 0; position < sequence.length; position++) {
      int most = position < from ? Short.MAX_VALUE : classCount;
      if (sequence[position] < 0 || sequence[position] >= most) {
        throw new IllegalArgumentException(
            "Classes must be 0 to " + (most - 1) + ", but one is " + sequence[position]);
      }
    }
    for (int position = from; position < sequence.length; position++) {
      for (int oldest = position; oldest >= Math.max(0, position - order + 1); oldest--) {
        histories
            .computeIfAbsent(history(sequence, oldest, position), unseen -> new Counts())
            .add(sequence[position], 1);
      }
    }
  }

  /** A model of both models' counts. */
  public WittenBell plus(WittenBell other) {
    if (other.order != order || other.classCount != classCount) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Only models of one order and class count add up, but these are %d, %d and %d, %d",
              order,
              classCount,
              other.order,
              other.classCount));
    }
    WittenBell sum = new WittenBell(order, classCount);
    sum.count(this);
    sum.count(other);
    return sum;
  }

  private void count(WittenBell other) {
    other.histories.forEach(
        (history, seen) -> {
          Counts counts = histories.computeIfAbsent(history, unseen -> new Counts());
          for (int i = 0; i < seen.distinct; i++) {
            counts.add(seen.classes[i], seen.counts[i]);
          }
        });
  }

  /**
   * P(w | h) of every class w at a position of a sequence.
   *
   * @param order 1 to {@link #order()}: how many classes before the position count, plus 1
   * @param sequence classes, as they were counted
   * @param position from 0; what is there and later is not looked at
   * @return [V], above 0, with a sum of 1
   */
  public double[] distribution(int order, int[] sequence, int position) {
    if (order < 1 || order > this.order) {
      throw new IllegalArgumentException("order must be 1 to " + this.order + ", but is " + order);
    }
    double[] distribution = new double[classCount];
    Arrays.fill(distribution, 1.0 / classCount);
    for (int from = position; from >= Math.max(0, position - order + 1); from--) {
      Counts seen = histories.get(history(sequence, from, position));
      if (seen == null) {
        // What comes after a history unseen was never counted under a longer one.
        break;
      }
      seen.interpolate(distribution);
    }
    return distribution;
  }

  /**
   * How well the classes of a sequence are predicted, each by those before it.
   *
   * @param order 1 to {@link #order()}
   * @param sequence classes 0 to V - 1; before the first to predict also those beyond
   * @param from the first position to predict; those before it are history only
   */
  public NgramScore score(int order, int[] sequence, int from) {
    double nats = 0;
    long top1 = 0;
    for (int position = from; position < sequence.length; position++) {
      double[] distribution = distribution(order, sequence, position);
      nats -= Math.log(distribution[sequence[position]]);
      top1 += mostLikely(distribution) == sequence[position] ? 1 : 0;
    }
    return new NgramScore(Math.max(0, sequence.length - from), nats, top1);
  }

  /** The lowest of the most likely classes. */
  public static int mostLikely(double[] distribution) {
    int best = 0;
    for (int i = 1; i < distribution.length; i++) {
      best = distribution[i] > distribution[best] ? i : best;
    }
    return best;
  }

  /** Classes count from 1 here, so that histories of different lengths differ. */
  private static long history(int[] sequence, int from, int to) {
    long packed = 0;
    for (int i = from; i < to; i++) {
      packed = packed << Short.SIZE | (sequence[i] + 1);
    }
    return packed;
  }
}
