package io.partita.kind.token;

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
 * Rows [rows, size] times the transpose of an {@link EmbeddingVertex}'s weights: logits [rows,
 * count], with the weights shared (Press and Wolf, "Using the Output Embedding to Improve Language
 * Models", 2017).
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

  @Override
  protected List<Object> settings() {
    return List.of(embedding);
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
      INDArray weights = shared().weights();
      INDArray logits =
          workspaces.createUninitialized(
              ArrayType.ACTIVATIONS,
              dataType,
              new long[] {inputs[0].size(0), weights.size(0)},
              'f');
      return inputs[0].mmuli(weights.transpose(), logits);
    }

    /** The embedding comes later on the way back, and adds its own. */
    @Override
    protected INDArray[] backward(LayerWorkspaceMgr workspaces) {
      INDArray weights = shared().weights();
      shared().weightGradient().assign(epsilon.transpose().mmul(inputs[0]));
      INDArray ofInput =
          workspaces.createUninitialized(
              ArrayType.ACTIVATION_GRAD, dataType, inputs[0].shape(), 'f');
      epsilon.mmuli(weights, ofInput);
      return new INDArray[] {ofInput};
    }
  }
}
