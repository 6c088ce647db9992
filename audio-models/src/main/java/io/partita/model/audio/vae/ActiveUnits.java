package io.partita.model.audio.vae;

import io.partita.model.PredictionSums;
import java.util.Locale;
import java.util.Map;

/**
 * How many units of z have means whose variance, over all windows and frames, is above 0.01 (Burda,
 * Grosse and Salakhutdinov, "Importance Weighted Autoencoders", 2016, section 5).
 */
public final class ActiveUnits {
  /** What figures call their number. */
  public static final String NAME = "active_units";

  private static final double VARIANCE = 0.01;
  private static final String MU = "mu";
  private static final String MU_SQUARED = "mu_squared";

  private final double[] mu;
  private final double[] muSquared;

  /**
   * @param units of z
   */
  public ActiveUnits(int units) {
    mu = new double[units];
    muSquared = new double[units];
  }

  /** Adds the mean of a unit in one place. */
  public void add(int unit, float mean) {
    mu[unit] += mean;
    muSquared[unit] += (double) mean * mean;
  }

  /** Adds what {@link #count} reads to sums. */
  public void addTo(Map<String, Double> sums) {
    for (int unit = 0; unit < mu.length; unit++) {
      sums.put(ofUnit(MU, unit), mu[unit]);
      sums.put(ofUnit(MU_SQUARED, unit), muSquared[unit]);
    }
  }

  /** The name of a sum of one unit. */
  public static String ofUnit(String of, int unit) {
    return String.format(Locale.ROOT, "%s_%04d", of, unit);
  }

  /**
   * How many are active.
   *
   * @param places that each unit was added in
   */
  public static int count(PredictionSums score, int units, double places) {
    int active = 0;
    for (int unit = 0; unit < units; unit++) {
      double mean = score.sums().get(ofUnit(MU, unit)) / places;
      double squares = score.sums().get(ofUnit(MU_SQUARED, unit)) / places;
      active += squares - mean * mean > VARIANCE ? 1 : 0;
    }
    return active;
  }
}
