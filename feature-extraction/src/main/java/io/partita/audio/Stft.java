package io.partita.audio;

import org.jtransforms.fft.DoubleFFT_1D;

/**
 * The transform of single frames by a recipe's window, in float64. A spectrum is packed into nFft
 * values: [0] and [1] are the real bins 0 and nFft/2, then real and imaginary parts alternate.
 */
final class Stft {
  private final int nFft;
  private final double[] window;
  private final DoubleFFT_1D fft;

  Stft(MelRecipe recipe) {
    nFft = recipe.nFft();
    window = hann(recipe.windowLength(), nFft);
    fft = new DoubleFFT_1D(nFft);
  }

  /** A periodic Hann window in the middle of a frame. */
  private static double[] hann(int length, int nFft) {
    double[] window = new double[nFft];
    int start = (nFft - length) / 2;
    for (int i = 0; i < length; i++) {
      window[start + i] = 0.5 - 0.5 * Math.cos(2 * Math.PI * i / length);
    }
    return window;
  }

  /** Window weight of a sample of a frame. */
  double window(int sample) {
    return window[sample];
  }

  /**
   * @param samples array with a frame from {@code start} on
   * @param spectrum array for the packed spectrum
   */
  void forward(double[] samples, int start, double[] spectrum) {
    for (int i = 0; i < nFft; i++) {
      spectrum[i] = samples[start + i] * window[i];
    }
    fft.realForward(spectrum);
  }

  /** Turns a packed spectrum into the frame it is of, windowed once more. */
  void inverse(double[] spectrum) {
    fft.realInverse(spectrum, true);
    for (int i = 0; i < nFft; i++) {
      spectrum[i] *= window[i];
    }
  }
}
