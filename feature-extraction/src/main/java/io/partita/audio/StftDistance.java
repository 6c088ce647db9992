package io.partita.audio;

import org.jtransforms.fft.DoubleFFT_1D;

/**
 * How far one signal's magnitude spectrograms are from another's, at several resolutions (Yamamoto,
 * Song and Kim, "Parallel WaveGAN", 2020, equations 3 to 6): for each length of frames the spectral
 * convergence and the mean absolute difference of natural logarithms,
 *
 * <pre>
 * √(sum of (B − A)²) / √(sum of A²) + mean of |ln B − ln A|,   A = √(re² + im² + 1e-6)
 * </pre>
 *
 * <p>added, and averaged over the lengths. Frames have a periodic Hann window, start every quarter
 * of a frame and lie within the signal. It takes no notice of phases.
 */
public final class StftDistance {
  private static final double POWER_EPSILON = 1e-6;

  private final Resolution[] resolutions;

  /**
   * @param lengths of frames, even numbers
   */
  public StftDistance(int... lengths) {
    resolutions = new Resolution[lengths.length];
    for (int i = 0; i < lengths.length; i++) {
      resolutions[i] = new Resolution(lengths[i]);
    }
  }

  /**
   * The distance of one signal from another, of the same length and at least as long as the longest
   * frame.
   *
   * @param gradient of each sample of {@code signal}, to which that of the distance is added
   */
  public double of(double[] signal, double[] reference, double[] gradient) {
    double sum = 0;
    for (Resolution resolution : resolutions) {
      sum += resolution.of(signal, reference, gradient, 1.0 / resolutions.length);
    }
    return sum / resolutions.length;
  }

  private static final class Resolution {
    private final int length;
    private final double[] window;
    private final DoubleFFT_1D fft;

    Resolution(int length) {
      this.length = length;
      this.window = new double[length];
      for (int i = 0; i < length; i++) {
        window[i] = 0.5 - 0.5 * Math.cos(2 * Math.PI * i / length);
      }
      this.fft = new DoubleFFT_1D(length);
    }

    double of(double[] signal, double[] reference, double[] gradient, double weight) {
      int frames = 1 + (signal.length - length) / (length / 4);
      int bins = length / 2 + 1;
      double[][] spectra = new double[frames][];
      double[][] magnitudes = new double[frames][];
      double[][] wanted = new double[frames][];
      double apart = 0;
      double energy = 0;
      double logs = 0;
      for (int frame = 0; frame < frames; frame++) {
        spectra[frame] = spectrum(signal, frame);
        magnitudes[frame] = magnitudes(spectra[frame]);
        wanted[frame] = magnitudes(spectrum(reference, frame));
        for (int bin = 0; bin < bins; bin++) {
          double a = wanted[frame][bin];
          double b = magnitudes[frame][bin];
          apart += (b - a) * (b - a);
          energy += a * a;
          logs += Math.abs(Math.log(b / a));
        }
      }
      double count = (double) frames * bins;
      double norm = Math.sqrt(apart * energy);
      for (int frame = 0; frame < frames; frame++) {
        double[] ofMagnitudes = new double[bins];
        for (int bin = 0; bin < bins; bin++) {
          double b = magnitudes[frame][bin];
          double off = b - wanted[frame][bin];
          ofMagnitudes[bin] = (norm == 0 ? 0 : off / norm) + Math.signum(off) / (b * count);
        }
        add(ofMagnitudes, spectra[frame], magnitudes[frame], frame, gradient, weight);
      }
      return Math.sqrt(apart / energy) + logs / count;
    }

    /** Packed as JTransforms does: bins 0 and length/2, then real and imaginary parts. */
    private double[] spectrum(double[] samples, int frame) {
      int first = frame * (length / 4);
      double[] spectrum = new double[length];
      for (int i = 0; i < length; i++) {
        spectrum[i] = samples[first + i] * window[i];
      }
      fft.realForward(spectrum);
      return spectrum;
    }

    private double[] magnitudes(double[] spectrum) {
      double[] magnitudes = new double[length / 2 + 1];
      for (int bin = 1; bin < length / 2; bin++) {
        double re = spectrum[2 * bin];
        double im = spectrum[2 * bin + 1];
        magnitudes[bin] = Math.sqrt(re * re + im * im + POWER_EPSILON);
      }
      magnitudes[0] = Math.sqrt(spectrum[0] * spectrum[0] + POWER_EPSILON);
      magnitudes[length / 2] = Math.sqrt(spectrum[1] * spectrum[1] + POWER_EPSILON);
      return magnitudes;
    }

    /** Takes the gradient of a frame's magnitudes back to its samples. */
    private void add(
        double[] ofMagnitudes,
        double[] spectrum,
        double[] magnitudes,
        int frame,
        double[] gradient,
        double weight) {
      double[] back = new double[length];
      for (int bin = 1; bin < length / 2; bin++) {
        double factor = ofMagnitudes[bin] / magnitudes[bin];
        back[2 * bin] = spectrum[2 * bin] * factor;
        back[2 * bin + 1] = spectrum[2 * bin + 1] * factor;
      }
      // Twice, as JTransforms' inverse without its scale halves what has no mirror image.
      back[0] = 2 * ofMagnitudes[0] / magnitudes[0] * spectrum[0];
      back[1] = 2 * ofMagnitudes[length / 2] / magnitudes[length / 2] * spectrum[1];
      fft.realInverse(back, false);
      int first = frame * (length / 4);
      for (int i = 0; i < length; i++) {
        gradient[first + i] += weight * back[i] * window[i];
      }
    }
  }
}
