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

  @Override
  void backward(INDArray x, INDArray above, INDArray ofX, LayerWorkspaceMgr workspaces) {
    normaliseBack(x, above, null, ofX);
  }

  @Override
  CudaLayerNorm newOnGpu() {
    return new CudaLayerNorm(params(), paramTable(true));
  }

  @Override
  StepLayer stepwise(int sequences) {
    CachedSteps.Room room = new CachedSteps.Room();
    return x -> {
      INDArray y = room.of(x, x.size(2));
      normalise(x, y);
      return y;
    };
  }
}
