package io.partita.conv;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;

import io.partita.lstm.FloatMatrix;
import java.lang.ref.Reference;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The convolution in 32-bit numbers on a CPU, by OpenBLAS. The wide side is cut into its phases, as
 * {@link Axis} has them, by strided copies; then each tap is a product of its weights and the same
 * rows, some columns later, and nothing is copied for each element of a kernel as im2col would.
 *
 * <p>The copies of as many examples as {@link #CHUNK} allows lie in buffers of the layer's
 * workspace, so that their size does not depend on the batch. No sum of a product is longer than
 * {@link #DEPTH}: OpenBLAS then adds in the same order whatever its number of threads.
 */
final class FloatConvolution implements ConvolutionArithmetic {
  /** Values of both sides' buffers that stay within a second-level cache. */
  private static final int CHUNK = 1 << 17;

  private static final int DEPTH = 256;

  private final Correlation sizes;
  private final TapWeights order;
  private final int rows;
  private final int examples;

  FloatConvolution(Correlation sizes) {
    this.sizes = sizes;
    this.order = new TapWeights(sizes);
    this.rows = WideSide.rows(sizes);
    int ofExample = (rows + sizes.narrowChannels()) * WideSide.phasePlane(sizes);
    this.examples =
        sizes.axes() == 1 ? 1 : Math.max(1, Math.min(sizes.batch(), CHUNK / ofExample));
  }

  @Override
  public void narrow(
      INDArray wide,
      INDArray weights,
      INDArray bias,
      INDArray narrow,
      LayerWorkspaceMgr workspaces) {
    ArrayType use = ArrayType.FF_WORKING_MEM;
    FloatMatrix ofTaps = weights(weights, use, workspaces);
    Side from = wideSide(use, workspaces);
    Side to = narrowSide(use, workspaces);
    float[] biases = values(bias);
    for (int example = 0; example < sizes.batch(); example += examples) {
      int count = Math.min(examples, sizes.batch() - example);
      from.read(FloatMatrix.of(wide), example, count);
      to.begin(FloatMatrix.of(narrow), example, count, biases);
      addNarrow(ofTaps, from, to);
      to.finish();
    }
  }

  @Override
  public void widen(
      INDArray narrow,
      INDArray weights,
      INDArray bias,
      INDArray wide,
      LayerWorkspaceMgr workspaces) {
    ArrayType use = ArrayType.FF_WORKING_MEM;
    FloatMatrix ofTaps = weights(weights, use, workspaces);
    Side from = narrowSide(use, workspaces);
    Side to = wideSide(use, workspaces);
    float[] biases = values(bias);
    for (int example = 0; example < sizes.batch(); example += examples) {
      int count = Math.min(examples, sizes.batch() - example);
      from.read(FloatMatrix.of(narrow), example, count);
      to.begin(FloatMatrix.of(wide), example, count, biases);
      addWide(ofTaps, from, to);
      to.finish();
    }
  }

  @Override
  public void backFromNarrow(
      INDArray wide,
      INDArray above,
      INDArray weights,
      INDArray ofWeights,
      INDArray ofWide,
      LayerWorkspaceMgr workspaces) {
    ArrayType use = ArrayType.BP_WORKING_MEM;
    FloatMatrix ofTaps = weights(weights, use, workspaces);
    FloatMatrix gradients = room(order.size(), use, workspaces);
    gradients.array().assign(0);
    Side wideSide = wideSide(use, workspaces);
    Side narrowSide = narrowSide(use, workspaces);
    float[] zeros = new float[sizes.wideChannels()];
    for (int example = 0; example < sizes.batch(); example += examples) {
      int count = Math.min(examples, sizes.batch() - example);
      wideSide.read(FloatMatrix.of(wide), example, count);
      narrowSide.read(FloatMatrix.of(above), example, count);
      addWeights(narrowSide, wideSide, gradients);
      if (ofWide != null) {
        wideSide.begin(FloatMatrix.of(ofWide), example, count, zeros);
        addWide(ofTaps, narrowSide, wideSide);
        wideSide.finish();
      }
    }
    order.write(gradients, ofWeights);
  }

  @Override
  public void backFromWide(
      INDArray narrow,
      INDArray above,
      INDArray weights,
      INDArray ofWeights,
      INDArray ofNarrow,
      LayerWorkspaceMgr workspaces) {
    ArrayType use = ArrayType.BP_WORKING_MEM;
    FloatMatrix ofTaps = weights(weights, use, workspaces);
    FloatMatrix gradients = room(order.size(), use, workspaces);
    gradients.array().assign(0);
    Side wideSide = wideSide(use, workspaces);
    Side narrowSide = narrowSide(use, workspaces);
    float[] zeros = new float[sizes.narrowChannels()];
    for (int example = 0; example < sizes.batch(); example += examples) {
      int count = Math.min(examples, sizes.batch() - example);
      wideSide.read(FloatMatrix.of(above), example, count);
      narrowSide.read(FloatMatrix.of(narrow), example, count);
      addWeights(narrowSide, wideSide, gradients);
      if (ofNarrow != null) {
        narrowSide.begin(FloatMatrix.of(ofNarrow), example, count, zeros);
        addNarrow(ofTaps, wideSide, narrowSide);
        narrowSide.finish();
      }
    }
    order.write(gradients, ofWeights);
  }

  @Override
  public void addUp(INDArray above, INDArray ofBias) {
    int channels = (int) above.size(1);
    int plane = (int) (above.length() / above.size(0) / channels);
    FloatMatrix values = FloatMatrix.of(above);
    double[] sums = new double[channels];
    float[] row = new float[plane];
    Lanes lanes = new Lanes();
    for (int k = 0; k < above.size(0) * channels; k++) {
      values.read(k * plane, row, 0, plane);
      sums[k % channels] += lanes.sum(row, 0, plane);
    }
    float[] rounded = new float[channels];
    for (int channel = 0; channel < channels; channel++) {
      rounded[channel] = (float) sums[channel];
    }
    FloatMatrix.of(ofBias).write(0, rounded, 0, channels);
  }

  private FloatMatrix weights(INDArray weights, ArrayType use, LayerWorkspaceMgr workspaces) {
    FloatMatrix ofTaps = room(order.size(), use, workspaces);
    order.read(weights, ofTaps);
    return ofTaps;
  }

  private Side wideSide(ArrayType use, LayerWorkspaceMgr workspaces) {
    return new WideSide(sizes, room(WideSide.bufferSize(sizes, examples), use, workspaces));
  }

  private Side narrowSide(ArrayType use, LayerWorkspaceMgr workspaces) {
    return new NarrowSide(
        sizes, examples, room(NarrowSide.bufferSize(sizes, examples), use, workspaces));
  }

  private static FloatMatrix room(int size, ArrayType use, LayerWorkspaceMgr workspaces) {
    return size == 0
        ? null
        : FloatMatrix.of(
            workspaces.createUninitialized(use, DataType.FLOAT, new long[] {size}, 'c'));
  }

  private static float[] values(INDArray array) {
    float[] values = new float[(int) array.length()];
    FloatMatrix.of(array).read(0, values, 0, values.length);
    return values;
  }

  private void addNarrow(FloatMatrix weights, Side wide, Side narrow) {
    for (int tap = 0; tap < order.taps(); tap++) {
      int offset = WideSide.offset(sizes, tap);
      int first = Math.max(0, -offset);
      int columns = Math.min(narrow.columns(), wide.columns() - offset) - first;
      for (int row = 0; row < rows; row += DEPTH) {
        multiply(
            CblasNoTrans,
            CblasNoTrans,
            sizes.narrowChannels(),
            columns,
            Math.min(DEPTH, rows - row),
            weights,
            order.first(tap) + row,
            rows,
            wide.memory(),
            wide.row(row) + first + offset,
            wide.columns(),
            narrow.memory(),
            narrow.row(0) + first,
            narrow.columns());
      }
    }
  }

  private void addWide(FloatMatrix weights, Side narrow, Side wide) {
    for (int tap = 0; tap < order.taps(); tap++) {
      int offset = WideSide.offset(sizes, tap);
      int first = Math.max(0, -offset);
      int columns = Math.min(narrow.columns(), wide.columns() - offset) - first;
      for (int row = 0; row < sizes.narrowChannels(); row += DEPTH) {
        multiply(
            CblasTrans,
            CblasNoTrans,
            rows,
            columns,
            Math.min(DEPTH, sizes.narrowChannels() - row),
            weights,
            order.first(tap) + row * rows,
            rows,
            narrow.memory(),
            narrow.row(row) + first,
            narrow.columns(),
            wide.memory(),
            wide.row(0) + first + offset,
            wide.columns());
      }
    }
  }

  private void addWeights(Side narrow, Side wide, FloatMatrix gradients) {
    for (int tap = 0; tap < order.taps(); tap++) {
      int offset = WideSide.offset(sizes, tap);
      int first = Math.max(0, -offset);
      int end = Math.min(narrow.columns(), wide.columns() - offset);
      for (int column = first; column < end; column += DEPTH) {
        multiply(
            CblasNoTrans,
            CblasTrans,
            sizes.narrowChannels(),
            rows,
            Math.min(DEPTH, end - column),
            narrow.memory(),
            narrow.row(0) + column,
            narrow.columns(),
            wide.memory(),
            wide.row(0) + column + offset,
            wide.columns(),
            gradients,
            order.first(tap),
            rows);
      }
    }
  }

  /** c += a·b, where a is [m, k] and b [k, n], each perhaps transposed in memory. */
  private static void multiply(
      int transposeA,
      int transposeB,
      int m,
      int n,
      int k,
      FloatMatrix a,
      long firstOfA,
      int columnsOfA,
      FloatMatrix b,
      long firstOfB,
      int columnsOfB,
      FloatMatrix c,
      long firstOfC,
      int columnsOfC) {
    if (n <= 0 || k <= 0) {
      return; // A tap that meets padding only.
    }
    try {
      cblas_sgemm(
          CblasRowMajor,
          transposeA,
          transposeB,
          m,
          n,
          k,
          1,
          a.values().position(firstOfA),
          columnsOfA,
          b.values().position(firstOfB),
          columnsOfB,
          1,
          c.values().position(firstOfC),
          columnsOfC);
    } finally {
      Reference.reachabilityFence(a.array());
      Reference.reachabilityFence(b.array());
      Reference.reachabilityFence(c.array());
    }
  }
}
