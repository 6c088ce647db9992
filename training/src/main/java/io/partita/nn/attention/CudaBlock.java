package io.partita.nn.attention;

import io.partita.nn.blas.FloatMatrix;
import io.partita.nn.device.Arithmetic;
import io.partita.nn.device.cuda.Cuda;
import io.partita.nn.device.cuda.Matrix;
import io.partita.nn.device.cuda.Room;
import io.partita.nn.vertex.Dropout;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A layer of a Transformer on a GPU. Rows cross to it once on each way and back, the parameters as
 * one row before the forward pass, their gradients as one row after the backward pass: what lies
 * between stays there. What the layer needs again on the way back it keeps, or makes again where
 * that is wide and quickly made.
 *
 * <p>Layers, not a network beside DL4J's graph: three of them serve every kind with a Transformer,
 * and whoever reads weights, averages them or keeps checkpoints finds them where they always were.
 * The price is what stays on the processor: embeddings, logits, the loss and Adam.
 */
abstract class CudaBlock {
  final Cuda cuda = Cuda.opened();
  final int size;

  /** Of the last forward pass. */
  int sequences;

  int steps;
  Dropout dropout;

  private final INDArray params;
  private final Room weights = new Room(cuda);
  private final Room gradients = new Room(cuda);
  private final Room x = new Room(cuda);

  /**
   * @param params of the layer, a row without gaps
   */
  CudaBlock(INDArray params, int size) {
    this.params = params;
    this.size = size;
  }

  /** Whether layers of this type are computed here. */
  static boolean serves(DataType type) {
    return type == DataType.FLOAT && Arithmetic.inUse() == Arithmetic.CUDA;
  }

  /**
   * Makes y.
   *
   * @param in [sequences, steps, size], c order
   */
  final void forward(INDArray in, Dropout drops, INDArray y) {
    synchronized (cuda) {
      cuda.enter();
      sequences = (int) in.size(0);
      steps = (int) in.size(1);
      dropout = drops;
      cuda.upload(FloatMatrix.of(params).buffer(), weights.of(params.length()));
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
      cuda.enter();
      gradients.of(ofParams.length());
      long up = cuda.scratch("above", above.length());
      cuda.upload(FloatMatrix.of(above).buffer(), up);
      long down = cuda.scratch("rows", above.length());
      backward(x.at(), up, down);
      cuda.download(down, FloatMatrix.of(ofX).buffer());
      cuda.download(gradients.at(), FloatMatrix.of(ofParams).buffer());
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

  private long offset(INDArray parameter) {
    return parameter.data().addressPointer().address() - params.data().addressPointer().address();
  }

  /** Where a parameter lies, a part of the row. */
  final long weight(INDArray parameter) {
    return weights.at() + offset(parameter);
  }

  final long gradient(INDArray parameter) {
    return gradients.at() + offset(parameter);
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

  /** Makes y from·W + b. */
  final void dense(long from, INDArray w, INDArray b, long y) {
    Matrix ofW = matrix(w, weight(w));
    Matrix ofY = Matrix.of(y, rows(), ofW.columns());
    cuda.each("repeat_row", (long) rows() * ofW.columns(), weight(b), ofW.columns(), y);
    cuda.multiply(1, Matrix.of(from, rows(), ofW.rows()), ofW, true, ofY);
  }

  /** Fills the gradients of what {@link #dense} was made from, of W and of b. */
  final void denseBack(long from, INDArray w, INDArray b, long above, long ofFrom) {
    Matrix ofW = matrix(w, weight(w));
    Matrix up = Matrix.of(above, rows(), ofW.columns());
    Matrix x = Matrix.of(from, rows(), ofW.rows());
    cuda.sums(above, rows(), ofW.columns(), gradient(b));
    cuda.multiply(1, x.t(), up, false, matrix(w, gradient(w)));
    cuda.multiply(1, up, ofW.t(), false, Matrix.of(ofFrom, rows(), ofW.rows()));
  }

  private static Matrix matrix(INDArray like, long at) {
    return Matrix.of(at, (int) like.size(0), (int) like.size(1));
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
