package io.partita.nn.conv;

import io.partita.nn.blas.Dense;
import io.partita.nn.vertex.OneInputGraphVertex;
import io.partita.nn.vertex.VertexPlace;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The convolution at work in a graph; {@link ConvolutionVertex} says what it computes. */
@SuppressWarnings("overrides") // DL4J's own base class writes setInputs without its dots.
final class ConvolutionGraphVertex extends OneInputGraphVertex {
  private final ConvolutionVertex config;

  ConvolutionGraphVertex(ConvolutionVertex config, VertexPlace place) {
    super(config, place);
    this.config = config;
  }

  @Override
  public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
    Correlation sizes = Correlation.of(config, inputs[0]);
    INDArray x = Dense.of(inputs[0], ArrayType.FF_WORKING_MEM, workspaces);
    INDArray weights = parameter(ConvolutionVertex.WEIGHTS);
    INDArray bias = parameter(ConvolutionVertex.BIAS);
    long[] shape = config.transposed ? sizes.wideShape() : sizes.narrowShape();
    INDArray y = workspaces.createUninitialized(ArrayType.ACTIVATIONS, dataType, shape, 'c');
    ConvolutionArithmetic arithmetic = ConvolutionArithmetic.of(sizes, dataType);
    if (config.transposed) {
      arithmetic.widen(x, weights, bias, y, workspaces);
    } else {
      arithmetic.narrow(x, weights, bias, y, workspaces);
    }
    return y;
  }

  @Override
  protected void backward(INDArray above, INDArray ofInput, LayerWorkspaceMgr workspaces) {
    Correlation sizes = Correlation.of(config, inputs[0]);
    INDArray x = Dense.of(inputs[0], ArrayType.BP_WORKING_MEM, workspaces);
    INDArray weights = parameter(ConvolutionVertex.WEIGHTS);
    INDArray ofWeights = gradient(ConvolutionVertex.WEIGHTS);
    ConvolutionArithmetic arithmetic = ConvolutionArithmetic.of(sizes, dataType);
    if (config.transposed) {
      arithmetic.backFromWide(x, above, weights, ofWeights, ofInput, workspaces);
    } else {
      arithmetic.backFromNarrow(x, above, weights, ofWeights, ofInput, workspaces);
    }
    arithmetic.addUp(above, gradient(ConvolutionVertex.BIAS));
  }
}
