package io.partita.audio.compare;

import java.util.Arrays;
import org.jtransforms.utils.CommonUtils;

/**
 * The correlation of two prints at the lag where it is largest, of all that let them share 2 s, or
 * 80 % of the shorter one.
 *
 * <p>Cells are taken without the mean of their frame and without the mean of their band over what
 * is shared: neither a level, nor a colour that stays, nor a fade makes recordings alike; what is
 * left is how the colour changes. The lag is found by Fourier transforms, to a quarter of a frame
 * of cells (12 ms) by cubic interpolation of the shorter print. At it, cells count that lie within
 * 45 dB of the loudest in both, so that neither pauses nor noise in them matter, and the
 * correlation is summed directly: to the same bits on every machine, and whichever print is first.
 */
public final class PrintCorrelation {
  private static final int BANDS = AudioPrint.BANDS;
  private static final int LEAST_FRAMES = 16;
  private static final int LEAST_SHARED_FRAMES = 43;
  private static final double LEAST_SHARE = 0.8;

  /** 45 dB in steps of 1/16 neper. */
  private static final double RANGE = 45 / (20 / Math.log(10)) * 16;

  /** Below it nothing changes: a step in the root of the mean square. */
  private static final double LEAST_VARIANCE = 1;

  private static final int LEAST_CELLS = LEAST_FRAMES * BANDS / 2;
  private static final int ROUNDS = 8;

  /** Lagrange's cubic through four frames, at quarters between the second and the third. */
  private static final double[][] INTERPOLATION = {
    {0, 1, 0, 0},
    {-7 / 128.0, 105 / 128.0, 35 / 128.0, -5 / 128.0},
    {-8 / 128.0, 72 / 128.0, 72 / 128.0, -8 / 128.0},
    {-5 / 128.0, 35 / 128.0, 105 / 128.0, -7 / 128.0}
  };

  private static final PrintMatch NONE = new PrintMatch(0, 0, 0);

  static {
    // Pairs are compared by many tasks at once; a transform is no place for more threads.
    CommonUtils.setThreadsBeginN_1D_FFT_2Threads(Integer.MAX_VALUE);
    CommonUtils.setThreadsBeginN_1D_FFT_4Threads(Integer.MAX_VALUE);
  }

  /**
   * A place of the shorter print within the longer one.
   *
   * @param frames [frames][bands] of the shorter one, at the quarter
   * @param lag frames of the longer one before its first; may be negative
   * @param correlation by the transforms
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Place(double[][] frames, int quarter, int lag, double correlation) {}

  private PrintCorrelation() {}

  /** How two prints go together. */
  public static PrintMatch of(AudioPrint first, AudioPrint second) {
    boolean isSwapped = isLonger(first, second);
    double[][] shorter = frames(isSwapped ? second : first);
    double[][] longer = frames(isSwapped ? first : second);
    if (shorter.length < LEAST_FRAMES) {
      return NONE;
    }
    Place place = place(shorter, longer);
    if (place == null) {
      return NONE;
    }
    int from = Math.max(0, -place.lag());
    int until = Math.min(place.frames().length, longer.length - place.lag());
    double correlation =
        correlation(
            Arrays.copyOfRange(place.frames(), from, until),
            Arrays.copyOfRange(longer, from + place.lag(), until + place.lag()));
    // Interpolated frames begin with the second one.
    double lag = place.lag() - 1 - place.quarter() / 4.0;
    return new PrintMatch(
        correlation,
        AudioPrint.seconds(isSwapped ? lag : 0 - lag),
        AudioPrint.seconds(until - from));
  }

  /** Of equally long ones the greater, so that the order of prints makes no difference. */
  private static boolean isLonger(AudioPrint first, AudioPrint second) {
    return first.frames() != second.frames()
        ? first.frames() > second.frames()
        : Arrays.compareUnsigned(first.cells(), second.cells()) > 0;
  }

  private static double[][] frames(AudioPrint print) {
    double[][] frames = new double[print.frames()][BANDS];
    for (int i = 0; i < print.cells().length; i++) {
      frames[i / BANDS][i % BANDS] = print.cells()[i] & 0xff;
    }
    return frames;
  }

