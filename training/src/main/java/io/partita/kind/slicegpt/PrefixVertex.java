package io.partita.kind.slicegpt;

import io.partita.nn.vertex.ValuesVertex;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Rows of tokens in front of those of steps.
 *
 * <p>Inputs: tokens side by side [batch, tokens · size], and rows [batch, steps, size]. Output:
 * [batch, tokens + steps, size].
 */
final class PrefixVertex extends ValuesVertex {
  @JsonProperty private final int tokens;

  @JsonCreator
  PrefixVertex(@JsonProperty("tokens") int tokens) {
    super(2);
    this.tokens = tokens;
  }

  @Override
  protected long[] shape(Inputs inputs, int length) {
    long[] shape = inputs.shape(1).clone();
    shape[1] += tokens;
    return shape;
  }

  @Override
  protected double[] output(Inputs inputs) {
    double[] prefix = inputs.values(0);
    double[] steps = inputs.values(1);
    double[] all = new double[prefix.length + steps.length];
    int batch = inputs.size(0, 0);
    for (int example = 0; example < batch; example++) {
      copy(prefix, example, all, 0, batch);
      copy(steps, example, all, prefix.length / batch, batch);
    }
    return all;
  }

  /** All that an example has in one array, to a place in what it has in another. */
  private static void copy(double[] from, int example, double[] to, int place, int batch) {
    int size = from.length / batch;
    System.arraycopy(from, example * size, to, example * (to.length / batch) + place, size);
  }

  @Override
  protected double[][] gradients(Inputs inputs, double[] above) {
    int batch = inputs.size(0, 0);
    int prefix = inputs.size(0, 1);
    int all = above.length / batch;
    double[] ofPrefix = new double[batch * prefix];
    double[] ofSteps = new double[above.length - ofPrefix.length];
    for (int example = 0; example < batch; example++) {
      int first = example * all;
      System.arraycopy(above, first, ofPrefix, example * prefix, prefix);
      System.arraycopy(above, first + prefix, ofSteps, example * (all - prefix), all - prefix);
    }
    return new double[][] {ofPrefix, ofSteps};
  }
}
