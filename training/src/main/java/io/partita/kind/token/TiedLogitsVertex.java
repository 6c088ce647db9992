package io.partita.kind.token;

import io.partita.nn.blas.Dense;
import io.partita.nn.blas.FloatMatrix;
import io.partita.nn.vertex.ClassTable;
import io.partita.nn.vertex.PlainGraphVertex;
import io.partita.nn.vertex.PlainVertex;
import io.partita.nn.vertex.VertexPlace;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Rows [rows, size] or [batch, T, size] times the transpose of an {@link EmbeddingVertex}'s
 * weights: logits [rows, count], with the weights shared (Press and Wolf, "Using the Output
 * Embedding to Improve Language Models", 2017).
 */
final class TiedLogitsVertex extends PlainVertex {
  @JsonProperty private final String embedding;

  /**
   * @param embedding name of the vertex, which must be tied
   */
  @JsonCreator
  public TiedLogitsVertex(@JsonProperty("embedding") String embedding) {
    super(1);
    this.embedding = embedding;
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

    private EmbeddingVertex.AtWork shared() {
      return (EmbeddingVertex.AtWork) graph.getVertex(embedding);
    }

    @Override
    public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
      if (ClassTable.serves(dataType)) {
        return shared().onGpu().logits(inputs[0], null, training, workspaces);
      }
      INDArray weights = shared().weights();
      long[] shape = {inputs[0].length() / weights.size(1), weights.size(0)};
      if (areFloatRows()) {
        INDArray x = Dense.of(inputs[0], ArrayType.FF_WORKING_MEM, workspaces);
        INDArray logits =
            workspaces.createUninitialized(ArrayType.ACTIVATIONS, dataType, shape, 'c');
        FloatMatrix.of(logits)
            .multiplyByTransposed(FloatMatrix.of(x), (int) shape[0], FloatMatrix.of(weights));
        return logits;
      }
      INDArray logits = workspaces.createUninitialized(ArrayType.ACTIVATIONS, dataType, shape, 'f');
      return rows().mmuli(weights.transpose(), logits);
    }

    /** Three dimensions: rows that BLAS may have as they are. */
    private boolean areFloatRows() {
      return inputs[0].rank() == 3 && FloatMatrix.serves(dataType);
    }

    private INDArray rows() {
      INDArray x = inputs[0];
      return x.rank() == 2 ? x : x.reshape('c', x.size(0) * x.size(1), x.size(2));
    }

    /** The embedding comes later on the way back, and adds its own. */
    @Override
    protected INDArray[] backward(LayerWorkspaceMgr workspaces) {
      INDArray weights = shared().weights();
      INDArray ofWeights = shared().weightGradient();
      long[] shape = inputs[0].shape();
      if (ClassTable.serves(dataType)) {
        INDArray ofInput = room(0, shape, workspaces);
        shared().onGpu().logitsBack(epsilon, null, ofInput, null);
        return new INDArray[] {ofInput};
      }
      if (areFloatRows()) {
        int rows = (int) epsilon.size(0);
        FloatMatrix x = FloatMatrix.of(Dense.of(inputs[0], ArrayType.BP_WORKING_MEM, workspaces));
        FloatMatrix above = FloatMatrix.of(Dense.of(epsilon, ArrayType.BP_WORKING_MEM, workspaces));
        INDArray ofInput =
            workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, shape, 'c');
        FloatMatrix.of(ofWeights).multiplyTransposed(above, x, 0, rows);
        FloatMatrix.of(ofInput).multiply(0, above, 0, rows, FloatMatrix.of(weights), false);
        return new INDArray[] {ofInput};
      }
      ofWeights.assign(epsilon.transpose().mmul(rows()));
      INDArray ofRows =
          workspaces.createUninitialized(
              ArrayType.ACTIVATION_GRAD,
              dataType,
              new long[] {epsilon.size(0), weights.size(1)},
              'f');
      epsilon.mmuli(weights, ofRows);
      return new INDArray[] {shape.length == 2 ? ofRows : cube(ofRows, shape, workspaces)};
    }

    private INDArray cube(INDArray rows, long[] shape, LayerWorkspaceMgr workspaces) {
      return workspaces.dup(ArrayType.ACTIVATION_GRAD, rows, 'c').reshape('c', shape);
    }
  }
}
