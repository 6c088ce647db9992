package io.partita.nn.attention;

import io.partita.nn.vertex.VertexPlace;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Layer normalisation at work in a graph; {@link LayerNormVertex} says what it computes. */
@SuppressWarnings("overrides") // DL4J's own base class writes setInputs without its dots.
final class LayerNormGraphVertex extends BlockGraphVertex {
  LayerNormGraphVertex(LayerNormVertex config, VertexPlace place) {
    super(config, place, config.size, 0);
  }

  @Override
  void forward(INDArray x, INDArray y, LayerWorkspaceMgr workspaces) {
    normalise(x, y);
  }

  private void normalise(INDArray x, INDArray y) {
    arithmetic().normalise(x, parameter(BlockParameters.GAMMA), parameter(BlockParameters.BETA), y);
  }

  @Override
  void backward(INDArray x, INDArray above, INDArray ofX, LayerWorkspaceMgr workspaces) {
    arithmetic()
        .normaliseBack(
            x,
            parameter(BlockParameters.GAMMA),
            above,
            null,
            ofX,
            gradient(BlockParameters.GAMMA),
            gradient(BlockParameters.BETA));
  }

  @Override
  StepLayer stepwise(int sequences) {
    return x -> {
      INDArray y = x.ulike();
      normalise(x, y);
      return y;
    };
  }
}
