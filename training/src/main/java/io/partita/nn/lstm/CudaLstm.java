package io.partita.nn.lstm;

import io.partita.nn.blas.FloatMatrix;
import io.partita.nn.device.cuda.Matrix;
import io.partita.nn.device.cuda.Room;
import io.partita.nn.vertex.CudaLayer;
import java.nio.FloatBuffer;
import java.util.function.IntToDoubleFunction;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An LSTM on a GPU; {@link LstmVertex} says what it computes, and all of that is served. The input
 * of all steps is multiplied at once; then each step is a product and a kernel. Gates and states
 * stay there, laid out as {@link LstmStates}, for the backward pass.
 */
final class CudaLstm extends CudaLayer {
  private static final String OF_HIDDEN = "lstm gradients of h";
  private static final String OF_CELL = "lstm gradients of c";

  private final LstmWeights weights;
  private final int units;
  private final Room conditions = new Room(cuda);
  private final Room keep = new Room(cuda);
  private final Room gates = new Room(cuda);
  private final Room hidden = new Room(cuda);
  private final Room cells = new Room(cuda);

  /** Of the last forward pass. */
  private LstmInput input;

  /** The values of all steps, [steps·batch, in]; of classes their one-hot rows. */
  private Matrix values;

  /** That joins the input of every step, [batch, size]; or null. */
  private Matrix condition;

  /** Of the parameters of a vertex, a row without gaps, and views of it. */
  CudaLstm(INDArray params, LstmWeights weights) {
    super(params);
    this.weights = weights;
    this.units = weights.units();
  }

  /**
   * Makes h.
   *
   * @param hidden0 [batch, units], c order, or null for zeros
   * @param cell0 [batch, units], c order, or null for zeros
   * @param h to fill: of every step, [steps·batch, units], or of the last one, [batch, units]
   */
  void forward(LstmInput in, INDArray hidden0, INDArray cell0, INDArray h) {
    synchronized (cuda) {
      bringWeights();
      input = in;
      begin(hidden0, hidden.of(states(in.steps() + 1)));
      begin(cell0, cells.of(states(in.steps() + 1)));
      if (in.restarts() != null) {
        bring(k -> in.restarts()[k] ? 0 : 1, keep.of(rows()));
      }
      projectInput();
      long across = cuda.scratch("lstm gates", 4 * states(1));
      for (int step = 0; step < in.steps(); step++) {
        Matrix before = Matrix.of(at(hidden, step), in.batch(), units);
        cuda.multiply(1, before, weights(weights.recurrent()), false, wide(across, 1));
        cuda.each(
            "lstm_forward",
            states(1),
            at(gates, 4 * step),
            across,
            keep(step),
            at(cells, step),
            at(cells, step + 1),
            at(hidden, step + 1),
            units);
      }
      cuda.download(at(hidden, in.steps() + 1) - 4 * h.length(), FloatMatrix.of(h).buffer());
    }
  }

  /** Fetches h and c after the last step of the last forward pass, [batch, units]. */
  void fetchLastStates(INDArray h, INDArray c) {
    synchronized (cuda) {
      cuda.enter();
      cuda.download(at(hidden, input.steps()), FloatMatrix.of(h).buffer());
      cuda.download(at(cells, input.steps()), FloatMatrix.of(c).buffer());
    }
  }

  /**
   * Goes back through the last forward pass, once.
   *
   * @param above the gradient of h, as large as the forward pass's
   * @param ofInput to fill, as {@link LstmArithmetic#backward}; or null
   * @param given whether somebody gave the initial states
   * @param ofParams a row without gaps, to fill
   * @return null where nobody gave the initial states
   */
  LstmArithmetic.InitialGradients backward(
      INDArray above,
      INDArray ofInput,
      boolean given,
      INDArray ofParams,
      LayerWorkspaceMgr workspaces) {
    synchronized (cuda) {
      passBack(above, ofInput, ofParams, up -> back(up, above.length(), ofInput));
      return given
          ? new LstmArithmetic.InitialGradients(
              fetched(OF_HIDDEN, workspaces), fetched(OF_CELL, workspaces))
          : null;
    }
  }

  /** Makes the gates of every step the gradients of what they were before activation; then all. */
  private long back(long up, long length, INDArray ofInput) {
    long ofHidden = cuda.scratch(OF_HIDDEN, states(1));
    long ofCell = cuda.scratch(OF_CELL, states(1));
    for (int step = input.steps() - 1; step >= 0; step--) {
      // Counted from the end, as h of the last step may be all that was handed on.
      long ofStep = up + 4 * (length - states(input.steps() - step));
      cuda.each(
          "lstm_backward",
          states(1),
          at(gates, 4 * step),
          ofStep < up ? 0L : ofStep,
          step == input.steps() - 1 ? 0L : ofHidden,
          keep(step),
          input.batch(),
          at(hidden, step),
          at(cells, step),
          at(cells, step + 1),
          ofCell,
          units);
      Matrix before = Matrix.of(ofHidden, input.batch(), units);
      cuda.multiply(
          1, wide(at(gates, 4 * step), 1), weights(weights.recurrent()).t(), false, before);
    }
    return gradients(ofInput);
  }

