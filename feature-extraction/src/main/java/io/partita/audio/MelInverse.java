package io.partita.audio;

import java.util.Arrays;

/**
 * Magnitudes of FFT bins that a recipe's triangles turn into given mel magnitudes: non-negative
 * least squares by multiplicative updates (Lee and Seung, 2001), the triangles scaled to a sum of 1
 * so that all of them weigh the same. Bins that no triangle covers are 0, and so is what the
 * recipe's floor has swallowed.
 */
final class MelInverse {
  private static final int UPDATES = 100;

  /** Rounding to float16 moves silence by less. */
  private static final double SILENCE_TOLERANCE = 0x1p-7;

  private final MelRecipe recipe;
  private final MelBank bank;
  private final double[] rowSums;
  private final double[] columnSums;
  private final double[] target;
  private final double[] numerator;
  private final double[] denominator;

  MelInverse(MelRecipe recipe) {
    this.recipe = recipe;
    bank = new MelBank(recipe);
    int bins = recipe.nFft() / 2 + 1;
    rowSums = new double[recipe.nMels()];
    columnSums = new double[bins];
    target = new double[recipe.nMels()];
    numerator = new double[bins];
    denominator = new double[bins];
    for (int mel = 0; mel < recipe.nMels(); mel++) {
      for (float weight : bank.weights(mel)) {
        rowSums[mel] += weight;
      }
    }
    double[] ones = new double[recipe.nMels()];
    Arrays.fill(ones, 1);
    spread(ones, columnSums);
  }

  /**
   * @param logMel a frame
   * @param magnitudes array for nFft / 2 + 1 values
   */
  void magnitudes(float[] logMel, double[] magnitudes) {
    for (int mel = 0; mel < target.length; mel++) {
      boolean isSilent = logMel[mel] < recipe.silence() + SILENCE_TOLERANCE || rowSums[mel] == 0;
      target[mel] = isSilent ? 0 : recipe.logBase().power(logMel[mel]) / rowSums[mel];
    }
    spread(target, numerator);
    for (int bin = 0; bin < magnitudes.length; bin++) {
      magnitudes[bin] = columnSums[bin] == 0 ? 0 : numerator[bin] / columnSums[bin];
    }
    for (int update = 0; update < UPDATES; update++) {
      reweigh(magnitudes);
      for (int bin = 0; bin < bank.binCount(); bin++) {
        magnitudes[bin] *= denominator[bin] == 0 ? 0 : numerator[bin] / denominator[bin];
      }
    }
  }

  /** The triangles' values of magnitudes, spread over the bins again. */
  private void reweigh(double[] magnitudes) {
    Arrays.fill(denominator, 0);
    for (int mel = 0; mel < target.length; mel++) {
      float[] row = bank.weights(mel);
      int first = bank.firstBin(mel);
      double sum = 0;
      for (int i = 0; i < row.length; i++) {
        sum += row[i] * magnitudes[first + i];
      }
      double scaled = rowSums[mel] == 0 ? 0 : sum / (rowSums[mel] * rowSums[mel]);
      for (int i = 0; i < row.length; i++) {
        denominator[first + i] += row[i] * scaled;
      }
    }
  }

  private void spread(double[] mels, double[] bins) {
    Arrays.fill(bins, 0);
    for (int mel = 0; mel < mels.length; mel++) {
      float[] row = bank.weights(mel);
      double scaled = rowSums[mel] == 0 ? 0 : mels[mel] / rowSums[mel];
      for (int i = 0; i < row.length; i++) {
        bins[bank.firstBin(mel) + i] += row[i] * scaled;
      }
    }
  }
}
