package io.partita.statistics;

import java.io.Serializable;

/**
 * How many numbers have each value of 16 bits of theirs, in the order of numbers: one step of
 * finding the number of a rank, as radix sort would, without keeping them. The 64 bits of a double
 * are four such digits, the highest first.
 */
final class DigitCounts implements Serializable {
  private static final long serialVersionUID = 1L;

  static final int DIGIT_BITS = 16;
  private static final int PAGE_BITS = 8;
  private static final int PAGE = 1 << PAGE_BITS;

  private final int shift;
  private final long prefix;
  private final Page[] pages = new Page[1 << (DIGIT_BITS - PAGE_BITS)];

  /** Neighbouring digits; most columns fill few pages. */
  private static final class Page implements Serializable {
    private static final long serialVersionUID = 1L;

    private final long[] counts = new long[PAGE];
    private final double[] least = new double[PAGE];
    private final double[] largest = new double[PAGE];

    void add(int at, long count, double low, double high) {
      least[at] = counts[at] == 0 ? low : Math.min(least[at], low);
      largest[at] = counts[at] == 0 ? high : Math.max(largest[at], high);
      counts[at] += count;
    }
  }

  private DigitCounts(int shift, long prefix) {
    this.shift = shift;
    this.prefix = prefix;
  }

  /** Of the highest digit of all numbers. */
  static DigitCounts ofAll() {
    return new DigitCounts(Long.SIZE - DIGIT_BITS, 0);
  }

  /** Of the next digit, of the numbers that have the same digits as this one up to here. */
  private DigitCounts next(int digit) {
    return new DigitCounts(shift - DIGIT_BITS, prefix << DIGIT_BITS | digit);
  }

  /** Counts a number if it begins with the digits looked for. */
  void add(double x) {
    long key = key(x);
    boolean isWanted = shift + DIGIT_BITS == Long.SIZE || key >>> (shift + DIGIT_BITS) == prefix;
    if (isWanted) {
      int digit = (int) (key >>> shift) & ((1 << DIGIT_BITS) - 1);
      page(digit >>> PAGE_BITS).add(digit & (PAGE - 1), 1, x, x);
    }
  }

  /** Adds what was counted elsewhere. */
  void add(DigitCounts other) {
    for (int i = 0; i < pages.length; i++) {
      if (other.pages[i] != null) {
        for (int at = 0; at < PAGE; at++) {
          if (other.pages[i].counts[at] > 0) {
            page(i)
                .add(
                    at,
                    other.pages[i].counts[at],
                    other.pages[i].least[at],
                    other.pages[i].largest[at]);
          }
        }
      }
    }
  }

  /**
   * Where the search for a number goes on.
   *
   * @param rank of the number among those counted, from 0
   */
  RankSearch find(long rank) {
    long before = 0;
    for (int i = 0; i < pages.length; i++) {
      for (int at = 0; pages[i] != null && at < PAGE; at++) {
        long count = pages[i].counts[at];
        if (rank < before + count) {
          double least = pages[i].least[at];
          double largest = pages[i].largest[at];
          if (rank == before || least == largest) {
            return RankSearch.found(least);
          }
          if (rank == before + count - 1) {
            return RankSearch.found(largest);
          }
          return RankSearch.of(next(i << PAGE_BITS | at), rank - before);
        }
        before += count;
      }
    }
    throw new IllegalArgumentException("rank " + rank + " of " + before + " numbers");
  }

  private Page page(int index) {
    if (pages[index] == null) {
      pages[index] = new Page();
    }
    return pages[index];
  }

  /** Bits that are ordered, without a sign, as the numbers are. */
  private static long key(double x) {
    long bits = Double.doubleToRawLongBits(x + 0.0); // -0.0 becomes 0.0
    return bits < 0 ? ~bits : bits ^ Long.MIN_VALUE;
  }
}
