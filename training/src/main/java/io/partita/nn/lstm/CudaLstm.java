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
 * stay there for the backward pass.
 */
final class CudaLstm extends CudaLayer {
  private final LstmWeights weights;
  private final int units;

  /** The values of all steps, [steps·batch, in]; of classes their one-hot rows. */
  private final Room x = new Room(cuda);

  private final Room condition = new Room(cuda);
  private final Room keep = new Room(cuda);

  /** As {@link LstmStates} has them. */
  private final Room gates = new Room(cuda);

  private final Room hidden = new Room(cuda);
  private final Room cells = new Room(cuda);

  /** Of the last forward pass. */
  private LstmInput input;

  /**
   * @param params of the vertex, a row without gaps
   * @param weights views of it
   */
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
        boolean isFromZeros = step == 0 && hidden0 == null;
        if (!isFromZeros) {
          Matrix before = Matrix.of(hidden(step), in.batch(), units);
          cuda.multiply(1, before, weights(weights.recurrent()), false, wide(across, 1));
        }
        cuda.each(
            "lstm_forward",
            states(1),
            gates(step),
            isFromZeros ? 0L : across,
            keep(step),
            cells(step),
            cells(step + 1),
            hidden(step + 1),
            units);
      }
      cuda.download(hidden(in.steps() + 1) - 4 * h.length(), FloatMatrix.of(h).buffer());
    }
  }

  /** Fetches h and c after the last step of the last forward pass, [batch, units]. */
  void fetchLastStates(INDArray h, INDArray c) {
    synchronized (cuda) {
      cuda.enter();
      cuda.download(hidden(input.steps()), FloatMatrix.of(h).buffer());
      cuda.download(cells(input.steps()), FloatMatrix.of(c).buffer());
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
      makeRoomForGradients();
      long ofHidden = cuda.scratch("lstm gradients of h", states(1));
      long ofCell = cuda.scratch("lstm gradients of c", states(1));
      backThroughSteps(above, ofHidden, ofCell);
      recurrentGradients();
      inputGradients(ofInput);
      fetchGradients(ofParams);
      return given
          ? new LstmArithmetic.InitialGradients(
              fetched(ofHidden, workspaces), fetched(ofCell, workspaces))
          : null;
    }
  }

  /** Makes the gates of every step the gradients of what they were before activation. */
  private void backThroughSteps(INDArray above, long ofHidden, long ofCell) {
    long up = cuda.scratch("above", above.length());
    cuda.upload(FloatMatrix.of(above).buffer(), up);
    for (int step = input.steps() - 1; step >= 0; step--) {
      // Counted from the end, as h of the last step may be all that was handed on.
      long ofStep = up + 4 * (above.length() - states(input.steps() - step));
      cuda.each(
          "lstm_backward",
          states(1),
          gates(step),
          ofStep < up ? 0L : ofStep,
          step == input.steps() - 1 ? 0L : ofHidden,
          keep(step),
          input.batch(),
          cells(step),
          cells(step + 1),
          ofCell,
          units);
      Matrix before = Matrix.of(ofHidden, input.batch(), units);
      cuda.multiply(1, wide(gates(step), 1), weights(weights.recurrent()).t(), false, before);
    }
  }

  private INDArray fetched(long state, LayerWorkspaceMgr workspaces) {
    long[] shape = {input.batch(), units};
    INDArray fetched =
        workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, DataType.FLOAT, shape, 'c');
    cuda.download(state, FloatMatrix.of(fetched).buffer());
    return fetched;
  }

  /** Numbers of so many steps' h or c. */
  private long states(int steps) {
    return (long) steps * input.batch() * units;
  }

  private long gates(int step) {
    return gates.at() + 16 * states(step);
  }

  private long hidden(int step) {
    return hidden.at() + 4 * states(step);
  }

  private long cells(int step) {
    return cells.at() + 4 * states(step);
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
      cuda.each("lstm_clear", states(1), to, 0L, units);
    } else {
      cuda.upload(FloatMatrix.of(state).buffer(), to);
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
    bringInput(x.of((long) rows() * read()));
    long to = gates.of(4 * states(input.steps()));
    long row = weight(weights.bias());
    int columns = 4 * units;
    if (input.condition() != null) {
      INDArray of = input.condition();
      cuda.upload(FloatMatrix.of(of).buffer(), condition.of(of.length()));
      long sums = cuda.scratch("lstm sums", 4 * states(1));
      cuda.each("repeat_row", 4 * states(1), row, columns, sums);
      cuda.multiply(1, condition(), conditionRows(weight(weights.input())), true, wide(sums, 1));
      row = sums;
      columns *= input.batch();
    }
    cuda.each("repeat_row", 4 * states(input.steps()), row, columns, to);
    cuda.multiply(1, x(), xRows(weight(weights.input())), true, wide(to, input.steps()));
  }

  private void bringInput(long to) {
    if (input.values() != null) {
      cuda.upload(FloatMatrix.of(input.values()).buffer(), to);
    } else {
      long classes = cuda.scratch("lstm classes", rows());
      bring(k -> input.classes()[k], classes);
      cuda.each("lstm_one_hot", (long) rows() * read(), classes, read(), to);
    }
  }

  /** Columns of x. */
  private int read() {
    return input.classes(weights);
  }

  private Matrix x() {
    return Matrix.of(x.at(), rows(), read());
  }

  private Matrix condition() {
    return Matrix.of(condition.at(), input.batch(), (int) input.condition().size(1));
  }

  /** The rows of W, or of its gradient, that x is multiplied by: the first ones. */
  private Matrix xRows(long w) {
    return Matrix.of(w, read(), 4 * units);
  }

  /** Those that the condition is multiplied by: the last ones. */
  private Matrix conditionRows(long w) {
    return Matrix.of(w + 16L * read() * units, (int) input.condition().size(1), 4 * units);
  }

  /** Of the recurrent weights, which no state changes that was put to zero. */
  private void recurrentGradients() {
    if (input.restarts() != null) {
      cuda.each("lstm_clear", states(input.steps()), hidden(0), keep(0), units);
    }
    Matrix before = Matrix.of(hidden(0), rows(), units);
    Matrix to = Matrix.of(gradient(weights.recurrent()), units, 4 * units);
    cuda.multiply(1, before.t(), wide(gates(0), input.steps()), false, to);
  }

  /** Of the bias, W and what it multiplies. */
  private void inputGradients(INDArray ofInput) {
    Matrix above = wide(gates(0), input.steps());
    Matrix w = xRows(weight(weights.input()));
    cuda.sums(above.at(), above.rows(), above.columns(), gradient(weights.bias()));
    cuda.multiply(1, x().t(), above, false, xRows(gradient(weights.input())));
    if (input.condition() != null) {
      long sums = cuda.scratch("lstm sums", 4 * states(1));
      cuda.sums(above.at(), input.steps(), input.batch() * 4 * units, sums);
      above = wide(sums, 1);
      w = conditionRows(w.at());
      cuda.multiply(1, condition().t(), above, false, conditionRows(gradient(weights.input())));
    }
    if (ofInput != null) {
      long down = cuda.scratch("rows", ofInput.length());
      cuda.multiply(1, above, w.t(), false, Matrix.of(down, above.rows(), w.rows()));
      cuda.download(down, FloatMatrix.of(ofInput).buffer());
    }
  }
}
