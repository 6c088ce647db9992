package io.partita.nn.conv;

import io.partita.nn.vertex.ValuesVertex;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A leaky rectifier: x above 0, slope · x below. Unlike DL4J's layer it leaves its input alone when
 * a network is not trained, so that another vertex may read it, too.
 */
public final class RectifierVertex extends ValuesVertex {
  @JsonProperty private final double slope;

  /**
   * @param slope 0 to 1
   */
  @JsonCreator
  public RectifierVertex(@JsonProperty("slope") double slope) {
    super(1);
    if (!(slope >= 0 && slope <= 1)) {
      throw new IllegalArgumentException("A slope is from 0 to 1, not " + slope);
    }
    this.slope = slope;
  }

  @Override
  protected double[] output(Inputs inputs) {
    double[] y = inputs.values(0);
    for (int k = 0; k < y.length; k++) {
      y[k] *= y[k] > 0 ? 1 : slope;
    }
    return y;
  }

  @Override
  protected double[][] gradients(Inputs inputs, double[] above) {
    double[] x = inputs.values(0);
    for (int k = 0; k < x.length; k++) {
      above[k] *= x[k] > 0 ? 1 : slope;
    }
    return new double[][] {above};
  }
}
