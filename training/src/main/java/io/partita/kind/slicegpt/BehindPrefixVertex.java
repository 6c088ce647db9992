package io.partita.kind.slicegpt;

import io.partita.nn.loss.Segments;
import io.partita.nn.vertex.ValuesVertex;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Rows of steps without the tokens in front of them, in the order of {@link Segments}: the batch of
 * step 0, then of step 1, …
 *
 * <p>Input: [batch, tokens + steps, size]. Output: [steps, batch, size].
 */
final class BehindPrefixVertex extends ValuesVertex {
  @JsonProperty private final int tokens;

  @JsonCreator
  BehindPrefixVertex(@JsonProperty("tokens") int tokens) {
    super(1);
    this.tokens = tokens;
  }

  @Override
  protected long[] shape(Inputs inputs, int length) {
    return new long[] {inputs.size(0, 1) - tokens, inputs.size(0, 0), inputs.size(0, 2)};
  }

  @Override
  protected double[] output(Inputs inputs) {
    double[] all = inputs.values(0);
    int size = inputs.size(0, 2);
    double[] steps = new double[all.length - inputs.size(0, 0) * tokens * size];
    for (int row = 0; row < steps.length / size; row++) {
      System.arraycopy(all, behind(inputs, row) * size, steps, row * size, size);
    }
    return steps;
  }

  @Override
  protected double[][] gradients(Inputs inputs, double[] above) {
    int size = inputs.size(0, 2);
    double[] all = new double[(int) inputs.array(0).length()];
    for (int row = 0; row < above.length / size; row++) {
      System.arraycopy(above, row * size, all, behind(inputs, row) * size, size);
    }
    return new double[][] {all};
  }

  /** The row of the input that a row of the output is. */
  private int behind(Inputs inputs, int row) {
    int batch = inputs.size(0, 0);
    return row % batch * inputs.size(0, 1) + tokens + row / batch;
  }
}
