package io.partita.kind.slicegpt;

import io.partita.nn.vertex.ValuesVertex;
import org.nd4j.shade.jackson.annotation.JsonCreator;

/** The mean of all steps' rows: [batch, steps, size] to [batch, size]. */
final class MeanOfStepsVertex extends ValuesVertex {
  @JsonCreator
  MeanOfStepsVertex() {
    super(1);
  }

  @Override
  protected long[] shape(Inputs inputs, int length) {
    return new long[] {inputs.size(0, 0), inputs.size(0, 2)};
  }

  @Override
  protected double[] output(Inputs inputs) {
    int steps = inputs.size(0, 1);
    int size = inputs.size(0, 2);
    double[] rows = inputs.values(0);
    double[] means = new double[rows.length / steps];
    for (int k = 0; k < rows.length; k++) {
      means[mean(k, steps, size)] += rows[k] / steps;
    }
    return means;
  }

  @Override
  protected double[][] gradients(Inputs inputs, double[] above) {
    int steps = inputs.size(0, 1);
    int size = inputs.size(0, 2);
    double[] rows = new double[above.length * steps];
    for (int k = 0; k < rows.length; k++) {
      rows[k] = above[mean(k, steps, size)] / steps;
    }
    return new double[][] {rows};
  }

  /** The place in the means of a value of a row. */
  private static int mean(int k, int steps, int size) {
    return k / (steps * size) * size + k % size;
  }
}
