package io.partita.nn.latent;

/**
 * Spherical linear interpolation: from one vector to another along the arc between their
 * directions, so that what is between is no shorter than what a prior N(0, I) draws. Source:
 * Shoemake, "Animating rotation with quaternion curves" (1985); for latent vectors White, "Sampling
 * generative networks" (2016).
 *
 * <p>With ω the angle between {@code from} and {@code to}, the point at t is
 *
 * <pre>  sin((1 − t)·ω) / sin ω · from + sin(t·ω) / sin ω · to</pre>
 */
public final class Slerp {
  /** Below it, parallel or opposite directions have no arc of their own. */
  private static final double LEAST_SINE = 1e-6;

  private Slerp() {}

  /**
   * Points at equal distances in t, of which the first is {@code from} and the last {@code to},
   * exactly.
   *
   * @param from of any length, of the same as {@code to}
   * @param steps number of points, both ends counted, at least 2
   * @return [step][dimension]
   */
  public static float[][] path(float[] from, float[] to, int steps) {
    if (steps < 2) {
      throw new IllegalArgumentException("A path has at least 2 steps, not " + steps);
    }
    float[][] path = new float[steps][];
    for (int i = 0; i < steps; i++) {
      path[i] = between(from, to, (double) i / (steps - 1));
    }
    return path;
  }

  /**
   * The point at t. Where the directions are the same or opposite, or one vector is zero, there is
   * no arc to follow: the point is then on the straight line.
   *
   * @param t 0 for {@code from} to 1 for {@code to}
   */
  static float[] between(float[] from, float[] to, double t) {
    if (from.length != to.length) {
      throw new IllegalArgumentException(
          "Vectors must be of one length, but have " + from.length + " and " + to.length);
    }
    double cosine = dot(from, to) / Math.sqrt(dot(from, from) * dot(to, to));
    double angle = Math.acos(Math.max(-1, Math.min(1, cosine)));
    double sine = Math.sin(angle);
    boolean isArc = sine > LEAST_SINE; // false for the NaN of a zero vector, too
    double fromShare = isArc ? Math.sin((1 - t) * angle) / sine : 1 - t;
    double toShare = isArc ? Math.sin(t * angle) / sine : t;
    float[] point = new float[from.length];
    for (int i = 0; i < point.length; i++) {
      point[i] = (float) (fromShare * from[i] + toShare * to[i]);
    }
    return point;
  }

  private static double dot(float[] one, float[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += (double) one[i] * other[i];
    }
    return sum;
  }
}
