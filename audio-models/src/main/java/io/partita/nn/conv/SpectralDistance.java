package io.partita.nn.conv;

import io.partita.audio.MagnitudeSpectra;
import java.util.Arrays;

/**
 * How far signals' magnitude spectrograms are from those of others, at five resolutions: for frames
 * of 2,048, 1,024, 512, 256 and 128 samples
 *
 * <pre>
 * mean((|X| − |Y|)²) / mean(|X|²) + mean|ln(|X| + ε) − ln(|Y| + ε)|
 * </pre>
 *
 * <p>added up (Caillon and Esling, "RAVE", 2021, equation 5; the means are over all signals, frames
 * and bins together). X are the spectra of the targets, with periodic Hann windows, every quarter
 * of a frame, the first around the first sample; signals are reflected at their ends, the last
 * sample not repeated. {@link io.partita.audio.StftDistance} is another distance.
 *
 * <p>Where |Y| is 0 it has the gradient 0. With a small ε few bins that are nearly silent make most
 * of the gradient. Of targets with mean(|X|²) below 1e-12 there is no linear term.
 */
public final class SpectralDistance {
  /** The ε that distances are reported with. */
  public static final double REPORTED_EPSILON = 1e-7;

  /** A signal is longer than this: half of the longest frame. */
  public static final int LEAST_LENGTH = 1024;

  private static final int[] LENGTHS = {2048, 1024, 512, 256, 128};
  private static final double SILENT = 1e-12;

  private final double epsilon;

  /**
   * @param epsilon above 0
   */
  public SpectralDistance(double epsilon) {
    if (!(epsilon > 0)) {
      throw new IllegalArgumentException("Epsilon is above 0, not " + epsilon);
    }
    this.epsilon = epsilon;
  }

  /**
   * The terms of a distance, one for each length of frames, the longest first.
   *
   * @param linear 0 where the targets are silent
   * @param logarithmic of all
   * @param silent how many linear terms were left out
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  public record Terms(double[] linear, double[] logarithmic, int silent) {
    /** The distance. */
    public double sum() {
      return Arrays.stream(linear).sum() + Arrays.stream(logarithmic).sum();
    }
  }

  /**
   * The distance of signals from their targets.
   *
   * @param signals one after the other, of equal length, as the targets are
   * @param count of signals; each is longer than {@link #LEAST_LENGTH}
   * @param gradient of each sample of the signals, to which that of the distance is added; null
   *     where nobody asks for it
   */
  public Terms of(double[] signals, double[] targets, int count, double[] gradient) {
    int length = signals.length / count;
    if (length <= LEAST_LENGTH || targets.length != signals.length) {
      throw new IllegalArgumentException(
          "%d signals of %d samples, where targets have %d in all and each is longer than %d"
              .formatted(count, length, targets.length, LEAST_LENGTH));
    }
    double[] linear = new double[LENGTHS.length];
    double[] logarithmic = new double[LENGTHS.length];
    int silent = 0;
    for (int k = 0; k < LENGTHS.length; k++) {
      MagnitudeSpectra resolution = new MagnitudeSpectra(LENGTHS[k], true, 0);
      double[] wanted = resolution.read(targets, count).magnitudes();
      MagnitudeSpectra.Read read = resolution.read(signals, count);
      double[] made = read.magnitudes();
      double energy = 0;
      double apart = 0;
      double logs = 0;
      for (int i = 0; i < made.length; i++) {
        energy += wanted[i] * wanted[i];
        apart += (wanted[i] - made[i]) * (wanted[i] - made[i]);
        logs += Math.abs(Math.log((wanted[i] + epsilon) / (made[i] + epsilon)));
      }
      double norm = energy < SILENT * made.length ? Double.POSITIVE_INFINITY : energy;
      silent += Double.isInfinite(norm) ? 1 : 0;
      linear[k] = apart / norm;
      logarithmic[k] = logs / made.length;
      if (gradient != null) {
        read.addGradient(i -> slope(wanted[i], made[i], norm, made.length), 1, gradient);
      }
    }
    return new Terms(linear, logarithmic, silent);
  }

  /**
   * The gradient of a magnitude b whose target is a.
   *
   * @param norm of the linear term, infinite without one
   */
  private double slope(double a, double b, double norm, int count) {
    return 2 * (b - a) / norm + Math.signum(b - a) / ((b + epsilon) * count);
  }
}
