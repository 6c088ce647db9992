package io.partita.statistics;

import java.io.Serializable;

/**
 * The search for the number of one rank in a column. Where it is not {@linkplain #isFound found}
 * the whole column is added once more, and the search narrowed; after three times at most it is
 * found.
 */
public final class RankSearch implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Null once the number is found. */
  private final DigitCounts counts;

  private final long rank;
  private final double value;

  private RankSearch(DigitCounts counts, long rank, double value) {
    this.counts = counts;
    this.rank = rank;
    this.value = value;
  }

  static RankSearch of(DigitCounts counts, long rank) {
    return new RankSearch(counts, rank, Double.NaN);
  }

  static RankSearch found(double value) {
    return new RankSearch(null, 0, value);
  }

  public boolean isFound() {
    return counts == null;
  }

  /** The number, if it is found. */
  public double value() {
    if (!isFound()) {
      throw new IllegalStateException("not found yet");
    }
    return value;
  }

  /**
   * Looks at a number of the column.
   *
   * @param x NaN and infinite ones are left out, as {@link ColumnSummary} leaves them out
   */
  public void add(double x) {
    if (!isFound() && Double.isFinite(x)) {
      counts.add(x);
    }
  }

  /** Adds what the same search saw in another part of the column. */
  public void add(RankSearch other) {
    if (!isFound()) {
      counts.add(other.counts);
    }
  }

  /** The search after it has seen the whole column: the number, or what to look for next. */
  public RankSearch narrowed() {
    return isFound() ? this : counts.find(rank);
  }
}
