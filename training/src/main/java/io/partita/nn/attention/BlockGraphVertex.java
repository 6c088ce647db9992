package io.partita.nn.attention;

import io.partita.nn.blas.Dense;
import io.partita.nn.vertex.CudaLayer;
import io.partita.nn.vertex.Dropout;
import io.partita.nn.vertex.OneInputGraphVertex;
import io.partita.nn.vertex.VertexPlace;
import io.partita.nn.vertex.WeightedVertex;
import java.util.Arrays;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What the workings of a block's layers have in common: rows in, rows of the same size out. */
@SuppressWarnings("overrides") // DL4J's own base class writes setInputs without its dots.
abstract class BlockGraphVertex extends OneInputGraphVertex {
  private final int size;
  private final double rate;

  /** Of the last forward pass. */
  private transient Dropout dropout = Dropout.NONE;

  /** Null until this layer is computed on a GPU. */
  private transient CudaLayerNorm onGpu;

  /**
   * @param size of a row
   * @param rate of the dropout
   */
  BlockGraphVertex(WeightedVertex config, VertexPlace place, int size, double rate) {
    super(config, place);
    this.size = size;
    this.rate = rate;
  }

  final BlockArithmetic arithmetic() {
    return BlockArithmetic.of(dataType);
  }

  final Dropout dropout() {
    return dropout;
  }

  /** Fills the output. */
  abstract void forward(INDArray x, INDArray y, LayerWorkspaceMgr workspaces);

  /** Fills the gradients of the parameters and of the input. */
  abstract void backward(INDArray x, INDArray above, INDArray ofX, LayerWorkspaceMgr workspaces);

  /** This layer on a GPU. */
  abstract CudaLayerNorm newOnGpu();

  /**
   * What runs this layer a step at a time, with its present weights.
   *
   * @param sequences beside each other
   */
  abstract StepLayer stepwise(int sequences);

  @Override
  public final INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
    INDArray x = input(ArrayType.FF_WORKING_MEM, workspaces);
    dropout = dropout(rate, training);
    INDArray y = workspaces.createUninitialized(ArrayType.ACTIVATIONS, dataType, x.shape(), 'c');
    if (CudaLayer.serves(dataType)) {
      onGpu = onGpu == null ? newOnGpu() : onGpu;
      onGpu.forward(x, dropout, y);
    } else {
      forward(x, y, workspaces);
    }
    return y;
  }

  private INDArray input(ArrayType use, LayerWorkspaceMgr workspaces) {
    INDArray x = inputs[0];
    if (x.rank() != 3 || x.size(2) != size) {
      throw new IllegalArgumentException(
          "%s takes [batch, T, %d], not %s.".formatted(this, size, Arrays.toString(x.shape())));
    }
    return Dense.of(x, use, workspaces);
  }

  @Override
  protected final void backward(INDArray above, INDArray ofInput, LayerWorkspaceMgr workspaces) {
    INDArray x = input(ArrayType.BP_WORKING_MEM, workspaces);
    INDArray ofX = ofInput != null ? ofInput : working(x, size, workspaces);
    if (CudaLayer.serves(dataType)) {
      onGpu.backward(above, ofX, getGradientsViewArray());
    } else {
      backward(x, above, ofX, workspaces);
    }
  }

  /** Makes y the product of x and weights, plus a bias, by their names. */
  final void multiply(INDArray x, String weights, String bias, INDArray y) {
    arithmetic().multiply(x, parameter(weights), parameter(bias), y);
  }

  /** Back through {@link #multiply}: fills the gradients of x, the weights and the bias. */
  final void multiplyBack(INDArray x, String weights, String bias, INDArray above, INDArray ofX) {
    arithmetic().multiplyBack(x, parameter(weights), above, ofX, gradient(weights), gradient(bias));
  }

  private BlockArithmetic.Norm norm() {
    return new BlockArithmetic.Norm(
        parameter(BlockParameters.GAMMA), parameter(BlockParameters.BETA));
  }

  /** The layer norm that a block begins with. */
  final void normalise(INDArray x, INDArray normal) {
    arithmetic().normalise(x, norm(), normal);
  }

  /**
   * Fills the gradients of the norm's parameters and of the input.
   *
   * @param around what goes around the block and is added to the input's gradient; null for nothing
   */
  final void normaliseBack(INDArray x, INDArray ofNormal, INDArray around, INDArray ofX) {
    BlockArithmetic.Norm gradients =
        new BlockArithmetic.Norm(gradient(BlockParameters.GAMMA), gradient(BlockParameters.BETA));
    arithmetic().normaliseBack(x, norm(), ofNormal, around, ofX, gradients);
  }

  /** Room for values of each step on the way back. */
  final INDArray working(INDArray x, long columns, LayerWorkspaceMgr workspaces) {
    return room(ArrayType.BP_WORKING_MEM, x, columns, workspaces);
  }

  /** Room for values of each step. */
  final INDArray room(ArrayType use, INDArray x, long columns, LayerWorkspaceMgr workspaces) {
    long[] shape = {x.size(0), x.size(1), columns};
    return workspaces.createUninitialized(use, dataType, shape, 'c');
  }
}
