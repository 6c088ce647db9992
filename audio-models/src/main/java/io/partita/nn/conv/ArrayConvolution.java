package io.partita.nn.conv;

import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/** The convolution in ND4J's operations: any floating type, any device. */
final class ArrayConvolution implements ConvolutionArithmetic {
  private final Correlation sizes;

  ArrayConvolution(Correlation sizes) {
    this.sizes = sizes;
  }

  @Override
  public void narrow(
      INDArray wide,
      INDArray weights,
      INDArray bias,
      INDArray narrow,
      LayerWorkspaceMgr workspaces) {
    convolve(wide, weights, narrow);
    addBias(narrow, bias);
  }

  /** What a convolution would hand back to its input. */
  @Override
  public void widen(
      INDArray narrow,
      INDArray weights,
      INDArray bias,
      INDArray wide,
      LayerWorkspaceMgr workspaces) {
    INDArray anyInput =
        workspaces.create(ArrayType.FF_WORKING_MEM, wide.dataType(), wide.shape(), 'c');
    INDArray unused =
        workspaces.create(ArrayType.FF_WORKING_MEM, wide.dataType(), weights.shape(), 'c');
    back(anyInput, weights, narrow, wide, unused);
    addBias(wide, bias);
  }

  @Override
  public void backFromNarrow(
      INDArray wide,
      INDArray above,
      INDArray weights,
      INDArray ofWeights,
      INDArray ofWide,
      LayerWorkspaceMgr workspaces) {
    INDArray room =
        ofWide != null
            ? ofWide
            : workspaces.createUninitialized(
                ArrayType.BP_WORKING_MEM, wide.dataType(), wide.shape(), 'c');
    back(wide, weights, above, room, ofWeights);
  }

  @Override
  public void backFromWide(
      INDArray narrow,
      INDArray above,
      INDArray weights,
      INDArray ofWeights,
      INDArray ofNarrow,
      LayerWorkspaceMgr workspaces) {
    INDArray unused =
        workspaces.createUninitialized(
            ArrayType.BP_WORKING_MEM, above.dataType(), above.shape(), 'c');
    back(above, weights, narrow, unused, ofWeights);
    if (ofNarrow != null) {
      convolve(above, weights, ofNarrow);
    }
  }

  @Override
  public void addUp(INDArray above, INDArray ofBias) {
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

  private void back(
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

  private static void addBias(INDArray to, INDArray bias) {
    if (bias != null) {
      planes(to).addi(bias.reshape(1, bias.length(), 1));
    }
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
