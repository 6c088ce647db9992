package io.partita.kind.rave;

import io.partita.model.Augmentation;
import java.util.SplittableRandom;

/**
 * Windows that sound the same and look otherwise: with a probability through an all-pass filter of
 * second order, whose poles have the radius .99 and an angle that is log-uniform in 20 … 2,000 Hz,
 * and always with uniform noise in 0 … 2^-16.
 *
 * @param probability 0 to 1
 */
record AllPass(double probability, int sampleRateHz) implements Augmentation<float[]> {
  private static final double RADIUS = 0.99;
  private static final double LEAST_HZ = 20;
  private static final double MOST_HZ = 2000;

  @Override
  public float[] of(float[] window, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double hz = LEAST_HZ * Math.pow(MOST_HZ / LEAST_HZ, random.nextDouble());
    float[] made =
        random.nextDouble() < probability
            ? filtered(window, 2 * Math.PI * hz / sampleRateHz)
            : window.clone();
    for (int k = 0; k < made.length; k++) {
      made[k] += (float) (random.nextDouble() / (1 << 16));
    }
    return made;
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
