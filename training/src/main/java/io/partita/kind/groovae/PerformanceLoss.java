package io.partita.kind.groovae;

import io.partita.drum.DrumClass;
import io.partita.drum.DrumPerformance;

/**
 * What 27 numbers of a decoder say of a step, and what they cost: with a = [hits, velocities,
 * offsets] of the nine drums,
 *
 * <pre>
 * ĥ = σ(a₁…₉)   v̂ = σ(a₁₀…₁₈)   ô = tanh(a₁₉…₂₇)
 * cost = Σ −h ln(ĥ + 1e-7) − (1 − h) ln(1 − ĥ + 1e-7) + Σ (v − v̂)² + Σ (o − ô)²
 * </pre>
 *
 * <p>over all cells, those without a hit too, as the published GrooVAE counts. Where each drum has
 * learnt deviations s, the cost is −ln of a density: that of v and o, each ½ ((v − v̂) / s)² + ln s
 * + ½ ln 2π, at hits alone.
 */
final class PerformanceLoss {
  /** Parts of the cost: nats of the hits, squared errors of velocities and of offsets. */
  static final int PARTS = 3;

  /** Logarithms of deviations: of the velocities and of the offsets of the nine drums. */
  static final int DEVIATIONS = 2 * DrumClass.COUNT;

  private static final double EPSILON = 1e-7;
  private static final double HALF_LOG_TWO_PI = Math.log(2 * Math.PI) / 2;

  private PerformanceLoss() {}

  /**
   * Turns what enters the activations into hits' probabilities, velocities and offsets.
   *
   * @param row [27] and anything behind them, overwritten
   */
  static void activate(double[] row) {
    for (int k = 0; k < DrumPerformance.ROW; k++) {
      row[k] = k < DrumPerformance.OFFSET ? sigmoid(row[k]) : Math.tanh(row[k]);
    }
  }

  static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  /**
   * Adds the parts of a step's cost.
   *
   * @param active [27] after {@link #activate}, and {@link #DEVIATIONS} where they are learnt
   * @param target at a place of an array, [27]
   */
  static void addParts(double[] active, double[] target, int first, double[] parts) {
    for (int k = 0; k < DrumPerformance.ROW; k++) {
      double wanted = target[first + k];
      if (k < DrumPerformance.VELOCITY) {
        parts[0] -=
            wanted * Math.log(active[k] + EPSILON)
                + (1 - wanted) * Math.log(1 - active[k] + EPSILON);
      } else if (active.length == DrumPerformance.ROW) {
        double error = wanted - active[k];
        parts[k / DrumClass.COUNT] += error * error;
      } else if (target[first + k % DrumClass.COUNT] > 0) {
        double log = active[k + DEVIATIONS];
        double error = (wanted - active[k]) / Math.exp(log);
        parts[k / DrumClass.COUNT] += error * error / 2 + log + HALF_LOG_TWO_PI;
      }
    }
  }

  /**
   * Turns activated numbers into the cost's gradient by what entered the activations, and by the
   * deviations' logarithms.
   *
   * @param active as {@link #addParts} takes it, overwritten
   */
  static void gradient(double[] active, double[] target, int first) {
    for (int k = 0; k < DrumPerformance.ROW; k++) {
      double y = active[k];
      double wanted = target[first + k];
      if (k < DrumPerformance.VELOCITY) {
        double byY = -wanted / (y + EPSILON) + (1 - wanted) / (1 - y + EPSILON);
        active[k] = byY * y * (1 - y);
      } else {
        double slope = k < DrumPerformance.OFFSET ? y * (1 - y) : 1 - y * y;
        if (active.length == DrumPerformance.ROW) {
          active[k] = 2 * (y - wanted) * slope;
        } else {
          boolean isHit = target[first + k % DrumClass.COUNT] > 0;
          double precision = Math.exp(-2 * active[k + DEVIATIONS]);
          active[k] = isHit ? (y - wanted) * precision * slope : 0;
          active[k + DEVIATIONS] = isHit ? 1 - (y - wanted) * (y - wanted) * precision : 0;
        }
      }
    }
  }
}
