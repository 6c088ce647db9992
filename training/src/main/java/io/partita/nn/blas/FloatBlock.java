package io.partita.nn.blas;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;

import java.lang.ref.Reference;
import org.bytedeco.javacpp.FloatPointer;

/**
 * A block of a matrix: some columns of some rows, as an attention head's of one sequence. The
 * blocks of one product come of matrices of their own, though over the same memory: a matrix points
 * to one place at a time.
 *
 * @param first index of the block's first value in the matrix
 */
public record FloatBlock(FloatMatrix matrix, int first, int rows, int columns) {
  /** Makes this scale · a·b, where a and b may be transposed first; or adds it to this. */
  public void multiply(
      float scale,
      FloatBlock a,
      boolean transposeA,
      FloatBlock b,
      boolean transposeB,
      boolean add) {
    try {
      cblas_sgemm(
          CblasRowMajor,
          transposeA ? CblasTrans : CblasNoTrans,
          transposeB ? CblasTrans : CblasNoTrans,
          rows,
          columns,
          transposeA ? a.rows : a.columns,
          scale,
          a.at(),
          a.matrix.columns(),
          b.at(),
          b.matrix.columns(),
          add ? 1 : 0,
          at(),
          matrix.columns());
    } finally {
      Reference.reachabilityFence(a.matrix.array());
      Reference.reachabilityFence(b.matrix.array());
      Reference.reachabilityFence(matrix.array());
    }
  }

  private FloatPointer at() {
    return matrix.values().position(first);
  }
}
