package io.partita.nn.attention;

import io.partita.nn.blas.FloatMatrix;
import io.partita.nn.device.cuda.Room;
import io.partita.nn.vertex.CudaLayer;
import io.partita.nn.vertex.Dropout;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A layer of a Transformer on a GPU. What it needs again on the way back it keeps, or makes again
 * where that is wide and quickly made.
 */
abstract class CudaBlock extends CudaLayer {
  final int size;

  /** Of the last forward pass. */
  int sequences;

  int steps;
  Dropout dropout;

  private final Room x = new Room(cuda);

  /**
   * @param params of the layer, a row without gaps
   */
  CudaBlock(INDArray params, int size) {
    super(params);
    this.size = size;
  }

  /**
   * Makes y.
   *
   * @param in [sequences, steps, size], c order
   */
  final void forward(INDArray in, Dropout drops, INDArray y) {
    synchronized (cuda) {
      bringWeights();
      sequences = (int) in.size(0);
      steps = (int) in.size(1);
      dropout = drops;
      cuda.upload(FloatMatrix.of(in).buffer(), x.of(in.length()));
      long out = cuda.scratch("rows", in.length());
      forward(x.at(), out);
      cuda.download(out, FloatMatrix.of(y).buffer());
    }
  }

  /**
   * Back through the last forward pass.
   *
   * @param above the gradient of y
   * @param ofX to fill
   * @param ofParams a row without gaps, to fill
   */
  final void backward(INDArray above, INDArray ofX, INDArray ofParams) {
    synchronized (cuda) {
      makeRoomForGradients();
      long up = cuda.scratch("above", above.length());
      cuda.upload(FloatMatrix.of(above).buffer(), up);
      long down = cuda.scratch("rows", above.length());
      backward(x.at(), up, down);
      cuda.download(down, FloatMatrix.of(ofX).buffer());
      fetchGradients(ofParams);
    }
  }

  /** Makes rows y of rows x. */
  abstract void forward(long x, long y);

  /** Fills the gradients of x and of all parameters. */
  abstract void backward(long x, long above, long ofX);

  final int rows() {
    return sequences * steps;
  }

  /** Numbers of all rows. */
  final long length() {
    return (long) rows() * size;
  }

  final void normalise(long from, INDArray gamma, INDArray beta, long y) {
    cuda.teams("normalise", rows(), 1, from, weight(gamma), weight(beta), y, size);
  }

  /**
   * @param beside what is added to the gradient of x; 0 for nothing
   */
  final void normaliseBack(
      long from, INDArray gamma, INDArray beta, long above, long beside, long ofX) {
    long terms = cuda.scratch("terms", length());
    cuda.teams("normalise_back", rows(), 1, from, weight(gamma), above, beside, ofX, terms, size);
    cuda.sums(terms, rows(), size, gradient(gamma));
    cuda.sums(above, rows(), size, gradient(beta));
  }

  /**
   * Makes y what the dropout leaves of rows.
   *
   * @param beside rows that are added; 0 for none
   */
  final void drop(long from, long beside, long y) {
    cuda.each("drop", length(), from, beside, dropout.key(), dropout.least(), y);
  }
}
