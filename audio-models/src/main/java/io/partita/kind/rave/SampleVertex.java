package io.partita.kind.rave;

import io.partita.nn.vertex.ValuesVertex;

/**
 * z = mean + deviation(scale) · noise, where deviation(scale) = ln(1 + exp(scale)) + 1e-4.
 *
 * <p>Inputs, all of one shape: means, scales, standard normal noise, which gets no gradient.
 * Output: the same shape.
 */
final class SampleVertex extends ValuesVertex {
  private static final double LEAST_DEVIATION = 1e-4;

  public SampleVertex() {
    super(3);
  }

  /** The standard deviation of a scale. */
  static double deviation(double scale) {
    return Math.max(scale, 0) + Math.log1p(Math.exp(-Math.abs(scale))) + LEAST_DEVIATION;
  }

  /** What the deviation grows by at a scale. */
  static double slope(double scale) {
    return 1 / (1 + Math.exp(-scale));
  }

  @Override
  protected double[] output(Inputs inputs) {
    double[] z = inputs.values(0);
    double[] scales = inputs.values(1);
    double[] noise = inputs.values(2);
    for (int k = 0; k < z.length; k++) {
      z[k] += deviation(scales[k]) * noise[k];
    }
    return z;
  }

  @Override
  protected double[][] gradients(Inputs inputs, double[] above) {
    double[] scales = inputs.values(1);
    double[] noise = inputs.values(2);
    double[] ofScales = new double[scales.length];
    for (int k = 0; k < scales.length; k++) {
      ofScales[k] = above[k] * noise[k] * slope(scales[k]);
    }
    return new double[][] {above, ofScales, null};
  }
}
