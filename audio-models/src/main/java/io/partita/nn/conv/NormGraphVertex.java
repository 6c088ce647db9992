package io.partita.nn.conv;

import io.partita.nn.blas.Dense;
import io.partita.nn.blas.FloatMatrix;
import io.partita.nn.vertex.OneInputGraphVertex;
import io.partita.nn.vertex.VertexPlace;
import java.util.Arrays;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Normalisation at work in a graph; {@link NormVertex} says what it computes. */
@SuppressWarnings("overrides") // DL4J's own base class writes setInputs without its dots.
final class NormGraphVertex extends OneInputGraphVertex {
  private final NormVertex config;

  /** Of the last forward pass; valid until the graph clears this vertex. */
  private transient Moments moments;

  NormGraphVertex(NormVertex config, VertexPlace place) {
    super(config, place);
    this.config = config;
  }

  @Override
  public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
    INDArray x = Dense.of(inputs[0], ArrayType.FF_WORKING_MEM, workspaces);
    if (x.rank() < 2 || x.size(1) != config.channels) {
      throw new IllegalArgumentException(
          "The normalisation takes [batch, %d, …], not %s"
              .formatted(config.channels, Arrays.toString(x.shape())));
    }
    INDArray y = workspaces.createUninitialized(ArrayType.ACTIVATIONS, dataType, x.shape(), 'c');
    moments = new Moments((int) x.size(0) * config.groups);
    arithmetic(x).forward(x, parameter(NormVertex.GAMMA), parameter(NormVertex.BETA), moments, y);
    return y;
  }

  private NormArithmetic arithmetic(INDArray x) {
    int positions = (int) (x.length() / x.size(0) / x.size(1));
    return FloatMatrix.serves(dataType)
        ? new FloatNorm(config, positions)
        : new ArrayNorm(config, positions);
  }

  @Override
  protected void backward(INDArray above, INDArray ofInput, LayerWorkspaceMgr workspaces) {
    INDArray x = Dense.of(inputs[0], ArrayType.BP_WORKING_MEM, workspaces);
    INDArray room =
        ofInput != null
            ? ofInput
            : workspaces.createUninitialized(ArrayType.BP_WORKING_MEM, dataType, x.shape(), 'c');
    arithmetic(x)
        .backward(
            x,
            parameter(NormVertex.GAMMA),
            parameter(NormVertex.BETA),
            moments,
            above,
            room,
            gradient(NormVertex.GAMMA),
            gradient(NormVertex.BETA));
  }

  @Override
  public void clear() {
    super.clear();
    moments = null;
  }
}
