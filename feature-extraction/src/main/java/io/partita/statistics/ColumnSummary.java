package io.partita.statistics;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The figures of a column of numbers, in one pass and in bounded memory. Summaries of parts can be
 * added in any order: every figure is the same to the last bit. Null, NaN and infinite values are
 * unknown and in no figure.
 */
public final class ColumnSummary implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The middle between two doubles, where it matters which is nearer, has 768 digits at most. */
  private static final MathContext PRECISION = new MathContext(1000);

  private final Bins bins;
  private final long[] histogram;
  private final ExactSum sum = new ExactSum();
  private final ExactSum squares = new ExactSum();
  private final DigitCounts digits = DigitCounts.ofAll();
  private long count;
  private double min = Double.POSITIVE_INFINITY;
  private double max = Double.NEGATIVE_INFINITY;

  /** A summary of nothing yet. */
  public ColumnSummary(Bins bins) {
    this.bins = bins;
    this.histogram = new long[bins.count()];
  }

  /** Adds a number; one that is not finite is unknown. */
  public void add(double x) {
    if (!Double.isFinite(x)) {
      return;
    }
    double number = x + 0.0; // -0.0 becomes 0.0
    count++;
    min = Math.min(min, number);
    max = Math.max(max, number);
    sum.add(number);
    squares.addSquare(number);
    histogram[bins.of(number)]++;
    digits.add(number);
  }

  /** Adds what another summary, with the same bins, has seen. */
  public void add(ColumnSummary other) {
    count += other.count;
    min = Math.min(min, other.min);
    max = Math.max(max, other.max);
    sum.add(other.sum);
    squares.add(other.squares);
    for (int bin = 0; bin < histogram.length; bin++) {
      histogram[bin] += other.histogram[bin];
    }
    digits.add(other.digits);
  }

  /** How many numbers there are. */
  public long count() {
    return count;
  }

  /** The least; none without numbers. */
  public OptionalDouble min() {
    return count == 0 ? OptionalDouble.empty() : OptionalDouble.of(min);
  }

  /** The largest; none without numbers. */
  public OptionalDouble max() {
    return count == 0 ? OptionalDouble.empty() : OptionalDouble.of(max);
  }

  /** The arithmetic mean, rounded once; none without numbers. */
  public OptionalDouble mean() {
    if (count == 0) {
      return OptionalDouble.empty();
    }
    BigDecimal mean = sum.value().divide(BigDecimal.valueOf(count), PRECISION);
    return OptionalDouble.of(mean.doubleValue());
  }

  /**
   * The standard deviation of a sample, with n - 1 below, rounded once; none for fewer than two.
   */
  public OptionalDouble stddev() {
    if (count < 2) {
      return OptionalDouble.empty();
    }
    BigDecimal n = BigDecimal.valueOf(count);
    BigDecimal s = sum.value();
    BigDecimal variance =
        n.multiply(squares.value())
            .subtract(s.multiply(s))
            .divide(n.multiply(n.subtract(BigDecimal.ONE)), PRECISION);
    return OptionalDouble.of(variance.sqrt(PRECISION).doubleValue());
  }

  /**
   * Begins to look for the numbers whose mean is the median: the two in the middle, or twice the
   * one in the middle; none without numbers.
   */
  public List<RankSearch> medianSearches() {
    return count == 0 ? List.of() : List.of(digits.find((count - 1) / 2), digits.find(count / 2));
  }

  public Bins bins() {
    return bins;
  }

  /** How many numbers fell in a bin of {@link #bins}. */
  public long inBin(int bin) {
    return histogram[bin];
  }
}
