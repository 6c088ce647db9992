package io.partita.kind.cvae;

import io.partita.nn.vertex.TermVertex;

/**
 * A term of an autoencoder's loss that compares what was decoded with the values.
 *
 * <p>Inputs: what was decoded, the numbers of an example together; the values, [batch, …], which
 * get no gradient. Output: [batch, 1].
 */
abstract class DecodedLossVertex extends TermVertex {
  DecodedLossVertex() {
    super(2);
  }

  /**
   * The term of each example.
   *
   * @param decoded of examples one after the other
   * @param values of examples one after the other
   */
  abstract double[] terms(double[] decoded, double[] values, int examples);

  /**
   * The gradient of what was decoded.
   *
   * @param above the gradient of each example's term
   */
  abstract double[] gradient(double[] decoded, double[] values, double[] above);

  @Override
  protected final double[] output(Inputs inputs) {
    return terms(inputs.values(0), inputs.values(1), inputs.size(0, 0));
  }

  @Override
  protected final double[][] gradients(Inputs inputs, double[] above) {
    return new double[][] {gradient(inputs.values(0), inputs.values(1), above), null};
  }
}
