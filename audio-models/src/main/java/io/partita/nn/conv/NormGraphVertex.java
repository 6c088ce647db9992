package io.partita.nn.conv;

import io.partita.nn.blas.Dense;
import io.partita.nn.blas.FloatMatrix;
import io.partita.nn.vertex.CudaLayer;
import io.partita.nn.vertex.OneInputGraphVertex;
import io.partita.nn.vertex.VertexPlace;
import java.util.Arrays;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Normalisation at work in a graph; {@link NormVertex} says what it computes. */
@SuppressWarnings("overrides") // DL4J's own base class writes setInputs without its dots.
class NormGraphVertex extends OneInputGraphVertex {
  private final NormVertex config;

  /** Of the last forward pass; valid until the graph clears this vertex. */
  private transient Moments moments;

  private transient boolean areGiven;

  /** Null until this layer is computed on a GPU. */
  private transient CudaNorm onGpu;

  NormGraphVertex(NormVertex config, VertexPlace place) {
    super(config, place);
    this.config = config;
  }

  /** What to normalise by where a network is used; null for what its input says. */
  Moments given() {
    return null;
  }

  /**
   * Called in training; a GPU fills moments of a batch alone.
   *
   * @param ofInput what was normalised by
   * @param count values of each set
   */
  void seen(Moments ofInput, long count) {}

  @Override
  public final INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
    INDArray x = Dense.of(inputs[0], ArrayType.FF_WORKING_MEM, workspaces);
    if (x.rank() < 2 || x.size(1) != config.channels) {
      throw new IllegalArgumentException(
          "The normalisation takes [batch, %d, …], not %s"
              .formatted(config.channels, Arrays.toString(x.shape())));
    }
    INDArray y = workspaces.createUninitialized(ArrayType.ACTIVATIONS, dataType, x.shape(), 'c');
    Moments given = training ? null : given();
    areGiven = given != null;
    int sets = config.groups == 0 ? config.channels : (int) x.size(0) * config.groups;
    moments = areGiven ? given : new Moments(sets);
    if (CudaLayer.serves(dataType)) {
      onGpu = onGpu == null ? new CudaNorm(config, params(), paramTable(true)) : onGpu;
      onGpu.forward(x, moments, areGiven, y);
    } else {
      arithmetic(x).forward(x, scaling(), y);
    }
    if (training) {
      seen(moments, x.length() / sets);
    }
    return y;
  }

  private NormArithmetic.Scaling scaling() {
    return new NormArithmetic.Scaling(
        parameter(NormVertex.GAMMA), parameter(NormVertex.BETA), moments, areGiven);
  }

  private NormArithmetic arithmetic(INDArray x) {
    int batch = (int) x.size(0);
    int positions = (int) (x.length() / batch / x.size(1));
    return FloatMatrix.serves(dataType)
        ? new FloatNorm(config, batch, positions)
        : new ArrayNorm(config, positions);
  }

  @Override
  protected void backward(INDArray above, INDArray ofInput, LayerWorkspaceMgr workspaces) {
    if (CudaLayer.serves(dataType)) {
      onGpu.backward(above, ofInput, getGradientsViewArray());
      return;
    }
    INDArray x = Dense.of(inputs[0], ArrayType.BP_WORKING_MEM, workspaces);
    INDArray room =
        ofInput != null
            ? ofInput
            : workspaces.createUninitialized(ArrayType.BP_WORKING_MEM, dataType, x.shape(), 'c');
    arithmetic(x)
        .backward(x, scaling(), above, room, gradient(NormVertex.GAMMA), gradient(NormVertex.BETA));
  }

  @Override
  public void clear() {
    super.clear();
    moments = null;
  }
}
