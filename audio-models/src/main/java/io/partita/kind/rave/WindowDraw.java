package io.partita.kind.rave;

import io.partita.audio.RmsLevel;
import io.partita.model.Augmentation;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Windows that are cropped at any sample, sound the same and look otherwise: with a probability
 * through an all-pass filter of second order, whose poles have the radius .99 and an angle that is
 * log-uniform in 20 … 2,000 Hz, and always with uniform noise in 0 … 2^-16.
 *
 * @param length of a window; an example is as long or longer
 * @param probability 0 to 1
 */
record WindowDraw(int length, double probability, int sampleRateHz)
    implements Augmentation<float[]> {
  /** −60 dB of full scale: softer windows are neither trained on nor measured. */
  static final double SILENT_RMS = 1e-3;

  private static final double RADIUS = 0.99;
  private static final double LEAST_HZ = 20;
  private static final double MOST_HZ = 2000;

  /** Whether the first window of an example is loud enough. */
  boolean isLoud(float[] example) {
    return RmsLevel.of(Arrays.copyOf(example, length)) >= SILENT_RMS;
  }

  @Override
  public float[] of(float[] example, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] window = cropped(example, random.nextInt(example.length - length + 1));
    double hz = LEAST_HZ * Math.pow(MOST_HZ / LEAST_HZ, random.nextDouble());
    float[] made =
        random.nextDouble() < probability
            ? filtered(window, 2 * Math.PI * hz / sampleRateHz)
            : window;
    for (int k = 0; k < made.length; k++) {
      made[k] += (float) (random.nextDouble() / (1 << 16));
    }
    return made;
  }

  /** The first window where the one from a sample is silent. */
  private float[] cropped(float[] example, int from) {
    float[] window = Arrays.copyOfRange(example, from, from + length);
    return isLoud(window) ? window : Arrays.copyOf(example, length);
  }

  /**
   * @param angle of the poles, radians
   */
  static float[] filtered(float[] x, double angle) {
    double first = -2 * RADIUS * Math.cos(angle);
    double second = RADIUS * RADIUS;
    float[] y = new float[x.length];
    double x1 = 0;
    double x2 = 0;
    double y1 = 0;
    double y2 = 0;
    for (int k = 0; k < x.length; k++) {
      double made = second * x[k] + first * x1 + x2 - first * y1 - second * y2;
      x2 = x1;
      x1 = x[k];
      y2 = y1;
      y1 = made;
      y[k] = (float) made;
    }
    return y;
  }

  @Override
  public String option() {
    return "--set allPass=" + probability;
  }
}
