package io.partita.kind.groovae;

/** Solutions of linear equations with a positive definite matrix. */
final class Cholesky {
  private Cholesky() {}

  /** Cholesky's factor in place of the lower half of a positive definite matrix. */
  static void factorise(double[][] matrix) {
    for (int row = 0; row < matrix.length; row++) {
      double[] of = matrix[row];
      for (int column = 0; column <= row; column++) {
        double[] above = matrix[column];
        double sum = of[column];
        for (int k = 0; k < column; k++) {
          sum -= of[k] * above[k];
        }
        of[column] = column == row ? Math.sqrt(sum) : sum / above[column];
      }
    }
  }

  /**
   * @param x the right side, followed by anything; the solution on return
   */
  static void solve(double[][] factor, double[] x) {
    for (int row = 0; row < factor.length; row++) {
      for (int k = 0; k < row; k++) {
        x[row] -= factor[row][k] * x[k];
      }
      x[row] /= factor[row][row];
    }
    for (int row = factor.length - 1; row >= 0; row--) {
      for (int k = row + 1; k < factor.length; k++) {
        x[row] -= factor[k][row] * x[k];
      }
      x[row] /= factor[row][row];
    }
  }
}
