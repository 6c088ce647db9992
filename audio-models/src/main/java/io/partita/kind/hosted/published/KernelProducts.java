package io.partita.kind.hosted.published;

import io.partita.nn.blas.FloatBlock;
import io.partita.nn.blas.FloatMatrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Products of rows of numbers with the taps of a kernel, [in, out] each. Used by one thread at a
 * time.
 */
interface KernelProducts {
  /**
   * By OpenBLAS for 32-bit numbers on a CPU, else by what serves everywhere.
   *
   * @param weights [taps][in][out]
   * @param rows most rows of y
   * @param rowsOfX most rows of x
   */
  static KernelProducts of(float[] weights, int in, int out, int stride, int rows, int rowsOfX) {
    return FloatMatrix.serves(DataType.FLOAT)
        ? new OpenBlas(weights, in, out, stride, rows, rowsOfX)
        : new Nd4jOps(weights, in, out, stride);
  }

  /**
   * Adds to each row n of y the products of rows n·stride + tap·dilation of x with each tap.
   *
   * @param x [rowsOfX][in], beginning at its first value
   * @param y [rows][out]
   */
  void add(float[] x, int rowsOfX, int dilation, float[] y, int rows);

  /** Through memory that OpenBLAS reaches, of a chunk that stays within a second-level cache. */
  final class OpenBlas implements KernelProducts {
    private final int in;
    private final int out;
    private final FloatMatrix weights;
    private final FloatMatrix x;

    /** x, with one row of it for each row of y. */
    private final FloatMatrix strided;

    private final FloatMatrix y;

    OpenBlas(float[] weights, int in, int out, int stride, int rows, int rowsOfX) {
      this.in = in;
      this.out = out;
      this.weights = FloatMatrix.of(Nd4j.createFromArray(weights).reshape(-1, out));
      this.x = room(rowsOfX, in);
      this.strided = new FloatMatrix(x.array(), x.values(), x.buffer(), stride * in);
      this.y = room(rows, out);
    }

    private static FloatMatrix room(int rows, int columns) {
      long[] shape = {rows, columns};
      return FloatMatrix.of(Nd4j.createUninitialized(DataType.FLOAT, shape, 'c'));
    }

    @Override
    public void add(float[] values, int rowsOfX, int dilation, float[] sums, int rows) {
      x.write(0, rowsOfX, values);
      y.write(0, rows, sums);
      FloatBlock to = new FloatBlock(y, 0, rows, out);
      int taps = (int) weights.array().size(0) / in;
      for (int tap = 0; tap < taps; tap++) {
        FloatBlock heard = new FloatBlock(strided, tap * dilation * in, rows, in);
        FloatBlock of = new FloatBlock(weights, tap * in * out, in, out);
        to.multiply(1, heard, false, of, false, true);
      }
      y.read(0, rows, sums);
    }
  }

  /** In ND4J's operations. */
  final class Nd4jOps implements KernelProducts {
    private final int stride;
    private final List<INDArray> taps = new ArrayList<>();

    Nd4jOps(float[] weights, int in, int out, int stride) {
      this.stride = stride;
      INDArray all = Nd4j.createFromArray(weights).reshape(-1, in, out);
      for (int tap = 0; tap < all.size(0); tap++) {
        taps.add(all.get(NDArrayIndex.point(tap)).reshape(in, out));
      }
    }

    @Override
    public void add(float[] values, int rowsOfX, int dilation, float[] sums, int rows) {
      long in = taps.get(0).size(0);
      long out = taps.get(0).size(1);
      INDArray x = array(values, rowsOfX, in);
      INDArray y = array(sums, rows, out);
      for (int tap = 0; tap < taps.size(); tap++) {
        long first = (long) tap * dilation;
        INDArray heard =
            x.get(
                NDArrayIndex.interval(first, stride, first + (rows - 1L) * stride + 1),
                NDArrayIndex.all());
        y.addi(heard.dup('c').mmul(taps.get(tap)));
      }
      System.arraycopy(y.dup('c').data().asFloat(), 0, sums, 0, (int) (rows * out));
    }

    private static INDArray array(float[] values, long rows, long columns) {
      float[] used = Arrays.copyOf(values, (int) (rows * columns));
      return Nd4j.createFromArray(used).reshape(rows, columns);
    }
  }
}
