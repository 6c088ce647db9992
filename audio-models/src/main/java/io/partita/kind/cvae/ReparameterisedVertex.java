package io.partita.kind.cvae;

import io.partita.nn.vertex.ValuesVertex;

/**
 * z = mu + exp(logVar / 2) · noise (Kingma and Welling, 2014, section 2.4).
 *
 * <p>Inputs: the posterior, of each example mu and then logVar, in any shape; standard normal noise
 * [batch, z], which gets no gradient. Output: [batch, z].
 */
final class ReparameterisedVertex extends ValuesVertex {
  public ReparameterisedVertex() {
    super(2);
  }

  @Override
  protected long[] shape(Inputs inputs, int length) {
    return inputs.shape(1);
  }

  /** The place of number k's mean, among posteriors one after the other. */
  private static int muOf(int k, int size) {
    return k / size * 2 * size + k % size;
  }

  @Override
  protected double[] output(Inputs inputs) {
    double[] posterior = inputs.values(0);
    double[] z = inputs.values(1);
    int size = inputs.size(1, 1);
    for (int k = 0; k < z.length; k++) {
      int mu = muOf(k, size);
      z[k] = posterior[mu] + Math.exp(posterior[mu + size] / 2) * z[k];
    }
    return z;
  }

  @Override
  protected double[][] gradients(Inputs inputs, double[] above) {
    double[] posterior = inputs.values(0);
    double[] noise = inputs.values(1);
    int size = inputs.size(1, 1);
    double[] gradient = new double[posterior.length];
    for (int k = 0; k < above.length; k++) {
      int mu = muOf(k, size);
      gradient[mu] = above[k];
      gradient[mu + size] = above[k] * noise[k] * Math.exp(posterior[mu + size] / 2) / 2;
    }
    return new double[][] {gradient, null};
  }
}
