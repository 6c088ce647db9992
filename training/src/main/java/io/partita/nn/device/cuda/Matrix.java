package io.partita.nn.device.cuda;

/**
 * Matrices of 32-bit numbers on the GPU, one for each of a batch.
 *
 * @param at address of the first number
 * @param rows of one of them, as it is meant
 * @param columns of one of them, as it is meant
 * @param step numbers from one row, as it lies there, to the next
 * @param next numbers from one matrix to the next; 0 where all are the same, or there is one
 * @param count of the batch, 1 … 65535
 * @param transposed whether the transpose of what lies there is meant
 */
public record Matrix(
    long at, int rows, int columns, int step, long next, int count, boolean transposed) {
  /** One matrix without gaps. */
  public static Matrix of(long at, int rows, int columns) {
    return new Matrix(at, rows, columns, columns, 0, 1, false);
  }

  /** So many, one after another without gaps. */
  public static Matrix of(long at, int rows, int columns, int count) {
    return new Matrix(at, rows, columns, columns, (long) rows * columns, count, false);
  }

  /** The transpose. */
  public Matrix t() {
    return new Matrix(at, /* rows= */ columns, /* columns= */ rows, step, next, count, !transposed);
  }
}
