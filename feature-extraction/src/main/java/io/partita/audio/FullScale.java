package io.partita.audio;

/** The range of samples that 16 bits hold, −1 to 32767/32768. */
public final class FullScale {
  /** The largest sample of 16 bits. */
  public static final float LARGEST = 32767 / 32768f;

  private FullScale() {}

  /** The nearest 16-bit value: round(x · 32768), halves to even, clipped to −32768 … 32767. */
  public static short int16(float sample) {
    return (short) Math.max(-32768, Math.min(32767, Math.rint(sample * 32768.0)));
  }

  /**
   * Counts the samples beyond full scale, which 16 bits clip.
   *
   * @param planes an array for each channel
   */
  public static long beyond(float[]... planes) {
    long beyond = 0;
    for (float[] plane : planes) {
      for (float sample : plane) {
        beyond += sample > LARGEST || sample < -1 ? 1 : 0;
      }
    }
    return beyond;
  }

  /**
   * Makes what is too loud quieter as a whole, instead of clipping it.
   *
   * @param samples finite, changed in place where one is beyond [−1, 1]
   */
  public static void fit(float[] samples) {
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
