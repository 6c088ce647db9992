package io.partita.nn.device.cuda;

/** Products of matrices on the GPU. */
interface Products {
  /**
   * Makes c scale · a·b, or adds that to c, for each of the batch.
   *
   * @param c not transposed
   */
  void multiply(float scale, Matrix a, Matrix b, boolean add, Matrix c);
}
