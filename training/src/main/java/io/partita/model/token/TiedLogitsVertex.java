package io.partita.model.token;

import io.partita.lstm.PlainGraphVertex;
import io.partita.lstm.PlainVertex;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Rows [rows, size] times the transpose of an {@link EmbeddingVertex}'s weights: logits [rows,
 * count], with the weights shared (Press and Wolf, "Using the Output Embedding to Improve Language
 * Models", 2017).
 */
public final class TiedLogitsVertex extends PlainVertex {
  private static final long serialVersionUID = 1L;

  private final String embedding;

  /**
   * @param embedding name of the vertex, which must be tied
   */
  @JsonCreator
  public TiedLogitsVertex(@JsonProperty("embedding") String embedding) {
    super(1);
    this.embedding = embedding;
  }

  public String getEmbedding() {
    return embedding;
  }

  @Override
  public GraphVertex instantiate(
      ComputationGraph graph,
      String name,
      int idx,
      INDArray paramsView,
      boolean initializeParams,
      DataType networkDatatype) {
    return new AtWork(embedding, graph, name, idx, networkDatatype);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TiedLogitsVertex that && embedding.equals(that.embedding);
  }

  @Override
  public int hashCode() {
    return embedding.hashCode();
  }

  @SuppressWarnings("overrides")
  private static final class AtWork extends PlainGraphVertex {
    private static final long serialVersionUID = 1L;

    private final String embedding;

    AtWork(String embedding, ComputationGraph graph, String name, int index, DataType type) {
      super(graph, name, index, type);
      this.embedding = embedding;
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
    public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
      INDArray weights = shared().weights();
      shared().weightGradient().assign(epsilon.transpose().mmul(inputs[0]));
      INDArray ofInput =
          workspaces.createUninitialized(
              ArrayType.ACTIVATION_GRAD, dataType, inputs[0].shape(), 'f');
      epsilon.mmuli(weights, ofInput);
      return new Pair<>(null, new INDArray[] {ofInput});
    }
  }
}
