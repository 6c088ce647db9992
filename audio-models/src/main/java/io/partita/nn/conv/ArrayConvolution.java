package io.partita.nn.conv;

import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/** The convolution in ND4J's operations: any floating type, any device. */
final class ArrayConvolution extends ConvolutionArithmetic {
  ArrayConvolution(Correlation sizes, boolean narrows, LayerWorkspaceMgr workspaces) {
    super(sizes, narrows, workspaces);
  }

  /** A transposed convolution is what a convolution would hand back to its input. */
  @Override
  void forward(INDArray x, INDArray weights, INDArray bias, INDArray y) {
    if (narrows) {
      convolve(x, weights, y);
    } else {
      INDArray anyInput = workspaces.create(ArrayType.FF_WORKING_MEM, y.dataType(), y.shape(), 'c');
      INDArray unused =
          workspaces.create(ArrayType.FF_WORKING_MEM, y.dataType(), weights.shape(), 'c');
      backToWide(anyInput, weights, x, y, unused);
    }
    if (bias != null) {
      planes(y).addi(bias.reshape(1, bias.length(), 1));
    }
  }

  @Override
  void back(INDArray x, INDArray above, INDArray weights, INDArray ofWeights, INDArray ofX) {
    if (narrows) {
      backToWide(x, weights, above, ofX != null ? ofX : room(x), ofWeights);
    } else {
      backToWide(above, weights, x, room(above), ofWeights);
      if (ofX != null) {
        convolve(above, weights, ofX);
      }
    }
  }

  private INDArray room(INDArray like) {
    return workspaces.createUninitialized(
        ArrayType.BP_WORKING_MEM, like.dataType(), like.shape(), 'c');
  }

  @Override
  void addUp(INDArray above, INDArray ofBias) {
    ofBias.assign(planes(above).sum(0, 2));
  }

  private void convolve(INDArray wide, INDArray weights, INDArray narrow) {
    Nd4j.exec(
        DynamicCustomOp.builder("conv2d")
            .addInputs(wide(wide), kernels(weights))
            .addOutputs(narrow(narrow))
            .addIntegerArguments(arguments())
            .build());
  }

  private void backToWide(
      INDArray wide, INDArray weights, INDArray above, INDArray ofWide, INDArray ofWeights) {
    INDArray dense = ofWeights.ulike();
    Nd4j.exec(
        DynamicCustomOp.builder("conv2d_bp")
            .addInputs(wide(wide), kernels(weights), narrow(above))
            .addOutputs(wide(ofWide), kernels(dense))
            .addIntegerArguments(arguments())
            .build());
    ofWeights.assign(dense);
  }

  /** Kernel, stride, padding, dilation, paddings as given, channels first, as are the weights'. */
  private int[] arguments() {
    Axis h = sizes.height();
    Axis w = sizes.width();
    return new int[] {
      h.kernel(),
      w.kernel(),
      h.stride(),
      w.stride(),
      h.padding(),
      w.padding(),
      h.dilation(),
      w.dilation(),
      0,
      0,
      1
    };
  }

  private static INDArray planes(INDArray array) {
    long size = array.length() / array.size(0) / array.size(1);
    return array.reshape('c', array.size(0), array.size(1), size);
  }

  private INDArray wide(INDArray array) {
    return array.reshape(
        'c', sizes.batch(), sizes.wideChannels(), sizes.height().wide(), sizes.width().wide());
  }

  private INDArray narrow(INDArray array) {
    return array.reshape(
        'c',
        sizes.batch(),
        sizes.narrowChannels(),
        sizes.height().narrow(),
        sizes.width().narrow());
  }

  private INDArray kernels(INDArray weights) {
    return weights.reshape(
        'c',
        sizes.narrowChannels(),
        sizes.wideChannels(),
        sizes.height().kernel(),
        sizes.width().kernel());
  }
}
