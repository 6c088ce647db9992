package io.partita.audio;

import java.util.Arrays;

/**
 * The triangles of a recipe over FFT bins, each stored from its first to its last bin above zero.
 * Triangle i rises from the i-th of nMels + 2 frequencies equally spaced in mels, peaks at the next
 * and ends at the one after, with an area of 1 over Hz. Weights are rounded to float32 twice, of
 * the unit triangle and of its scaled form, as the banks in general use are.
 */
final class MelBank {
  private final float[][] weights;
  private final int[] firstBin;
  private final int binCount;

  MelBank(MelRecipe recipe) {
    int nMels = recipe.nMels();
    int bins = recipe.nFft() / 2 + 1;
    double binHz = (double) recipe.sampleRateHz() / recipe.nFft();
    double[] edges = MelScale.spaced(recipe.fMinHz(), recipe.fMaxHz(), nMels + 2);
    weights = new float[nMels][];
    firstBin = new int[nMels];
    int used = 0;
    for (int mel = 0; mel < nMels; mel++) {
      float[] row = triangle(bins, binHz, edges[mel], edges[mel + 1], edges[mel + 2]);
      int first = 0;
      int end = bins;
      while (first < end && row[first] == 0) {
        first++;
      }
      while (end > first && row[end - 1] == 0) {
        end--;
      }
      firstBin[mel] = first;
      weights[mel] = Arrays.copyOfRange(row, first, end);
      used = Math.max(used, end);
    }
    binCount = used;
  }

  private static float[] triangle(
      int bins, double binHz, double fromHz, double peakHz, double toHz) {
    double area = 2 / (toHz - fromHz);
    float[] row = new float[bins];
    for (int bin = 0; bin < bins; bin++) {
      double hz = bin * binHz;
      double rising = (hz - fromHz) / (peakHz - fromHz);
      double falling = (toHz - hz) / (toHz - peakHz);
      row[bin] = (float) ((float) Math.max(0, Math.min(rising, falling)) * area);
    }
    return row;
  }

  /** Bins that any triangle weighs are below this one. */
  int binCount() {
    return binCount;
  }

  int nMels() {
    return weights.length;
  }

  int firstBin(int mel) {
    return firstBin[mel];
  }

  /** Of the bins from {@link #firstBin} on. */
  float[] weights(int mel) {
    return weights[mel];
  }

  /**
   * Mel magnitudes of a spectrum.
   *
   * @param magnitudes of the bins from 0 on, {@link #binCount} at least
   * @param mels array for {@link #nMels} values
   */
  void apply(double[] magnitudes, double[] mels) {
    for (int mel = 0; mel < weights.length; mel++) {
      float[] row = weights[mel];
      int first = firstBin[mel];
      double sum = 0;
      for (int i = 0; i < row.length; i++) {
        sum += row[i] * magnitudes[first + i];
      }
      mels[mel] = sum;
    }
  }
}
