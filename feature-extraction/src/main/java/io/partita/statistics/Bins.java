package io.partita.statistics;

import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Bins of a histogram. They are fixed beforehand, so that histograms of parts can be added and
 * those of two data sets compared: ascending edges, and an open bin at either end for what lies
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

  /** From 0 to 2^low, and then one for each doubling up to 2^high. */
  public static Bins doubling(int low, int high) {
    DoubleStream powers = IntStream.rangeClosed(low, high).mapToDouble(i -> Math.scalb(1.0, i));
    return new Bins(DoubleStream.concat(DoubleStream.of(0), powers).toArray());
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
