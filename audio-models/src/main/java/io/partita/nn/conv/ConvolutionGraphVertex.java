package io.partita.nn.conv;

import io.partita.nn.blas.Dense;
import io.partita.nn.blas.Doubles;
import io.partita.nn.vertex.CudaLayer;
import io.partita.nn.vertex.OneInputGraphVertex;
import io.partita.nn.vertex.VertexPlace;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The convolution at work in a graph; {@link ConvolutionVertex} says what it computes. */
@SuppressWarnings("overrides") // DL4J's own base class writes setInputs without its dots.
final class ConvolutionGraphVertex extends OneInputGraphVertex {
  private final ConvolutionVertex config;

  /** Null until this layer is computed on a GPU. */
  private transient CudaConvolution onGpu;

  ConvolutionGraphVertex(ConvolutionVertex config, VertexPlace place) {
    super(config, place);
    this.config = config;
  }

  @Override
  public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
    Correlation sizes = Correlation.of(config, inputs[0]);
    INDArray x = Dense.of(inputs[0], ArrayType.FF_WORKING_MEM, workspaces);
    long[] shape = config.transposed ? sizes.wideShape() : sizes.narrowShape();
    INDArray y = workspaces.createUninitialized(ArrayType.ACTIVATIONS, dataType, shape, 'c');
    if (CudaLayer.serves(dataType)) {
      if (onGpu == null) {
        onGpu = new CudaConvolution(config, params(), paramTable(true), CudaConvolution.MOST);
      }
      onGpu.forward(sizes, x, y);
      return y;
    }
    INDArray weights = weights(ArrayType.FF_WORKING_MEM, workspaces);
    INDArray bias = parameter(ConvolutionVertex.BIAS); // null without one
    arithmetic(sizes, workspaces).forward(x, weights, bias, y);
    return y;
  }

  private ConvolutionArithmetic arithmetic(Correlation sizes, LayerWorkspaceMgr workspaces) {
    return ConvolutionArithmetic.of(sizes, !config.transposed, dataType, workspaces);
  }

  private INDArray weights(ArrayType use, LayerWorkspaceMgr workspaces) {
    if (!config.normed) {
      return parameter(ConvolutionVertex.WEIGHTS);
    }
    INDArray directions = parameter(ConvolutionVertex.DIRECTION);
    double[] lengths = Doubles.of(parameter(ConvolutionVertex.LENGTH));
    double[] weights = WeightNorm.of(directions).weights(lengths);
    return Doubles.array(weights, directions.shape(), dataType, use, workspaces);
  }

  @Override
  protected void backward(INDArray above, INDArray ofInput, LayerWorkspaceMgr workspaces) {
    if (CudaLayer.serves(dataType)) {
      onGpu.backward(above, ofInput, getGradientsViewArray());
      return;
    }
    Correlation sizes = Correlation.of(config, inputs[0]);
    INDArray x = Dense.of(inputs[0], ArrayType.BP_WORKING_MEM, workspaces);
    INDArray weights = weights(ArrayType.BP_WORKING_MEM, workspaces);
    INDArray ofWeights =
        config.normed
            ? workspaces.createUninitialized(
                ArrayType.BP_WORKING_MEM, dataType, weights.shape(), 'c')
            : gradient(ConvolutionVertex.WEIGHTS);
    ConvolutionArithmetic arithmetic = arithmetic(sizes, workspaces);
    arithmetic.back(x, above, weights, ofWeights, ofInput);
    if (!config.bare) {
      arithmetic.addUp(above, gradient(ConvolutionVertex.BIAS));
    }
    if (config.normed) {
      backThroughNorm(Doubles.of(ofWeights));
    }
  }

  private void backThroughNorm(double[] ofWeights) {
    WeightNorm norm = WeightNorm.of(parameter(ConvolutionVertex.DIRECTION));
    double[] lengths = Doubles.of(parameter(ConvolutionVertex.LENGTH));
    double[] ofLengths = norm.ofLengths(ofWeights);
    Doubles.put(ofLengths, gradient(ConvolutionVertex.LENGTH));
    Doubles.put(
        norm.ofDirections(ofWeights, lengths, ofLengths), gradient(ConvolutionVertex.DIRECTION));
  }
}
