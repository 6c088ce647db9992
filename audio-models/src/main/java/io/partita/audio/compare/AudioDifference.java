package io.partita.audio.compare;

import io.partita.statistics.ExactSum;
import java.io.Serializable;

/**
 * The differences of reconstructions from their originals, added up. Figures are of the sums, not
 * means of figures, so that quiet windows weigh as little as they sound, and silent ones are no
 * exception. Differences of parts can be added in any order: every figure is the same to the last
 * bit.
 */
public final class AudioDifference implements Serializable {
  private static final long serialVersionUID = 1L;

  private final ExactSum signal = new ExactSum();
  private final ExactSum noise = new ExactSum();
  private final ExactSum magnitudes = new ExactSum();
  private final ExactSum magnitudeErrors = new ExactSum();
  private final ExactSum logMelErrors = new ExactSum();
  private long windows;
  private long logMels;

  /** Adds the squares of a window's samples, or mel magnitudes, and of their errors. */
  void addSignal(double squares, double squaredErrors) {
    signal.add(squares);
    noise.add(squaredErrors);
    windows++;
  }

  /** Adds the squares of a window's magnitudes, and of their errors. */
  void addMagnitudes(double squares, double squaredErrors) {
    magnitudes.add(squares);
    magnitudeErrors.add(squaredErrors);
  }

  /** Adds the magnitudes of the errors of a window's log-mels, in dB. */
  void addLogMels(double errorsDb, long count) {
    logMelErrors.add(errorsDb);
    logMels += count;
  }

  /** Adds what another one has added. */
  public void add(AudioDifference other) {
    signal.add(other.signal);
    noise.add(other.noise);
    magnitudes.add(other.magnitudes);
    magnitudeErrors.add(other.magnitudeErrors);
    logMelErrors.add(other.logMelErrors);
    windows += other.windows;
    logMels += other.logMels;
  }

  /** How many windows were added. */
  public long windows() {
    return windows;
  }

  /**
   * The figures of all windows together. Where all originals are silent: SNR −∞ and convergence +∞,
   * or NaN both if the reconstructions are silent, too. All are NaN without windows.
   */
  public AudioFigures figures() {
    return new AudioFigures(
        10 * Math.log10(value(signal) / value(noise)),
        Math.sqrt(value(magnitudeErrors) / value(magnitudes)),
        value(logMelErrors) / logMels);
  }

  private static double value(ExactSum sum) {
    return sum.value().doubleValue();
  }
}
