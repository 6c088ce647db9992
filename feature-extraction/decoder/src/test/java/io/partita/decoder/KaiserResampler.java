package io.partita.decoder;

import java.util.Arrays;

/**
 * Brings mono samples to another rate by a polyphase filter of our own: a sinc of 257 taps at the
 * lower of the two rates under a Kaiser window (β = 10.06, stop band −100 dB), summed in double
 * precision. Slower than {@link Resampler}, and more exact, at low rates above all: what lies up to
 * 95 % of the lower rate's Nyquist frequency comes out with an error below −95 dB, and nothing from
 * above that frequency does.
 *
 * <p>N samples in give ⌈N · to / from⌉ out, once it is finished; the first of them stands at the
 * time of the first input sample, and before and behind the input is silence. Equal rates copy.
 * Rates with a large least common multiple are slow, as each sample then needs a filter of its own.
 * Not for several threads.
 */
public final class KaiserResampler {
  private static final int HALF_TAPS = 128;
  private static final double BETA = 10.06;

  /** From the middle of the slope to its end, in parts of the Nyquist frequency. */
  private static final double HALF_SLOPE = 0.025;

  private static final int MOST_RATIO = 4096;

  /** A larger table of filters is not kept: they are computed for each sample. */
  private static final long MOST_TABLE_TAPS = 2 << 20;

  private final int fromHz;
  private final int toHz;
  private final int phases;
  private final int step;
  private final double cutoff;
  private final double[][] filters;
  private final int half;
  private float[] held;
  private long heldFrom;
  private int heldCount;
  private long taken;
  private long given;

  /**
   * @param fromHz the rate of what comes, at least 1
   * @param toHz the rate of what is wanted, at least 1
   */
  public KaiserResampler(int fromHz, int toHz) {
    if (fromHz < 1 || toHz < 1 || fromHz / toHz >= MOST_RATIO) {
      throw new IllegalArgumentException(
          "Rates must be at least 1 Hz, and the second above 1/"
              + MOST_RATIO
              + " of the first, not "
              + fromHz
              + " and "
              + toHz);
    }
    this.fromHz = fromHz;
    this.toHz = toHz;
    int divisor = gcd(fromHz, toHz);
    phases = toHz / divisor;
    step = fromHz / divisor;
    double band = Math.min(1, toHz / (double) fromHz);
    cutoff = band * (1 - HALF_SLOPE);
    half = (int) Math.ceil(HALF_TAPS / band);
    filters = (2L * half + 1) * phases <= MOST_TABLE_TAPS ? new double[phases][] : null;
    held = new float[4 * half];
    heldFrom = -half; // silence before the first sample
    heldCount = half;
  }

  /** How many samples {@link #push} of so many, or with 0 {@link #finish}, may give at most. */
  public int outputBound(int count) {
    return Math.toIntExact(Resampler.length(count + 2L * half, fromHz, toHz) + 1);
  }

  /**
   * Takes samples and gives those that are ready.
   *
   * @param samples what comes, from 0 to {@code count} − 1
   * @param output room for {@link #outputBound outputBound(count)} samples
   * @return how many were given, 0 or more
   */
  public int push(float[] samples, int count, float[] output) {
    taken += count;
    if (fromHz == toHz) {
      System.arraycopy(samples, 0, output, 0, count);
      given += count;
      return count;
    }
    hold(samples, count);
    return give(output, Long.MAX_VALUE);
  }

  /**
   * Gives the last samples; nothing may be pushed afterwards.
   *
   * @param output room for {@link #outputBound outputBound(0)} samples
   * @return how many were given, 0 or more
   */
  public int finish(float[] output) {
    if (fromHz == toHz) {
      return 0;
    }
    hold(new float[half + 1], half + 1);
    return give(output, Resampler.length(taken, fromHz, toHz));
  }

  private void hold(float[] samples, int count) {
    long firstNeeded = center(given) - half;
    int gone = (int) Math.min(heldCount, Math.max(0, firstNeeded - heldFrom));
    heldCount -= gone;
    heldFrom += gone;
    float[] into = heldCount + count <= held.length ? held : new float[2 * (heldCount + count)];
    System.arraycopy(held, gone, into, 0, heldCount);
    System.arraycopy(samples, 0, into, heldCount, count);
    held = into;
    heldCount += count;
  }

  private int give(float[] output, long until) {
    int count = 0;
    while (given < until && center(given) + half < heldFrom + heldCount) {
      int at = (int) (center(given) - half - heldFrom);
      double[] filter = filter((int) (given % phases * step % phases));
      double sum = 0;
      for (int tap = 0; tap < filter.length; tap++) {
        sum += filter[tap] * held[at + tap];
      }
      output[count++] = (float) sum;
      given++;
    }
    return count;
  }

  /** The input sample at or just before an output sample. */
  private long center(long output) {
    return output / phases * step + output % phases * step / phases;
  }

  private double[] filter(int phase) {
    if (filters == null) {
      return make(phase);
    }
    if (filters[phase] == null) {
      filters[phase] = make(phase);
    }
    return filters[phase];
  }

  /** The taps for an output sample that stands {@code phase / phases} behind its center. */
  private double[] make(int phase) {
    double[] taps = new double[2 * half + 1];
    for (int tap = 0; tap < taps.length; tap++) {
      double t = tap - half - phase / (double) phases;
      double x = t / (half + 1);
      taps[tap] = sinc(cutoff * t) * bessel(BETA * Math.sqrt(Math.max(0, 1 - x * x)));
    }
    double sum = Arrays.stream(taps).sum();
    for (int tap = 0; tap < taps.length; tap++) {
      taps[tap] /= sum; // a constant stays what it is
    }
    return taps;
  }

  private static double sinc(double x) {
    return Math.abs(x) < 1e-12 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
  }

  /** The modified Bessel function of the first kind, order 0, by its power series. */
  private static double bessel(double x) {
    double term = 1;
    double sum = 1;
    for (int k = 1; term > 1e-17 * sum; k++) {
      term *= x / (2 * k) * (x / (2 * k));
      sum += term;
    }
    return sum;
  }

  private static int gcd(int a, int b) {
    return b == 0 ? a : gcd(b, a % b);
  }
}
