package io.partita.audio;

/** The magnitudes of a recipe's transform, of which {@link LogMel} makes bands. */
public final class Spectrogram {
  private Spectrogram() {}

  /**
   * Magnitudes |X| of all frames, by the recipe's window and hop, without its 1e-9: samples are
   * mirrored at both ends as for {@link LogMel}.
   *
   * @param samples {@link MelRecipe#minSamples} at least
   * @return [floor(samples / hop)][nFft / 2 + 1]
   */
  public static float[][] magnitudes(float[] samples, MelRecipe recipe) {
    if (samples.length < recipe.minSamples()) {
      throw new IllegalArgumentException(
          "Expected " + recipe.minSamples() + " samples at least, not " + samples.length);
    }
    double[] mirrored = mirrored(samples, recipe.padding());
    Stft stft = new Stft(recipe);
    double[] packed = new double[recipe.nFft()];
    int half = recipe.nFft() / 2;
    float[][] magnitudes = new float[samples.length / recipe.hop()][half + 1];
    for (int frame = 0; frame < magnitudes.length; frame++) {
      stft.forward(mirrored, frame * recipe.hop(), packed);
      magnitudes[frame][0] = (float) Math.abs(packed[0]);
      magnitudes[frame][half] = (float) Math.abs(packed[1]);
      for (int bin = 1; bin < half; bin++) {
        double re = packed[2 * bin];
        double im = packed[2 * bin + 1];
        magnitudes[frame][bin] = (float) Math.sqrt(re * re + im * im);
      }
    }
    return magnitudes;
  }

  /** The end samples are not repeated. */
  private static double[] mirrored(float[] samples, int padding) {
    double[] mirrored = new double[samples.length + 2 * padding];
    for (int i = 0; i < mirrored.length; i++) {
      int at = Math.abs(i - padding);
      mirrored[i] = samples[at < samples.length ? at : 2 * (samples.length - 1) - at];
    }
    return mirrored;
  }
}
