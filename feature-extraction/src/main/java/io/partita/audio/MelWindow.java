package io.partita.audio;

/**
 * Log-mel frames as networks take them: [bands][frames] in one row, all frames of the lowest band
 * first, where files and vocoders have [frames][bands].
 */
public final class MelWindow {
  private MelWindow() {}

  /**
   * @param frames [frames][bands], a frame at least
   * @return [bands][frames] in a row
   */
  public static float[] of(float[][] frames) {
    int bands = frames[0].length;
    float[] window = new float[bands * frames.length];
    for (int frame = 0; frame < frames.length; frame++) {
      for (int band = 0; band < bands; band++) {
        window[band * frames.length + frame] = frames[frame][band];
      }
    }
    return window;
  }

  /**
   * @param window [bands][frames] in a row
   * @return [frames][bands]
   */
  public static float[][] frames(float[] window, int bands) {
    if (bands < 1 || window.length % bands != 0) {
      throw new IllegalArgumentException(
          "A window of " + window.length + " values has no frames of " + bands + " bands");
    }
    float[][] frames = new float[window.length / bands][bands];
    for (int frame = 0; frame < frames.length; frame++) {
      for (int band = 0; band < bands; band++) {
        frames[frame][band] = window[band * frames.length + frame];
      }
    }
    return frames;
  }
}
