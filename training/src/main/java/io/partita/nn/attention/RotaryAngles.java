package io.partita.nn.attention;

/**
 * The angles of rotary positions (Su et al., "RoFormer", 2021, section 3.2.2): at a step, values i
 * and i + half of a head are a point that is turned by step · 10,000^(−i / half). Steps count from
 * 0; [steps, half] each.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record RotaryAngles(int half, float[] cos, float[] sin) {
  private static final double BASE = 10_000;

  /**
   * @param first step
   * @param half of a head's values
   * @param back whether to turn the other way, as gradients are
   */
  static RotaryAngles of(int first, int steps, int half, boolean back) {
    float[] cos = new float[steps * half];
    float[] sin = new float[steps * half];
    for (int i = 0; i < half; i++) {
      double angle = Math.pow(BASE, -(double) i / half);
      for (int step = 0; step < steps; step++) {
        cos[step * half + i] = (float) Math.cos((first + step) * angle);
        sin[step * half + i] = (float) Math.sin((back ? -1 : 1) * (first + step) * angle);
      }
    }
    return new RotaryAngles(half, cos, sin);
  }

  /** Turns a head's values. */
  void turn(float[] values, int head, int step) {
    for (int i = 0; i < half; i++) {
      float x = values[head + i];
      float y = values[head + half + i];
      float c = cos[step * half + i];
      float s = sin[step * half + i];
      values[head + i] = x * c - y * s;
      values[head + half + i] = y * c + x * s;
    }
  }
}
