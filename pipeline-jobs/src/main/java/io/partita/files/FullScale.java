package io.partita.files;

/** The range of samples that 16 bits hold, -1..1. */
final class FullScale {
  private FullScale() {}

  /**
   * Makes what is too loud quieter as a whole, instead of clipping it.
   *
   * @param samples finite, changed in place where one is beyond full scale
   */
  static void fit(float[] samples) {
    float peak = 0;
    for (float sample : samples) {
      peak = Math.max(peak, Math.abs(sample));
    }
    if (peak > 1) {
      for (int i = 0; i < samples.length; i++) {
        samples[i] /= peak;
      }
    }
  }
}
