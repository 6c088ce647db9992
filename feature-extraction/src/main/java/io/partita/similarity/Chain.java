package io.partita.similarity;

import java.util.Arrays;

/**
 * The longest chain of shingles that come in the same order in two files, each occurrence at most
 * once, and how many of its steps go on at one tempo: those whose slope is within a factor of
 * 2^±0.6 of the median slope, or that miss it by no more than 50 ms.
 *
 * <p>Of several chains of one length the one that is found does not depend on which file is the
 * first: their order is made from what they hold. Time is O(n log n) in the points, of which a
 * shingle gives at most {@link Shingles#MOST_OCCURRENCES}². Buffers are kept for the next pair.
 */
final class Chain {
  private static final double MOST_FACTOR = Math.pow(2, .6);
  private static final double GRACE_S = .05;
  private static final int PITCHES = 128;

  /** Occurrences of points: in the file that leads, ascending, and in the other, descending. */
  private int points;

  private int[] lead = new int[1024];
  private int[] other = new int[1024];
  private int[] turnedLead = new int[1024];
  private int[] turnedOther = new int[1024];
  private int[] previous = new int[1024];
  private double[] slopes = new double[1024];

  /** The last points of the best chains of each length. */
  private int[] tails = new int[1024];

  private int length;
  private Shingles leading;
  private Shingles led;
  private int steps;
  private long weight;
  private double slope;
  private PairMatch.Stretch where;

  /** Steps that go on at the chain's tempo. */
  int steps() {
    return steps;
  }

  /** What the shingles weigh at which these steps end. */
  long weight() {
    return weight;
  }

  /** From the first of these steps to the last; null without any. */
  PairMatch.Stretch where() {
    return where;
  }

  /**
   * Finds the chain of two lines.
   *
   * @param table of the first line's shingles, which was asked for those that the second shares
   */
  void find(ShingleTable table, WeighedLine first, WeighedLine second) {
    collect(table, second.shingles());
    boolean isFirstLeading = isLeading(first.shingles(), second.shingles());
    leading = isFirstLeading ? first.shingles() : second.shingles();
    led = isFirstLeading ? second.shingles() : first.shingles();
    if (isFirstLeading) {
      turn(first.shingles().size());
    }
    findLongest();
    slope = medianSlope();
    judge(isFirstLeading ? first.weights() : second.weights());
    if (where != null && !isFirstLeading) {
      where = where.flipped();
    }
  }

  private static boolean isLeading(Shingles first, Shingles second) {
    int order = Integer.compare(first.size(), second.size());
    order = order == 0 ? Arrays.compare(first.hash(), second.hash()) : order;
    return (order == 0 ? Arrays.compare(first.onsetS(), second.onsetS()) : order) <= 0;
  }

  /** Points in the order of the second file, and for each of its occurrences from behind. */
  private void collect(ShingleTable table, Shingles second) {
    points = 0;
    for (int i = 0; i < second.size(); i++) {
      for (int at = table.last(i); at > 0; at = table.before(at)) {
        if (points == lead.length) {
          lead = Arrays.copyOf(lead, 2 * points);
          other = Arrays.copyOf(other, 2 * points);
        }
        lead[points] = i;
        other[points] = at - 1;
        points++;
      }
    }
  }

  /** Sorts the points by the first file instead, by counting; of one occurrence from behind. */
  private void turn(int occurrences) {
    int[] next = new int[occurrences + 1];
    for (int i = 0; i < points; i++) {
      next[other[i] + 1]++;
    }
    for (int i = 0; i < occurrences; i++) {
      next[i + 1] += next[i];
    }
    if (turnedLead.length < points) {
      turnedLead = new int[lead.length];
      turnedOther = new int[lead.length];
    }
    for (int i = points - 1; i >= 0; i--) {
      int at = next[other[i]];
      next[other[i]]++;
      turnedLead[at] = other[i];
      turnedOther[at] = lead[i];
    }
    int[] before = lead;
    lead = turnedLead;
    turnedLead = before;
    before = other;
    other = turnedOther;
    turnedOther = before;
  }

