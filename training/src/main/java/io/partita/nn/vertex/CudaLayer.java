package io.partita.nn.vertex;

import io.partita.nn.blas.FloatMatrix;
import io.partita.nn.device.Arithmetic;
import io.partita.nn.device.cuda.Cuda;
import io.partita.nn.device.cuda.Matrix;
import io.partita.nn.device.cuda.Room;
import java.lang.ref.Reference;
import java.util.function.LongUnaryOperator;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A vertex with parameters on a GPU. Its input crosses to it once on each way and back. Parameters
 * and gradients stay there in the network's {@link CudaRow} while that trains there; else they
 * cross as one row each, before the forward pass and after the backward pass. Its callers hold the
 * lock of {@link #cuda}.
 *
 * <p>Vertices, not a network beside DL4J's graph: a few of them serve every kind, and code that
 * reads weights, averages them or keeps checkpoints finds them where they always were.
 */
public abstract class CudaLayer {
  protected final Cuda cuda = Cuda.opened();

  /** The input of the last forward pass. */
  protected final Room x = new Room(cuda);

  private final INDArray params;
  private final Room weights = new Room(cuda);
  private final Room gradients = new Room(cuda);

  /** The network's, of the last forward pass; null where it does not train there. */
  private CudaRow row;

  /**
   * @param params of the vertex, a row without gaps
   */
  protected CudaLayer(INDArray params) {
    this.params = params;
  }

  /** Whether vertices of this type are computed here. */
  public static boolean serves(DataType type) {
    return type == DataType.FLOAT && Arithmetic.inUse() == Arithmetic.CUDA;
  }

  /**
   * A forward pass.
   *
   * @param in c order
   * @param y to fill, c order
   * @param work takes x and makes y, as their addresses
   */
  protected final void pass(INDArray in, INDArray y, LongUnaryOperator work) {
    synchronized (cuda) {
      bringWeights();
      long from = bring(in, x.of(in.length()));
      cuda.download(work.applyAsLong(from), FloatMatrix.of(y).buffer());
    }
  }

  /**
   * Back through the last forward pass.
   *
   * @param above the gradient of y, c order
   * @param ofX to fill, c order; null where nobody asks for it
   * @param ofParams a row without gaps, to fill
   * @param work takes the gradient of y, fills those of all parameters and makes that of x
   */
  protected final void passBack(
      INDArray above, INDArray ofX, INDArray ofParams, LongUnaryOperator work) {
    synchronized (cuda) {
      makeRoomForGradients();
      long down = work.applyAsLong(bring(above, cuda.scratch("above", above.length())));
      if (ofX != null) {
        cuda.download(down, FloatMatrix.of(ofX).buffer());
      }
      fetchGradients(ofParams);
    }
  }

  /** Copies an array, c order, and says where it is. */
  protected final long bring(INDArray from, long to) {
    try {
      cuda.upload(FloatMatrix.of(from).buffer(), to);
    } finally {
      Reference.reachabilityFence(from); // of which the caller may have no other reference
    }
    return to;
  }

  /** Before a forward pass: makes this thread one that may use the GPU, and brings the weights. */
  protected final void bringWeights() {
    cuda.enter();
    row = CudaRow.with(params);
    if (row == null) {
      cuda.upload(FloatMatrix.of(params).buffer(), weights.of(params.length()));
    }
  }

  /** Before a backward pass. */
  protected final void makeRoomForGradients() {
    cuda.enter();
    if (row == null) {
      gradients.of(params.length());
    }
  }

  /**
   * After a backward pass that has filled the gradients of all parameters: says so to the network's
   * row, or brings them.
   *
   * @param ofParams a row without gaps, to fill where the network does not train on the GPU
   */
  protected final void fetchGradients(INDArray ofParams) {
    if (row == null) {
      cuda.download(gradients.at(), FloatMatrix.of(ofParams).buffer());
    } else {
      row.filled(params);
    }
  }

  private long offset(INDArray parameter) {
    return CudaRow.address(parameter) - CudaRow.address(params);
  }

  /** Where a parameter lies, a part of the row. */
  protected final long weight(INDArray parameter) {
    return (row == null ? weights.at() : row.weights(params)) + offset(parameter);
  }

  /** Where its gradient lies. */
  protected final long gradient(INDArray parameter) {
    return (row == null ? gradients.at() : row.gradients(params)) + offset(parameter);
  }

  /** The weights of a dense layer, [in, out], as they lie on the GPU. */
  protected final Matrix weights(INDArray w) {
    return Matrix.of(weight(w), (int) w.size(0), (int) w.size(1));
  }

  /** Makes y from·W + b of so many rows. */
  protected final void dense(long from, int rows, INDArray w, INDArray b, long y) {
    Matrix ofW = weights(w);
    cuda.each("repeat_row", (long) rows * ofW.columns(), weight(b), ofW.columns(), 1, y);
    cuda.multiply(
        1, Matrix.of(from, rows, ofW.rows()), ofW, true, Matrix.of(y, rows, ofW.columns()));
  }

  /** Fills the gradients of what {@link #dense} was made from, of W and of b. */
  protected final void denseBack(
      long from, int rows, INDArray w, INDArray b, long above, long ofFrom) {
    Matrix ofW = weights(w);
    Matrix up = Matrix.of(above, rows, ofW.columns());
    Matrix x = Matrix.of(from, rows, ofW.rows());
    cuda.sums(above, rows, ofW.columns(), gradient(b));
    cuda.multiply(1, x.t(), up, false, Matrix.of(gradient(w), ofW.rows(), ofW.columns()));
    cuda.multiply(1, up, ofW.t(), false, Matrix.of(ofFrom, rows, ofW.rows()));
  }
}
