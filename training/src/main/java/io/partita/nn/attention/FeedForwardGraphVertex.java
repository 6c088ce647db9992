package io.partita.nn.attention;

import io.partita.nn.vertex.Dropout;
import io.partita.nn.vertex.VertexPlace;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The feed-forward network at work in a graph; {@link FeedForwardVertex} says what it computes. */
@SuppressWarnings("overrides") // DL4J's own base class writes setInputs without its dots.
final class FeedForwardGraphVertex extends BlockGraphVertex {
  private final FeedForwardVertex config;

  /** Before GELU, of the last forward pass; valid until the graph clears this vertex. */
  private transient INDArray inner;

  FeedForwardGraphVertex(FeedForwardVertex config, VertexPlace place) {
    super(config, place, config.size, config.dropout);
    this.config = config;
  }

  @Override
  void forward(INDArray x, INDArray y, LayerWorkspaceMgr workspaces) {
    inner = room(ArrayType.ACTIVATIONS, x, config.inner, workspaces);
    INDArray normal = room(ArrayType.FF_WORKING_MEM, x, config.size, workspaces);
    INDArray curved = room(ArrayType.FF_WORKING_MEM, x, config.inner, workspaces);
    forward(x, normal, inner, curved, y, dropout());
  }

  private void forward(
      INDArray x, INDArray normal, INDArray into, INDArray curved, INDArray y, Dropout drops) {
    BlockArithmetic arithmetic = arithmetic();
    normalise(x, normal);
    multiply(normal, BlockParameters.WEIGHTS, BlockParameters.BIAS, into);
    arithmetic.gelu(into, curved);
    multiply(curved, BlockParameters.OUT_WEIGHTS, BlockParameters.OUT_BIAS, y);
    arithmetic.addTo(x, drops, y);
  }

  @Override
  void backward(INDArray x, INDArray above, INDArray ofX, LayerWorkspaceMgr workspaces) {
    BlockArithmetic arithmetic = arithmetic();
    INDArray ofOut = working(x, config.size, workspaces);
    INDArray curved = working(x, config.inner, workspaces);
    INDArray ofInner = working(x, config.inner, workspaces);
    INDArray normal = working(x, config.size, workspaces);
    arithmetic.drop(above, dropout(), ofOut);
    arithmetic.gelu(inner, curved);
    multiplyBack(curved, BlockParameters.OUT_WEIGHTS, BlockParameters.OUT_BIAS, ofOut, ofInner);
    arithmetic.geluBack(inner, ofInner);
    normalise(x, normal);
    INDArray ofNormal = ofOut;
    multiplyBack(normal, BlockParameters.WEIGHTS, BlockParameters.BIAS, ofInner, ofNormal);
    normaliseBack(x, ofNormal, above, ofX);
  }

  @Override
  CudaLayerNorm newOnGpu() {
    return new CudaFeedForward(params(), paramTable(true));
  }

  @Override
  StepLayer stepwise(int sequences) {
    CachedSteps.Room normal = new CachedSteps.Room();
    CachedSteps.Room into = new CachedSteps.Room();
    CachedSteps.Room curved = new CachedSteps.Room();
    CachedSteps.Room out = new CachedSteps.Room();
    return x -> {
      INDArray y = out.of(x, config.size);
      forward(
          x,
          normal.of(x, config.size),
          into.of(x, config.inner),
          curved.of(x, config.inner),
          y,
          Dropout.NONE);
      return y;
    };
  }

  @Override
  public void clear() {
    super.clear();
    inner = null;
  }
}
