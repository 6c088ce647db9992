package io.partita.audio.compare;

import io.partita.statistics.ExactSum;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.MathContext;

/**
 * Sums and squares of the log-mels of each band, over the windows of a train split: what they are
 * normalised by, and what {@link BandGaussians} are fitted to. Moments of parts can be added in any
 * order and give the same bits.
 */
public final class BandMoments implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final MathContext PRECISION = new MathContext(60);

  private final ExactSum[] sums;
  private final ExactSum[] squares;
  private long frames;

  /**
   * @param bands of a window, 1 or more
   */
  public BandMoments(int bands) {
    sums = new ExactSum[bands];
    squares = new ExactSum[bands];
    for (int band = 0; band < bands; band++) {
      sums[band] = new ExactSum();
      squares[band] = new ExactSum();
    }
  }

  /**
   * Adds a window.
   *
   * @param window [bands][frames] in a row, finite
   */
  public void add(float[] window) {
    int length = frames(window, sums.length);
    for (int band = 0; band < sums.length; band++) {
      for (int i = band * length; i < (band + 1) * length; i++) {
        sums[band].add(window[i]);
        squares[band].addSquare(window[i]);
      }
    }
    frames += length;
  }

  /** Adds what others have added. */
  public void add(BandMoments other) {
    for (int band = 0; band < sums.length; band++) {
      sums[band].add(other.sums[band]);
      squares[band].add(other.squares[band]);
    }
    frames += other.frames;
  }

  static int frames(float[] window, int bands) {
    if (window.length % bands != 0) {
      throw new IllegalArgumentException(
          "A window of " + window.length + " values has no frames of " + bands + " bands");
    }
    return window.length / bands;
  }

  /** How many frames were added. */
  public long frames() {
    return frames;
  }

  /** The mean over all bands; frames must have been added. */
  public double mean() {
    return moments(sums, squares)[0];
  }

  /** The root of the mean square distance from {@link #mean}, over all bands. */
  public double deviation() {
    return moments(sums, squares)[1];
  }

  /** A Gaussian for each band, of most likelihood. */
  public BandGaussians fitted() {
    double[] means = new double[sums.length];
    double[] deviations = new double[sums.length];
    for (int band = 0; band < sums.length; band++) {
      double[] moments = moments(new ExactSum[] {sums[band]}, new ExactSum[] {squares[band]});
      means[band] = moments[0];
      deviations[band] = moments[1];
    }
    return new BandGaussians(means, deviations);
  }

  /** Mean and deviation, each rounded once. */
  private double[] moments(ExactSum[] of, ExactSum[] ofSquares) {
    if (frames == 0) {
      throw new IllegalStateException("Without windows there is no mean");
    }
    BigDecimal n = BigDecimal.valueOf(frames).multiply(BigDecimal.valueOf(of.length));
    BigDecimal sum = BigDecimal.ZERO;
    BigDecimal squared = BigDecimal.ZERO;
    for (int i = 0; i < of.length; i++) {
      sum = sum.add(of[i].value());
      squared = squared.add(ofSquares[i].value());
    }
    BigDecimal variance =
        n.multiply(squared).subtract(sum.multiply(sum)).divide(n.multiply(n), PRECISION);
    return new double[] {
      sum.divide(n, PRECISION).doubleValue(), variance.sqrt(PRECISION).doubleValue()
    };
  }
}
