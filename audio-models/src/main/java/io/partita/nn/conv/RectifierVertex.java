package io.partita.nn.conv;

import io.partita.nn.blas.Doubles;
import io.partita.nn.vertex.PlainGraphVertex;
import io.partita.nn.vertex.PlainVertex;
import io.partita.nn.vertex.VertexPlace;
import java.util.List;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A leaky rectifier: x above 0, slope · x below. Unlike DL4J's layer it leaves its input alone when
 * a network is not trained, so that another vertex may read it, too.
 */
public final class RectifierVertex extends PlainVertex {
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
  protected List<Object> settings() {
    return List.of(slope);
  }

  @Override
  protected PlainGraphVertex atWork(VertexPlace place) {
    return new AtWork(place);
  }

  @SuppressWarnings("overrides")
  private final class AtWork extends PlainGraphVertex {
    AtWork(VertexPlace place) {
      super(place);
    }

    @Override
    public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
      double[] y = Doubles.of(inputs[0]);
      for (int k = 0; k < y.length; k++) {
        y[k] *= y[k] > 0 ? 1 : slope;
      }
      return Doubles.array(y, inputs[0].shape(), dataType, ArrayType.ACTIVATIONS, workspaces);
    }

    @Override
    protected INDArray[] backward(LayerWorkspaceMgr workspaces) {
      double[] x = Doubles.of(inputs[0]);
      double[] gradient = Doubles.of(epsilon);
      for (int k = 0; k < x.length; k++) {
        gradient[k] *= x[k] > 0 ? 1 : slope;
      }
      return new INDArray[] {ofInput(gradient, workspaces)};
    }
  }
}
