package io.partita.kind.slicegpt;

import io.partita.nn.blas.Doubles;
import io.partita.nn.vertex.PlainGraphVertex;
import io.partita.nn.vertex.PlainVertex;
import io.partita.nn.vertex.VertexPlace;
import java.util.List;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonCreator;

/** The mean of all steps' rows: [batch, steps, size] to [batch, size]. */
final class MeanOfStepsVertex extends PlainVertex {
  @JsonCreator
  MeanOfStepsVertex() {
    super(1);
  }

  @Override
  protected PlainGraphVertex atWork(VertexPlace place) {
    return new AtWork(place);
  }

  @Override
  protected List<Object> settings() {
    return List.of();
  }

  @SuppressWarnings("overrides") // DL4J's own base class writes setInputs without its dots.
  private static final class AtWork extends PlainGraphVertex {
    AtWork(VertexPlace place) {
      super(place);
    }

    @Override
    public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
      int steps = (int) inputs[0].size(1);
      int size = (int) inputs[0].size(2);
      double[] rows = Doubles.of(inputs[0]);
      double[] means = new double[rows.length / steps];
      for (int row = 0; row < rows.length / size; row++) {
        int mean = row / steps * size;
        for (int k = 0; k < size; k++) {
          means[mean + k] += rows[row * size + k] / steps;
        }
      }
      long[] shape = {inputs[0].size(0), size};
      return Doubles.array(means, shape, dataType, ArrayType.ACTIVATIONS, workspaces);
    }

    @Override
    protected INDArray[] backward(LayerWorkspaceMgr workspaces) {
      int steps = (int) inputs[0].size(1);
      int size = (int) inputs[0].size(2);
      double[] above = Doubles.of(epsilon);
      double[] rows = new double[above.length * steps];
      for (int row = 0; row < rows.length / size; row++) {
        int mean = row / steps * size;
        for (int k = 0; k < size; k++) {
          rows[row * size + k] = above[mean + k] / steps;
        }
      }
      return new INDArray[] {ofInput(rows, workspaces)};
    }
  }
}
