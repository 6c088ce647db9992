package io.partita.audio;

import java.util.function.IntToDoubleFunction;
import org.jtransforms.fft.DoubleFFT_1D;

/**
 * Magnitude spectra of signals' frames, with a periodic Hann window, a frame every quarter of one,
 * and the way back from the gradients of magnitudes to those of samples.
 */
public final class MagnitudeSpectra {
  private final int size;
  private final boolean isCentred;
  private final double powerEpsilon;
  private final double[] window;
  private final DoubleFFT_1D fft;

  /**
   * @param size of a frame, a multiple of 4
   * @param isCentred whether the first frame is around the first sample, and signals are reflected
   *     at their ends without their last sample; otherwise frames lie within the signal
   * @param powerEpsilon what is added to a bin's power before its root
   */
  public MagnitudeSpectra(int size, boolean isCentred, double powerEpsilon) {
    this.size = size;
    this.isCentred = isCentred;
    this.powerEpsilon = powerEpsilon;
    this.window = new double[size];
    for (int i = 0; i < size; i++) {
      window[i] = 0.5 - 0.5 * Math.cos(2 * Math.PI * i / size);
    }
    this.fft = new DoubleFFT_1D(size);
  }

  /**
   * Those of some signals.
   *
   * @param signals one after the other, of equal length, longer than half a frame
   */
  public Read read(double[] signals, int count) {
    return new Read(signals, count);
  }

  /** Spectra of all frames, one after the other. */
  public final class Read {
    private final int length;
    private final int frames;

    /** As JTransforms packs them: bins 0 and size/2, then the others' parts. */
    private final double[] spectra;

    private final double[] magnitudes;

    private Read(double[] signals, int count) {
      length = signals.length / count;
      frames = 1 + (isCentred ? length : length - size) / (size / 4);
      int bins = size / 2 + 1;
      spectra = new double[count * frames * size];
      magnitudes = new double[count * frames * bins];
      for (int frame = 0; frame < count * frames; frame++) {
        int first = frame * size;
        for (int i = 0; i < size; i++) {
          spectra[first + i] = signals[place(frame, i)] * window[i];
        }
        fft.realForward(spectra, first);
        for (int bin = 0; bin < bins; bin++) {
          magnitudes[frame * bins + bin] = magnitude(first, bin);
        }
      }
    }

    /** Where a sample of a frame is. */
    private int place(int frame, int i) {
      int from = frame % frames * (size / 4) + i;
      int at = isCentred ? Math.abs(from - size / 2) : from;
      return frame / frames * length + (at < length ? at : 2 * (length - 1) - at);
    }

    private double magnitude(int first, int bin) {
      boolean isEnd = bin == 0 || bin == size / 2;
      double re = spectra[first + (isEnd ? bin * 2 / size : 2 * bin)];
      double im = isEnd ? 0 : spectra[first + 2 * bin + 1];
      return Math.sqrt(re * re + im * im + powerEpsilon);
    }

    /** [signal][frame][bin]. */
    public double[] magnitudes() {
      return magnitudes;
    }

    /**
     * Adds the gradient of each sample. A magnitude of 0 has none.
     *
     * @param slopes the gradient of each of the {@link #magnitudes}
     */
    public void addGradient(IntToDoubleFunction slopes, double weight, double[] gradient) {
      int bins = size / 2 + 1;
      double[] back = new double[size];
      for (int frame = 0; frame < spectra.length / size; frame++) {
        int first = frame * size;
        for (int bin = 0; bin < bins; bin++) {
          double magnitude = magnitudes[frame * bins + bin];
          double factor = magnitude == 0 ? 0 : slopes.applyAsDouble(frame * bins + bin) / magnitude;
          if (bin == 0 || bin == size / 2) {
            // Twice, as JTransforms' inverse without its scale halves what has no mirror image.
            int at = bin == 0 ? 0 : 1;
            back[at] = 2 * factor * spectra[first + at];
          } else {
            back[2 * bin] = factor * spectra[first + 2 * bin];
            back[2 * bin + 1] = factor * spectra[first + 2 * bin + 1];
          }
        }
        fft.realInverse(back, false);
        for (int i = 0; i < size; i++) {
          gradient[place(frame, i)] += weight * back[i] * window[i];
        }
      }
    }
  }
}