  /** The best place of all quarters, or null where nothing changes. */
  private static Place place(double[][] shorter, double[][] longer) {
    int shared = (int) Math.min(LEAST_SHARED_FRAMES, Math.ceil(LEAST_SHARE * shorter.length));
    LagSearch search = new LagSearch(withoutFrameMeans(longer), shorter.length);
    Place best = null;
    for (int quarter = 0; quarter < INTERPOLATION.length; quarter++) {
      double[][] frames = interpolated(shorter, INTERPOLATION[quarter]);
      LagSearch.Lag lag = search.best(withoutFrameMeans(frames), shared, LEAST_VARIANCE);
      if (lag != null && (best == null || lag.correlation() > best.correlation())) {
        best = new Place(frames, quarter, lag.frames(), lag.correlation());
      }
    }
    return best;
  }

  private static double[][] interpolated(double[][] frames, double[] weights) {
    double[][] between = new double[frames.length - weights.length + 1][BANDS];
    for (int frame = 0; frame < between.length; frame++) {
      for (int tap = 0; tap < weights.length; tap++) {
        for (int band = 0; band < BANDS; band++) {
          between[frame][band] += weights[tap] * frames[frame + tap][band];
        }
      }
    }
    return between;
  }

  private static double[][] withoutFrameMeans(double[][] frames) {
    double[][] centred = new double[frames.length][BANDS];
    for (int frame = 0; frame < frames.length; frame++) {
      double mean = 0;
      for (double cell : frames[frame]) {
        mean += cell / BANDS;
      }
      for (int band = 0; band < BANDS; band++) {
        centred[frame][band] = frames[frame][band] - mean;
      }
    }
    return centred;
  }

  /** Of as many frames of both. */
  private static double correlation(double[][] some, double[][] others) {
    boolean[][] isHeard = new boolean[some.length][BANDS];
    double least = loudest(some) - RANGE;
    double otherLeast = loudest(others) - RANGE;
    int heard = 0;
    for (int frame = 0; frame < some.length; frame++) {
      for (int band = 0; band < BANDS; band++) {
        isHeard[frame][band] = some[frame][band] > least && others[frame][band] > otherLeast;
        heard += isHeard[frame][band] ? 1 : 0;
      }
    }
    if (heard < LEAST_CELLS) {
      return 0;
    }
    double[][] a = withoutMeans(some, isHeard);
    double[][] b = withoutMeans(others, isHeard);
    double squares = products(a, a);
    double otherSquares = products(b, b);
    return Math.min(squares, otherSquares) < LEAST_VARIANCE * heard
        ? 0
        : products(a, b) / Math.sqrt(squares * otherSquares);
  }

  private static double loudest(double[][] frames) {
    return Arrays.stream(frames).flatMapToDouble(Arrays::stream).max().orElse(0);
  }

  private static double products(double[][] a, double[][] b) {
    double sum = 0;
    for (int frame = 0; frame < a.length; frame++) {
      for (int band = 0; band < BANDS; band++) {
        sum += a[frame][band] * b[frame][band];
      }
    }
    return sum;
  }

  /** What is heard, without the means of frames and bands; 0 where nothing is. */
  private static double[][] withoutMeans(double[][] frames, boolean[][] isHeard) {
    double[][] left = new double[frames.length][BANDS];
    for (int frame = 0; frame < frames.length; frame++) {
      for (int band = 0; band < BANDS; band++) {
        left[frame][band] = isHeard[frame][band] ? frames[frame][band] : 0;
      }
    }
    // With holes, taking means of the one away brings back a little of the other.
    for (int round = 0; round < ROUNDS; round++) {
      for (int frame = 0; frame < frames.length; frame++) {
        double sum = 0;
        int count = 0;
        for (int band = 0; band < BANDS; band++) {
          sum += left[frame][band];
          count += isHeard[frame][band] ? 1 : 0;
        }
        for (int band = 0; band < BANDS; band++) {
          left[frame][band] -= isHeard[frame][band] ? sum / count : 0;
        }
      }
      for (int band = 0; band < BANDS; band++) {
        double sum = 0;
        int count = 0;
        for (int frame = 0; frame < frames.length; frame++) {
          sum += left[frame][band];
          count += isHeard[frame][band] ? 1 : 0;
        }
        for (int frame = 0; frame < frames.length; frame++) {
          left[frame][band] -= isHeard[frame][band] ? sum / count : 0;
        }
      }
    }
    return left;
  }
}
