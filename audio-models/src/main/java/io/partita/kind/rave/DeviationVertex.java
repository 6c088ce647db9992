package io.partita.kind.rave;

import io.partita.nn.vertex.ValuesVertex;

/** Standard deviations of any numbers: y = ln(1 + exp(x)) + 1e-4. Input and output: one shape. */
final class DeviationVertex extends ValuesVertex {
  private static final double LEAST = 1e-4;

  public DeviationVertex() {
    super(1);
  }

  @Override
  protected double[] output(Inputs inputs) {
    double[] y = inputs.values(0);
    for (int k = 0; k < y.length; k++) {
      y[k] = Math.max(y[k], 0) + Math.log1p(Math.exp(-Math.abs(y[k]))) + LEAST;
    }
    return y;
  }

  @Override
  protected double[][] gradients(Inputs inputs, double[] above) {
    double[] x = inputs.values(0);
    for (int k = 0; k < x.length; k++) {
      above[k] /= 1 + Math.exp(-x[k]);
    }
    return new double[][] {above};
  }
}
