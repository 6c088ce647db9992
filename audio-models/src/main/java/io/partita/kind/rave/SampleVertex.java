package io.partita.kind.rave;

import io.partita.nn.blas.Doubles;
import io.partita.nn.vertex.PlainGraphVertex;
import io.partita.nn.vertex.PlainVertex;
import io.partita.nn.vertex.VertexPlace;
import java.util.List;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * z = mean + deviation(scale) · noise, where deviation(scale) = ln(1 + exp(scale)) + 1e-4.
 *
 * <p>Inputs, all of one shape: means, scales, standard normal noise, which gets no gradient.
 * Output: the same shape.
 */
final class SampleVertex extends PlainVertex {
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
  protected List<Object> settings() {
    return List.of();
  }

  @Override
  protected PlainGraphVertex atWork(VertexPlace place) {
    return new AtWork(place);
  }

  @SuppressWarnings("overrides")
  private static final class AtWork extends PlainGraphVertex {
    AtWork(VertexPlace place) {
      super(place);
    }

    @Override
    public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
      double[] z = Doubles.of(inputs[0]);
      double[] scales = Doubles.of(inputs[1]);
      double[] noise = Doubles.of(inputs[2]);
      for (int k = 0; k < z.length; k++) {
        z[k] += deviation(scales[k]) * noise[k];
      }
      return Doubles.array(z, inputs[0].shape(), dataType, ArrayType.ACTIVATIONS, workspaces);
    }

    @Override
    protected INDArray[] backward(LayerWorkspaceMgr workspaces) {
      double[] ofMeans = Doubles.of(epsilon);
      double[] scales = Doubles.of(inputs[1]);
      double[] noise = Doubles.of(inputs[2]);
      double[] ofScales = new double[scales.length];
      for (int k = 0; k < scales.length; k++) {
        ofScales[k] = ofMeans[k] * noise[k] * slope(scales[k]);
      }
      return new INDArray[] {ofInput(ofMeans, workspaces), ofInput(ofScales, workspaces), null};
    }
  }
}
