package io.partita.nn.attention;

import io.partita.nn.vertex.CudaLayer;
import io.partita.nn.vertex.Dropout;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Layer normalisation on a GPU, which blocks begin with; {@link LayerNormVertex} says what it is.
 */
class CudaLayerNorm extends CudaLayer {
  final int size;

  /** Of the last forward pass. */
  int sequences;

  int steps;
  Dropout dropout;

  private final INDArray gamma;
  private final INDArray beta;

  /**
   * @param params of the layer, a row without gaps
   * @param table its parts by their names
   */
  CudaLayerNorm(INDArray params, Map<String, INDArray> table) {
    super(params);
    this.gamma = table.get(BlockParameters.GAMMA);
    this.beta = table.get(BlockParameters.BETA);
    this.size = (int) gamma.length();
  }

  /**
   * Makes y.
   *
   * @param in [sequences, steps, size], c order
   */
  final void forward(INDArray in, Dropout drops, INDArray y) {
    sequences = (int) in.size(0);
    steps = (int) in.size(1);
    dropout = drops;
    pass(in, y, this::forward);
  }

  /** Goes back, see {@link #passBack}. */
  final void backward(INDArray above, INDArray ofX, INDArray ofParams) {
    passBack(above, ofX, ofParams, this::backward);
  }

  /** Makes rows of rows x. */
  long forward(long x) {
    return normalised(x);
  }

  /** Makes the gradient of x, and fills those of all parameters. */
  long backward(long above) {
    return normaliseBack(above, 0);
  }

  final int rows() {
    return sequences * steps;
  }

  /** Numbers of all rows. */
  final long length() {
    return (long) rows() * size;
  }

  final long normalised(long x) {
    long y = cuda.scratch("normal", length());
    cuda.teams("normalise", rows(), 1, x, weight(gamma), weight(beta), y, size);
    return y;
  }

  /**
   * @param beside what is added to the gradient of x; 0 for nothing
   */
  final long normaliseBack(long above, long beside) {
    long terms = cuda.scratch("terms", length());
    long ofX = cuda.scratch("rows", length());
    cuda.teams("normalise_back", rows(), 1, x.at(), weight(gamma), above, beside, ofX, terms, size);
    cuda.sums(terms, rows(), size, gradient(gamma));
    cuda.sums(above, rows(), size, gradient(beta));
    return ofX;
  }
}
