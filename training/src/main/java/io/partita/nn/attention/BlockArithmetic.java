package io.partita.nn.attention;

import io.partita.nn.blas.FloatMatrix;
import io.partita.nn.vertex.Dropout;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The operations of a Transformer's block on rows, a row for each step of each sequence. All arrays
 * lie in c order; their last dimension is a row's values, whatever the others are. Gradients of
 * parameters are sums over all rows.
 */
interface BlockArithmetic {
  /** Of layer normalisation, beside the variance: PyTorch's. */
  double EPSILON = 1e-5;

  /** Of GELU's approximation (Hendrycks and Gimpel, 2016): √(2/π) and the factor of the cube. */
  double GELU_SCALE = Math.sqrt(2 / Math.PI);

  double GELU_CUBE = 0.044715;

  /** The one for 32-bit numbers on a CPU, else the one that any device and type can run. */
  static BlockArithmetic of(DataType type) {
    return FloatMatrix.serves(type) ? new FloatBlocks() : new ArrayBlocks();
  }

  /**
   * A layer norm's parameters, or their gradients.
   *
   * @param gamma [values of a row]
   * @param beta [values of a row]
   */
  record Norm(INDArray gamma, INDArray beta) {}

  /** Makes y x with mean 0 and variance 1 in each row, times gamma, plus beta. */
  void normalise(INDArray x, Norm norm, INDArray y);

  /**
   * Back through {@link #normalise}.
   *
   * @param above the gradient of y
   * @param beside what is added to the gradient of x, as of a residual connection; may be null
   */
  void normaliseBack(
      INDArray x, Norm norm, INDArray above, INDArray beside, INDArray ofX, Norm ofNorm);

  /**
   * Makes y the product x·W + b.
   *
   * @param w [in, out]
   * @param b [out]
   */
  void multiply(INDArray x, INDArray w, INDArray b, INDArray y);

  /** Back through {@link #multiply}: fills the gradients of x, W and b. */
  void multiplyBack(
      INDArray x, INDArray w, INDArray above, INDArray ofX, INDArray ofW, INDArray ofB);

  /** Makes y GELU of x, by tanh: x · (1 + tanh(√(2/π) · (x + 0.044715 · x³))) / 2. */
  void gelu(INDArray x, INDArray y);

  /** Multiplies the gradient of GELU's value by GELU's slope at x. */
  void geluBack(INDArray x, INDArray gradient);

  /**
   * Turns q and k of each head, in their place, to rotary positions; see {@link RotaryAngles}.
   *
   * @param qkv [batch, steps, 3 · size]
   * @param first step
   * @param back whether to turn the other way: the way back of gradients
   */
  void rotate(INDArray qkv, int heads, int first, boolean back);

  /** Attention of each head of each sequence; see {@link AttentionVertex}. */
  interface Heads {
    /**
     * @param context [batch, steps, size], to fill
     */
    void attend(INDArray context);

    /** Back through {@link #attend}: fills the gradients of qkv and, where there is one, bias. */
    void attendBack(INDArray above, INDArray ofQkv, INDArray ofBias);
  }

  /**
   * The heads of sequences.
   *
   * @param qkv [batch, steps, 3 · size]
   * @param bias [heads, reach + 1], or null
   * @param both whether a step reads those after it, too
   */
  Heads heads(INDArray qkv, int heads, INDArray bias, boolean both);

  /** Makes y, in its place, x + dropped y. */
  void addTo(INDArray x, Dropout dropout, INDArray y);

  /** Makes y what the dropout leaves of x. */
  void drop(INDArray x, Dropout dropout, INDArray y);
}
