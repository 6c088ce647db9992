package io.partita.audio;

/**
 * Slaney's mel scale (Auditory Toolbox, 1998): linear below 1 kHz with 3 mels to 200 Hz,
 * logarithmic above with 27 mels to a factor of 6.4.
 */
public final class MelScale {
  private static final double MELS_PER_HZ = 3.0 / 200;
  private static final double BREAK_HZ = 1000;
  private static final double BREAK_MEL = BREAK_HZ * MELS_PER_HZ;
  private static final double LOG_STEP = Math.log(6.4) / 27;

  private MelScale() {}

  public static double mel(double hz) {
    return hz < BREAK_HZ ? hz * MELS_PER_HZ : BREAK_MEL + Math.log(hz / BREAK_HZ) / LOG_STEP;
  }

  static double hz(double mel) {
    return mel < BREAK_MEL ? mel / MELS_PER_HZ : BREAK_HZ * Math.exp((mel - BREAK_MEL) * LOG_STEP);
  }

  /** Equally spaced in mels from one frequency to another, ends included, in Hz. */
  static double[] spaced(double fromHz, double toHz, int count) {
    double from = mel(fromHz);
    double step = (mel(toHz) - from) / (count - 1);
    double[] hz = new double[count];
    for (int i = 0; i < count; i++) {
      hz[i] = hz(from + i * step);
    }
    return hz;
  }
}