  /** The longest strictly increasing subsequence, by the least ends of chains of each length. */
  private void findLongest() {
    if (previous.length < points) {
      previous = new int[lead.length];
      tails = new int[lead.length];
    }
    length = 0;
    for (int i = 0; i < points; i++) {
      int low = 0;
      int high = length;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (other[tails[middle]] < other[i]) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      previous[i] = low == 0 ? -1 : tails[low - 1];
      tails[low] = i;
      length = Math.max(length, low + 1);
    }
    int point = length == 0 ? -1 : tails[length - 1];
    for (int i = length - 1; i >= 0; i--) {
      tails[i] = point;
      point = previous[point];
    }
  }

  private double leadStep(int i) {
    return (double) leading.onsetS()[lead[tails[i]]] - leading.onsetS()[lead[tails[i - 1]]];
  }

  private double otherStep(int i) {
    return (double) led.onsetS()[other[tails[i]]] - led.onsetS()[other[tails[i - 1]]];
  }

  private double medianSlope() {
    if (slopes.length < length) {
      slopes = new double[2 * length];
    }
    int count = 0;
    for (int i = 1; i < length; i++) {
      double step = leadStep(i);
      double otherStep = otherStep(i);
      if (step > GRACE_S && otherStep > GRACE_S) {
        slopes[count] = otherStep / step;
        count++;
      }
    }
    return count == 0 ? 1 : smallest(slopes, count, count / 2);
  }

  /** The value that would be at a place if the first {@code count} were sorted (Hoare 1961). */
  private static double smallest(double[] values, int count, int place) {
    int from = 0;
    int to = count - 1;
    while (from < to) {
      double middle = values[(from + to) >>> 1];
      int low = from;
      int high = to;
      while (low <= high) {
        while (values[low] < middle) {
          low++;
        }
        while (values[high] > middle) {
          high--;
        }
        if (low <= high) {
          double value = values[low];
          values[low] = values[high];
          values[high] = value;
          low++;
          high--;
        }
      }
      if (place <= high) {
        to = high;
      } else if (place >= low) {
        from = low;
      } else {
        return values[place];
      }
    }
    return values[place];
  }

  private boolean isGood(int i) {
    double step = leadStep(i) * slope;
    double otherStep = otherStep(i);
    return Math.abs(otherStep - step) <= GRACE_S
        || (otherStep < MOST_FACTOR * step && step < MOST_FACTOR * otherStep);
  }

  private void judge(short[] weights) {
    int[] shifts = new int[2 * PITCHES];
    steps = 0;
    weight = 0;
    int from = -1;
    int to = -1;
    for (int i = 1; i < length; i++) {
      if (isGood(i)) {
        from = from < 0 ? i - 1 : from;
        to = i;
        steps++;
        weight += weights[lead[tails[i]]];
        shifts[PITCHES + led.pitch()[other[tails[i]]] - leading.pitch()[lead[tails[i]]]]++;
      }
    }
    where = from < 0 ? null : stretch(tails[from], tails[to], mode(shifts));
  }

  private PairMatch.Stretch stretch(int from, int to, int transpose) {
    return new PairMatch.Stretch(
        leading.onsetS()[lead[from]],
        leading.endS(lead[to]),
        led.onsetS()[other[from]],
        led.endS(other[to]),
        slope,
        transpose);
  }

  /** The most frequent shift; of several the smallest, down before up. */
  private static int mode(int[] shifts) {
    int best = 0;
    for (int shift = 1; shift < PITCHES; shift++) {
      best = shifts[PITCHES - shift] > shifts[PITCHES + best] ? -shift : best;
      best = shifts[PITCHES + shift] > shifts[PITCHES + best] ? shift : best;
    }
    return best;
  }
}
