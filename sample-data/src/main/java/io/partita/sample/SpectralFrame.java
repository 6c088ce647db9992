package io.partita.sample;

import java.util.Arrays;
import org.jtransforms.fft.DoubleFFT_1D;

/** One windowed frame of samples at a time, and what its spectrum is like. */
final class SpectralFrame {
  private static final int PITCH_CLASSES = 12;

  /** C2. */
  private static final double LOWEST_PITCH_HZ = 65.406;

  private static final int CONTRAST_BANDS = 7;
  private static final double LOWEST_BAND_HZ = 200;
  private static final double ROLLOFF = 0.85;

  /** Of a band's bins, those that count as its peaks, and as many as its valleys. */
  private static final double EXTREME = 0.1;

  private final int length;
  private final double binHz;
  private final double[] window;
  private final DoubleFFT_1D fft;
  private final double[] buffer;
  private final double[] magnitudes;

  /** For each bin, its pitch in semitones above the lowest one; -1 below it. */
  private final int[] semitone;

  private double rms;
  private double crossings;

  SpectralFrame(int length, int sampleRateHz, double maxHz) {
    this.length = length;
    binHz = sampleRateHz / (double) length;
    window = new double[length];
    for (int i = 0; i < length; i++) {
      window[i] = 0.5 - 0.5 * Math.cos(2 * Math.PI * i / length);
    }
    fft = new DoubleFFT_1D(length);
    buffer = new double[length];
    magnitudes = new double[(int) (maxHz / binHz)];
    semitone = new int[magnitudes.length];
    for (int bin = 0; bin < semitone.length; bin++) {
      double octaves = Math.log(Math.max(1, bin) * binHz / LOWEST_PITCH_HZ) / Math.log(2);
      semitone[bin] = (int) Math.max(-1, Math.round(PITCH_CLASSES * octaves));
    }
  }

  /** Takes the frame that begins at a sample; behind the last sample is silence. */
  void of(float[] samples, int start) {
    double squares = 0;
    int changes = 0;
    double before = 0;
    for (int i = 0; i < length; i++) {
      double sample = start + i < samples.length ? samples[start + i] : 0;
      squares += sample * sample;
      changes += (sample < 0) == (before < 0) ? 0 : 1;
      before = sample;
      buffer[i] = sample * window[i];
    }
    rms = Math.sqrt(squares / length);
    crossings = changes / (double) length;
    fft.realForward(buffer);
    magnitudes[0] = Math.abs(buffer[0]);
    for (int bin = 1; bin < magnitudes.length; bin++) {
      magnitudes[bin] = Math.hypot(buffer[2 * bin], buffer[2 * bin + 1]);
    }
  }

  double rms() {
    return rms;
  }

  /** Changes of sign, in parts of the samples. */
  double crossings() {
    return crossings;
  }

  /** The mean frequency in Hz, each weighed by its magnitude. */
  double centroid() {
    double sum = 1e-12;
    double weighed = 0;
    for (int bin = 0; bin < magnitudes.length; bin++) {
      sum += magnitudes[bin];
      weighed += magnitudes[bin] * bin * binHz;
    }
    return weighed / sum;
  }

  /** The standard deviation about the {@link #centroid}, in Hz. */
  double bandwidth() {
    double centroid = centroid();
    double sum = 1e-12;
    double squares = 0;
    for (int bin = 0; bin < magnitudes.length; bin++) {
      double distance = bin * binHz - centroid;
      sum += magnitudes[bin];
      squares += magnitudes[bin] * distance * distance;
    }
    return Math.sqrt(squares / sum);
  }

  /** The frequency in Hz that 85 % of the magnitude lie below. */
  double rolloff() {
    double left = ROLLOFF * Arrays.stream(magnitudes).sum();
    int bin = 0;
    while (bin < magnitudes.length - 1 && left > magnitudes[bin]) {
      left -= magnitudes[bin++];
    }
    return bin * binHz;
  }

  /** The power of each pitch class from C on, in parts of the strongest. */
  double[] chroma() {
    double[] chroma = new double[PITCH_CLASSES];
    for (int bin = 0; bin < magnitudes.length; bin++) {
      if (semitone[bin] >= 0) {
        chroma[semitone[bin] % PITCH_CLASSES] += magnitudes[bin] * magnitudes[bin];
      }
    }
    return ofStrongest(chroma);
  }

  /** As {@link #chroma}, from the strongest magnitude of each semitone. */
  double[] semitoneChroma() {
    double[] peaks = new double[semitone[semitone.length - 1] + 1];
    for (int bin = 0; bin < magnitudes.length; bin++) {
      if (semitone[bin] >= 0) {
        peaks[semitone[bin]] = Math.max(peaks[semitone[bin]], magnitudes[bin]);
      }
    }
    double[] chroma = new double[PITCH_CLASSES];
    for (int pitch = 0; pitch < peaks.length; pitch++) {
      chroma[pitch % PITCH_CLASSES] += peaks[pitch];
    }
    return ofStrongest(chroma);
  }

  private static double[] ofStrongest(double[] chroma) {
    double strongest = Arrays.stream(chroma).max().orElseThrow() + 1e-12;
    return Arrays.stream(chroma).map(value -> value / strongest).toArray();
  }

  /** Peaks over valleys in decibels: below 200 Hz, five octaves above, and the rest. */
  double[] contrast() {
    double[] contrast = new double[CONTRAST_BANDS];
    int from = 0;
    for (int band = 0; band < CONTRAST_BANDS; band++) {
      int until = (int) Math.min(magnitudes.length, (LOWEST_BAND_HZ * (1 << band)) / binHz);
      until = band == CONTRAST_BANDS - 1 ? magnitudes.length : until;
      double[] sorted = Arrays.copyOfRange(magnitudes, from, until);
      Arrays.sort(sorted);
      int some = Math.max(1, (int) (EXTREME * sorted.length));
      double low = 1e-6;
      double high = 1e-6;
      for (int i = 0; i < some; i++) {
        low += sorted[i] / some;
        high += sorted[sorted.length - 1 - i] / some;
      }
      contrast[band] = 20 * Math.log10(high / low);
      from = until;
    }
    return contrast;
  }
}
