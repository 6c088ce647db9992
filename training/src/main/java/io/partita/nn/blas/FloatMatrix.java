package io.partita.nn.blas;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemv;

import io.partita.nn.device.Arithmetic;
import java.lang.ref.Reference;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Rows of 32-bit numbers in native memory, c order without gaps, for BLAS and for plain loops. Used
 * by one thread at a time.
 *
 * @param array whose memory it is: ND4J frees it once nobody can reach the array, which the
 *     compiler may find before a call that only has the pointer has ended
 * @param values moved to the row that a call begins at
 * @param buffer the same memory
 */
public record FloatMatrix(INDArray array, FloatPointer values, FloatBuffer buffer, int columns) {
  /** Whether arrays of this type are computed with here: 32 bits, on the processor. */
  public static boolean serves(DataType type) {
    return type == DataType.FLOAT && Arithmetic.inUse() != Arithmetic.ND4J;
  }

  /** Over the memory of an array in c order without gaps; its last dimension are the columns. */
  public static FloatMatrix of(INDArray array) {
    FloatPointer values = new FloatPointer(array.data().addressPointer()).capacity(array.length());
    return new FloatMatrix(array, values, values.asBuffer(), (int) array.size(array.rank() - 1));
  }

  /** The rows from one on; the same memory. */
  public FloatMatrix from(int row) {
    long skipped = (long) row * columns;
    FloatPointer rows = values.position(0).getPointer(skipped).capacity(array.length() - skipped);
    return new FloatMatrix(array, rows, rows.asBuffer(), columns);
  }

  /** Copies rows to the beginning of an array on the heap. */
  public void read(int firstRow, int rows, float[] into) {
    read(firstRow * columns, into, 0, rows * columns);
  }

  /** Copies values from an index on to the heap. */
  public void read(int index, float[] into, int first, int count) {
    try {
      buffer.get(index, into, first, count);
    } finally {
      Reference.reachabilityFence(array);
    }
  }

  /** Copies the beginning of an array on the heap to rows. */
  public void write(int firstRow, int rows, float[] from) {
    write(firstRow * columns, from, 0, rows * columns);
  }

  /** Copies values from the heap to an index on. */
  public void write(int index, float[] from, int first, int count) {
    try {
      buffer.put(index, from, first, count);
    } finally {
      Reference.reachabilityFence(array);
    }
  }

  /** Makes some rows of this the product a·b, or adds it to them. */
  public void multiply(
      int firstRow, FloatMatrix a, int firstRowOfA, int rowsOfA, FloatMatrix b, boolean add) {
    Part factor = a.rows(firstRowOfA, false);
    product(rowsOfA, columns, a.columns, factor, b.rows(0, false), add, rows(firstRow, false));
  }

  /** Makes rows from the first one on the product a·bᵀ. */
  public void multiplyByTransposed(FloatMatrix a, int rowsOfA, FloatMatrix b) {
    Part factor = a.rows(0, false);
    product(rowsOfA, columns, a.columns, factor, b.rows(0, true), false, rows(0, false));
  }

  /**
   * Makes this, [n, rows], the product w·aᵀ or wᵀ·aᵀ with a few rows of a: a·wᵀ or a·w, transposed.
   * OpenBLAS works with many rows and few columns a third faster than with few rows and many
   * columns.
   */
  public void multiplyAcross(FloatMatrix w, boolean transposeW, FloatMatrix a, int firstRowOfA) {
    int rows = (int) array.size(0);
    Part across = a.rows(firstRowOfA, true);
    product(rows, columns, a.columns, w.rows(0, transposeW), across, false, rows(0, false));
  }

  /**
   * Makes the first row of this the product of the first row of a and b, which is read once: for
   * one row alone several times faster than a product of matrices.
   */
  public void multiplyRow(FloatMatrix a, FloatMatrix b) {
    multiplyRow(0, a, b, false);
  }

  /**
   * Makes a row of this the product of the same row of a, and b. Up to eight rows are faster so,
   * one by one, than by their matrix; its last bits may be others.
   *
   * @param add to what this row is
   */
  public void multiplyRow(int row, FloatMatrix a, FloatMatrix b, boolean add) {
    try {
      cblas_sgemv(
          CblasRowMajor,
          CblasTrans,
          a.columns,
          columns,
          1,
          b.at(0),
          columns,
          a.at(row),
          1,
          add ? 1 : 0,
          at(row),
          1);
    } finally {
      Reference.reachabilityFence(a.array);
      Reference.reachabilityFence(b.array);
      Reference.reachabilityFence(array);
    }
  }

  /** Makes this the product of the transpose of some rows of a, and the same rows of b. */
  public void multiplyTransposed(FloatMatrix a, FloatMatrix b, int firstRow, int rows) {
    Part transposed = a.rows(firstRow, true);
    product(a.columns, columns, rows, transposed, b.rows(firstRow, false), false, rows(0, false));
  }

  /**
   * A matrix within the memory of another.
   *
   * @param first index of its first value
   * @param columns from the beginning of a row to that of the next
   * @param transposed whether it is the transpose of what is there
   */
  public record Part(FloatMatrix of, long first, int columns, boolean transposed) {
    private FloatPointer start() {
      return of.values.position(first);
    }

    private int order() {
      return transposed ? CblasTrans : CblasNoTrans;
    }
  }

  private Part rows(int first, boolean transposed) {
    return new Part(this, (long) first * columns, columns, transposed);
  }

  /** Makes c the product a·b, or adds it, where a is [m, k] and b [k, n]. */
  public static void product(int m, int n, int k, Part a, Part b, boolean add, Part c) {
    try {
      cblas_sgemm(
          CblasRowMajor,
          a.order(),
          b.order(),
          m,
          n,
          k,
          1,
          a.start(),
          a.columns,
          b.start(),
          b.columns,
          add ? 1 : 0,
          c.start(),
          c.columns);
    } finally {
      Reference.reachabilityFence(a.of.array);
      Reference.reachabilityFence(b.of.array);
      Reference.reachabilityFence(c.of.array);
    }
  }

  private FloatPointer at(int row) {
    return values.position((long) row * columns);
  }
}
