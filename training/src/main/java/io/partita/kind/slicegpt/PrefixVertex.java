package io.partita.kind.slicegpt;

import io.partita.nn.blas.Dense;
import io.partita.nn.vertex.PlainGraphVertex;
import io.partita.nn.vertex.PlainVertex;
import io.partita.nn.vertex.VertexPlace;
import java.util.List;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Rows of tokens in front of those of steps.
 *
 * <p>Inputs: tokens side by side [batch, tokens · size], and rows [batch, steps, size]. Output:
 * [batch, tokens + steps, size].
 */
final class PrefixVertex extends PlainVertex {
  @JsonProperty private final int tokens;

  @JsonCreator
  PrefixVertex(@JsonProperty("tokens") int tokens) {
    super(2);
    this.tokens = tokens;
  }

  @Override
  protected PlainGraphVertex atWork(VertexPlace place) {
    return new AtWork(place);
  }

  @Override
  protected List<Object> settings() {
    return List.of(tokens);
  }

  /** The rows from one on, a view of [batch, rows, size]. */
  private static INDArray rows(INDArray all, long first, long end) {
    return all.get(NDArrayIndex.all(), NDArrayIndex.interval(first, end), NDArrayIndex.all());
  }

  @SuppressWarnings("overrides") // DL4J's own base class writes setInputs without its dots.
  private final class AtWork extends PlainGraphVertex {
    AtWork(VertexPlace place) {
      super(place);
    }

    @Override
    public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
      long[] shape = inputs[1].shape().clone();
      long[] ofTokens = {shape[0], tokens, shape[2]};
      shape[1] += tokens;
      INDArray all = workspaces.createUninitialized(ArrayType.ACTIVATIONS, dataType, shape, 'c');
      INDArray prefix = Dense.of(inputs[0], ArrayType.FF_WORKING_MEM, workspaces);
      rows(all, 0, tokens).assign(prefix.reshape('c', ofTokens));
      rows(all, tokens, shape[1]).assign(inputs[1]);
      return all;
    }

    @Override
    protected INDArray[] backward(LayerWorkspaceMgr workspaces) {
      long[] ofTokens = {epsilon.size(0), tokens, epsilon.size(2)};
      INDArray prefix = room(inputs[0], workspaces);
      INDArray steps = room(inputs[1], workspaces);
      prefix.reshape('c', ofTokens).assign(rows(epsilon, 0, tokens));
      steps.assign(rows(epsilon, tokens, epsilon.size(1)));
      return new INDArray[] {prefix, steps};
    }

    private INDArray room(INDArray input, LayerWorkspaceMgr workspaces) {
      return workspaces.createUninitialized(
          ArrayType.ACTIVATION_GRAD, dataType, input.shape(), 'c');
    }
  }
}
