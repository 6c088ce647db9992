package io.partita.nn.conv;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;

import io.partita.nn.blas.FloatMatrix;
import java.lang.ref.Reference;

/**
 * The products of a convolution, by OpenBLAS: one for each tap, whose columns on the wide side
 * begin some later than those on the narrow one. All add to what is there.
 *
 * <p>No sum of a product is longer than {@link #DEPTH}: OpenBLAS then adds in the same order
 * whatever its number of threads.
 */
final class TapProducts {
  private static final int DEPTH = 256;

  private final Correlation sizes;
  private final TapWeights order;
  private final int rows;

  TapProducts(Correlation sizes, TapWeights order) {
    this.sizes = sizes;
    this.order = order;
    this.rows = WideSide.rows(sizes);
  }

  /** narrow += weights · wide. */
  void addNarrow(FloatMatrix weights, Side wide, Side narrow) {
    for (int tap = 0; tap < order.taps(); tap++) {
      if (!order.isUsed(tap)) {
        continue;
      }
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

  /** wide += weights, transposed, · narrow. */
  void addWide(FloatMatrix weights, Side narrow, Side wide) {
    for (int tap = 0; tap < order.taps(); tap++) {
      if (!order.isUsed(tap)) {
        continue;
      }
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

  /** weights += narrow · wide, transposed. */
  void addWeights(Side narrow, Side wide, FloatMatrix weights) {
    for (int tap = 0; tap < order.taps(); tap++) {
      if (!order.isUsed(tap)) {
        continue;
      }
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
            weights,
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
    if (n <= 0) {
      return; // A tap that meets nothing but padding.
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
