package io.partita.kind.slicegpt;

import io.partita.nn.loss.Segments;
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
 * Rows of steps without the tokens in front of them, in the order of {@link Segments}: the batch of
 * step 0, then of step 1, …
 *
 * <p>Input: [batch, tokens + steps, size]. Output: [steps, batch, size].
 */
final class BehindPrefixVertex extends PlainVertex {
  @JsonProperty private final int tokens;

  @JsonCreator
  BehindPrefixVertex(@JsonProperty("tokens") int tokens) {
    super(1);
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

  @SuppressWarnings("overrides") // DL4J's own base class writes setInputs without its dots.
  private final class AtWork extends PlainGraphVertex {
    AtWork(VertexPlace place) {
      super(place);
    }

    /** The steps of [batch, tokens + steps, size] as a view [steps, batch, size]. */
    private INDArray steps(INDArray all) {
      return all.get(
              NDArrayIndex.all(), NDArrayIndex.interval(tokens, all.size(1)), NDArrayIndex.all())
          .permute(1, 0, 2);
    }

    @Override
    public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
      INDArray steps = steps(inputs[0]);
      return workspaces
          .createUninitialized(ArrayType.ACTIVATIONS, dataType, steps.shape(), 'c')
          .assign(steps);
    }

    @Override
    protected INDArray[] backward(LayerWorkspaceMgr workspaces) {
      INDArray gradient =
          workspaces.create(ArrayType.ACTIVATION_GRAD, dataType, inputs[0].shape(), 'c');
      steps(gradient).assign(epsilon);
      return new INDArray[] {gradient};
    }
  }
}