  private INDArray fetched(String state, LayerWorkspaceMgr workspaces) {
    long[] shape = {input.batch(), units};
    INDArray fetched =
        workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, DataType.FLOAT, shape, 'c');
    cuda.download(cuda.scratch(state, states(1)), FloatMatrix.of(fetched).buffer());
    return fetched;
  }

  /** Numbers of so many steps' h or c. */
  private long states(int steps) {
    return (long) steps * input.batch() * units;
  }

  /** Where a step's states are; its gates are where the states of the fourfold step are. */
  private long at(Room of, int step) {
    return of.at() + 4 * states(step);
  }

  /** Whether each sequence's state is kept before a step; 0 where no sequence begins again. */
  private long keep(int step) {
    return input.restarts() == null ? 0 : keep.at() + 4L * step * input.batch();
  }

  private int rows() {
    return input.steps() * input.batch();
  }

  /** So many steps' gates, or what is added to them. */
  private Matrix wide(long at, int steps) {
    return Matrix.of(at, steps * input.batch(), 4 * units);
  }

  private void begin(INDArray state, long to) {
    if (state == null) {
      cuda.each("repeat_row", states(1), 0L, 1, 1, to);
    } else {
      bring(state, to);
    }
  }

  /** Copies a number for each step of each sequence. */
  private void bring(IntToDoubleFunction of, long to) {
    FloatBuffer numbers = FloatBuffer.allocate(rows());
    for (int row = 0; row < rows(); row++) {
      numbers.put((float) of.applyAsDouble(row));
    }
    cuda.upload(numbers, to);
  }

  /** Makes the gates of every step what the input and the bias say. */
  private void projectInput() {
    values = input.values() == null ? oneHot() : brought(input.values(), x);
    condition = input.condition() == null ? null : brought(input.condition(), conditions);
    long to = gates.of(4 * states(input.steps()));
    long row = weight(weights.bias());
    int columns = 4 * units;
    if (condition != null) {
      long sums = cuda.scratch("lstm sums", 4 * states(1));
      cuda.each("repeat_row", 4 * states(1), row, columns, 1, sums);
      Matrix w = rowsFor(condition, values.columns(), weight(weights.input()));
      cuda.multiply(1, condition, w, true, wide(sums, 1));
      row = sums;
      columns *= input.batch();
    }
    cuda.each("repeat_row", 4 * states(input.steps()), row, columns, 1, to);
    Matrix w = rowsFor(values, 0, weight(weights.input()));
    cuda.multiply(1, values, w, true, wide(to, input.steps()));
  }

  private Matrix brought(INDArray of, Room room) {
    return Matrix.of(bring(of, room.of(of.length())), (int) of.size(0), (int) of.size(1));
  }

  private Matrix oneHot() {
    int count = input.classes(weights);
    long length = (long) rows() * count;
    long classes = cuda.scratch("lstm classes", rows());
    bring(k -> input.classes()[k], classes);
    cuda.each("class_rows", length, classes, count, 0, 0, 0, count, x.of(length));
    return Matrix.of(x.at(), rows(), count);
  }

  /** The rows from a first one on of weights, or of their gradient, for a matrix's columns. */
  private Matrix rowsFor(Matrix from, int first, long weights) {
    return Matrix.of(weights + 16L * first * units, from.columns(), 4 * units);
  }

  /** Fills the gradients of the parameters, and makes that of what the input weights multiply. */
  private long gradients(INDArray ofInput) {
    Matrix before = Matrix.of(at(hidden, 0), rows(), units);
    Matrix above = wide(at(gates, 0), input.steps());
    long ofW = gradient(weights.input());
    cuda.multiply(1, before.t(), above, false, rowsFor(before, 0, gradient(weights.recurrent())));
    cuda.sums(above.at(), rows(), 4 * units, gradient(weights.bias()));
    cuda.multiply(1, values.t(), above, false, rowsFor(values, 0, ofW));
    Matrix w = rowsFor(values, 0, weight(weights.input()));
    if (condition != null) {
      long sums = cuda.scratch("lstm sums", 4 * states(1));
      cuda.sums(above.at(), input.steps(), input.batch() * 4 * units, sums);
      above = wide(sums, 1);
      cuda.multiply(1, condition.t(), above, false, rowsFor(condition, values.columns(), ofW));
      w = rowsFor(condition, values.columns(), w.at());
    }
    if (ofInput == null) {
      return 0;
    }
    long down = cuda.scratch("rows", ofInput.length());
    cuda.multiply(1, above, w.t(), false, Matrix.of(down, above.rows(), w.rows()));
    return down;
  }
}
