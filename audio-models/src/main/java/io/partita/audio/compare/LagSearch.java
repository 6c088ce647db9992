package io.partita.audio.compare;

import org.jtransforms.fft.DoubleFFT_1D;

/**
 * Finds the lag at which frames correlate best with those of a longer recording: products by
 * Fourier transforms, means and squares of what is shared by running sums.
 */
final class LagSearch {
  /**
   * @param frames of the longer recording before the shorter one begins; may be negative
   * @param correlation without the bands' means over what is shared
   */
  record Lag(int frames, double correlation) {}

  private final double[][] longer;
  private final int bands;
  private final int size;
  private final DoubleFFT_1D fft;
  private final double[][] spectra;
  private final double[][] sums;
  private final double[] squares;

  /**
   * @param longer [frames][bands]
   * @param mostFrames of the shorter ones
   */
  LagSearch(double[][] longer, int mostFrames) {
    this.longer = longer;
    bands = longer[0].length;
    size = Integer.highestOneBit(longer.length + mostFrames - 1) * 2;
    fft = new DoubleFFT_1D(size);
    spectra = spectra(longer);
    sums = sums(longer);
    squares = squares(longer);
  }

  /**
   * The best lag of all that share enough, the first of equal ones; null where nothing changes.
   *
   * @param shorter [frames][bands]
   * @param leastShared frames
   * @param leastVariance a value's, of either over what is shared
   */
  Lag best(double[][] shorter, int leastShared, double leastVariance) {
    double[] products = products(shorter);
    double[][] otherSums = sums(shorter);
    double[] otherSquares = squares(shorter);
    Lag best = null;
    for (int lag = leastShared - shorter.length; lag <= longer.length - leastShared; lag++) {
      int from = Math.max(0, -lag);
      int until = Math.min(shorter.length, longer.length - lag);
      int shared = until - from;
      if (shared < leastShared) {
        continue;
      }
      double product = products[Math.floorMod(lag, size)];
      double square = squares[until + lag] - squares[from + lag];
      double otherSquare = otherSquares[until] - otherSquares[from];
      for (int band = 0; band < bands; band++) {
        double sum = sums[until + lag][band] - sums[from + lag][band];
        double otherSum = otherSums[until][band] - otherSums[from][band];
        product -= sum * otherSum / shared;
        square -= sum * sum / shared;
        otherSquare -= otherSum * otherSum / shared;
      }
      double least = leastVariance * shared * bands;
      if (square >= least && otherSquare >= least) {
        double correlation = product / Math.sqrt(square * otherSquare);
        if (best == null || correlation > best.correlation()) {
          best = new Lag(lag, correlation);
        }
      }
    }
    return best;
  }

  /** At lag modulo size: the sum over frames and bands of longer[frame + lag] · shorter[frame]. */
  private double[] products(double[][] shorter) {
    double[][] others = spectra(shorter);
    double[] sum = new double[size];
    for (int band = 0; band < bands; band++) {
      double[] a = spectra[band];
      double[] b = others[band];
      sum[0] += a[0] * b[0];
      sum[1] += a[1] * b[1];
      for (int i = 2; i < size; i += 2) {
        sum[i] += a[i] * b[i] + a[i + 1] * b[i + 1];
        sum[i + 1] += a[i + 1] * b[i] - a[i] * b[i + 1];
      }
    }
    fft.realInverse(sum, true);
    return sum;
  }

  private double[][] spectra(double[][] frames) {
    double[][] packed = new double[bands][size];
    for (int band = 0; band < bands; band++) {
      for (int frame = 0; frame < frames.length; frame++) {
        packed[band][frame] = frames[frame][band];
      }
      fft.realForward(packed[band]);
    }
    return packed;
  }

  /** [frames + 1][bands]: of the frames before each. */
  private static double[][] sums(double[][] frames) {
    double[][] sums = new double[frames.length + 1][frames[0].length];
    for (int frame = 0; frame < frames.length; frame++) {
      for (int band = 0; band < frames[frame].length; band++) {
        sums[frame + 1][band] = sums[frame][band] + frames[frame][band];
      }
    }
    return sums;
  }

  /** [frames + 1]: over all bands of the frames before each. */
  private static double[] squares(double[][] frames) {
    double[] squares = new double[frames.length + 1];
    for (int frame = 0; frame < frames.length; frame++) {
      squares[frame + 1] = squares[frame];
      for (double cell : frames[frame]) {
        squares[frame + 1] += cell * cell;
      }
    }
    return squares;
  }
}
