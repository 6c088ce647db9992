package io.partita.statistics;

import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Bins of a histogram. They are fixed beforehand, so that histograms of parts can be added and
 * those of two data sets compared: ascending edges, and an open bin at either end for what is
 * outside.
 */
public final class Bins implements Serializable {
  private static final long serialVersionUID = 1L;

  private final double[] edges;

  private Bins(double[] edges) {
    this.edges = edges;
  }

  /** Equal ones from {@code low} to {@code high}. */
  public static Bins linear(double low, double high, int count) {
    return new Bins(
        IntStream.rangeClosed(0, count).mapToDouble(i -> low + (high - low) * i / count).toArray());
  }

  /** One for each integer from {@code least} to {@code largest}. */
  public static Bins integers(int least, int largest) {
    return linear(least, largest + 1.0, largest - least + 1);
  }

  /**
   * From 0 to 2^low, and then ones that grow by a common ratio up to 2^high.
   *
   * @param parts bins for each doubling
   */
  public static Bins growing(int low, int high, int parts) {
    return new Bins(DoubleStream.concat(DoubleStream.of(0), powers(low, high, parts)).toArray());
  }

  /**
   * The same for whole numbers: the ends are rounded up, and bins that would hold none left out.
   */
  public static Bins growingWhole(int low, int high, int parts) {
    DoubleStream ends = powers(low, high, parts).map(Math::ceil).distinct();
    return new Bins(DoubleStream.concat(DoubleStream.of(0), ends).toArray());
  }

  /** Powers of two are exact. */
  private static DoubleStream powers(int low, int high, int parts) {
    return IntStream.rangeClosed(low * parts, high * parts)
        .mapToDouble(
            i ->
                Math.scalb(
                    StrictMath.pow(2, (double) Math.floorMod(i, parts) / parts),
                    Math.floorDiv(i, parts)));
  }

  /** How many there are, the two open ones too. */
  public int count() {
    return edges.length + 1;
  }

  /** The bin that a number falls in: 0 for those below all edges. */
  public int of(double x) {
    int at = Arrays.binarySearch(edges, x);
    return at >= 0 ? at + 1 : -at - 1;
  }

  /** The lower end of a bin, which belongs to it; null of the first. */
  public Double low(int bin) {
    return bin == 0 ? null : (Double) edges[bin - 1];
  }

  /** The upper end of a bin, which does not belong to it; null of the last. */
  public Double high(int bin) {
    return bin == edges.length ? null : (Double) edges[bin];
  }
}
