package io.partita.nn.conv;

import io.partita.nn.blas.FloatMatrix;
import io.partita.nn.blas.Sums;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The convolution in 32-bit numbers on a CPU. The wide side is cut into its phases, as {@link Axis}
 * has them, by strided copies; then {@link TapProducts} multiplies, and nothing is copied for each
 * element of a kernel, as im2col would.
 *
 * <p>The copies of as many examples as {@link #CHUNK} allows lie in buffers of the layer's
 * workspace, so that their size does not depend on the batch.
 */
final class FloatConvolution extends ConvolutionArithmetic {
  /** Values of both sides' buffers that stay within a second-level cache. */
  private static final int CHUNK = 1 << 17;

  private final TapWeights order;
  private final TapProducts products;
  private final int examples;

  FloatConvolution(Correlation sizes, boolean narrows, LayerWorkspaceMgr workspaces) {
    super(sizes, narrows, workspaces);
    this.order = new TapWeights(sizes);
    this.products = new TapProducts(sizes, order);
    int ofExample = (WideSide.rows(sizes) + sizes.narrowChannels()) * WideSide.phasePlane(sizes);
    this.examples = sizes.axes() == 1 ? 1 : Math.max(1, Math.min(sizes.batch(), CHUNK / ofExample));
  }

  @Override
  void forward(INDArray x, INDArray weights, INDArray bias, INDArray y) {
    FloatMatrix ofTaps = room(order.size(), ArrayType.FF_WORKING_MEM);
    order.read(weights, ofTaps);
    Side wide = wideSide(ArrayType.FF_WORKING_MEM);
    Side narrow = narrowSide(ArrayType.FF_WORKING_MEM);
    Side from = narrows ? wide : narrow;
    Side to = narrows ? narrow : wide;
    FloatMatrix input = FloatMatrix.of(x);
    FloatMatrix output = FloatMatrix.of(y);
    float[] biases = new float[narrows ? sizes.narrowChannels() : sizes.wideChannels()];
    if (bias != null) {
      FloatMatrix.of(bias).read(0, biases, 0, biases.length);
    }
    for (int example = 0; example < sizes.batch(); example += examples) {
      int count = Math.min(examples, sizes.batch() - example);
      from.read(input, example, count);
      to.begin(output, example, count, biases);
      if (narrows) {
        products.addNarrow(ofTaps, wide, narrow);
      } else {
        products.addWide(ofTaps, narrow, wide);
      }
      to.finish();
    }
  }

  @Override
  void back(INDArray x, INDArray above, INDArray weights, INDArray ofWeights, INDArray ofX) {
    FloatMatrix ofTaps = room(order.size(), ArrayType.BP_WORKING_MEM);
    order.read(weights, ofTaps);
    FloatMatrix gradients = room(order.size(), ArrayType.BP_WORKING_MEM);
    gradients.write(0, new float[order.size()], 0, order.size());
    Side wide = wideSide(ArrayType.BP_WORKING_MEM);
    Side narrow = narrowSide(ArrayType.BP_WORKING_MEM);
    Side from = narrows ? wide : narrow;
    Side to = narrows ? narrow : wide;
    FloatMatrix input = FloatMatrix.of(x);
    FloatMatrix ofOutput = FloatMatrix.of(above);
    FloatMatrix ofInput = ofX == null ? null : FloatMatrix.of(ofX);
    float[] zeros = new float[narrows ? sizes.wideChannels() : sizes.narrowChannels()];
    for (int example = 0; example < sizes.batch(); example += examples) {
      int count = Math.min(examples, sizes.batch() - example);
      from.read(input, example, count);
      to.read(ofOutput, example, count);
      products.addWeights(narrow, wide, gradients);
      if (ofInput == null) {
        continue;
      }
      from.begin(ofInput, example, count, zeros);
      if (narrows) {
        products.addWide(ofTaps, narrow, wide);
      } else {
        products.addNarrow(ofTaps, wide, narrow);
      }
      from.finish();
    }
    order.write(gradients, ofWeights);
  }

  @Override
  void addUp(INDArray above, INDArray ofBias) {
    int channels = (int) above.size(1);
    int plane = (int) (above.length() / above.size(0) / channels);
    FloatMatrix values = FloatMatrix.of(above);
    double[] sums = new double[channels];
    float[] row = new float[plane];
    for (int k = 0; k < above.size(0) * channels; k++) {
      values.read(k * plane, row, 0, plane);
      sums[k % channels] += Sums.of(row, 0, plane);
    }
    float[] rounded = new float[channels];
    for (int channel = 0; channel < channels; channel++) {
      rounded[channel] = (float) sums[channel];
    }
    FloatMatrix.of(ofBias).write(0, rounded, 0, channels);
  }

  private Side wideSide(ArrayType use) {
    int size = WideSide.bufferSize(sizes, examples);
    return new WideSide(sizes, size == 0 ? null : room(size, use));
  }

  private Side narrowSide(ArrayType use) {
    int size = NarrowSide.bufferSize(sizes, examples);
    return new NarrowSide(sizes, examples, size == 0 ? null : room(size, use));
  }

  private FloatMatrix room(int size, ArrayType use) {
    return FloatMatrix.of(
        workspaces.createUninitialized(use, DataType.FLOAT, new long[] {size}, 'c'));
  }
}
