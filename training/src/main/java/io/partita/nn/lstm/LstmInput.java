package io.partita.nn.lstm;

import io.partita.nn.blas.Dense;
import java.util.Arrays;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The input of all steps, step by step: the batch of step 0, then of step 1, … Exactly one of
 * values and classes is there.
 *
 * @param values [steps·batch, in], c order, or null
 * @param classes [steps·batch], 0 until the number of classes, which itself represents none; or
 *     null
 * @param condition that joins the input of every step, [batch, size], c order, or null
 * @param restarts whether a sequence's state begins again, at zero, before a step, [steps·batch];
 *     step 0 is not looked at; or null where none does
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record LstmInput(
    int steps, int batch, INDArray values, int[] classes, INDArray condition, boolean[] restarts) {
  /**
   * @param x [batch, in, steps]
   */
  static LstmInput values(INDArray x, int in, LayerWorkspaceMgr workspaces) {
    if (x.rank() != 3 || x.size(1) != in) {
      throw new IllegalArgumentException(
          "The LSTM takes values [batch, %d, steps], not %s."
              .formatted(in, Arrays.toString(x.shape())));
    }
    return new LstmInput(
        (int) x.size(2),
        (int) x.size(0),
        StepMajor.rows(x, ArrayType.ACTIVATIONS, workspaces),
        null,
        null,
        null);
  }

  /**
   * @param x [batch, steps], of any type
   * @param count of classes
   * @param condition [batch, size], or null
   */
  static LstmInput classes(INDArray x, int count, INDArray condition) {
    if (x.rank() != 2) {
      throw new IllegalArgumentException(
          "The LSTM takes classes [batch, steps], not %s.".formatted(Arrays.toString(x.shape())));
    }
    int batch = (int) x.size(0);
    int steps = (int) x.size(1);
    float[] values = x.dup('c').data().asFloat();
    int[] classes = new int[steps * batch];
    for (int sequence = 0; sequence < batch; sequence++) {
      for (int step = 0; step < steps; step++) {
        int value = (int) values[sequence * steps + step];
        if (value < LstmVertex.NO_CLASS || value >= count) {
          throw new IllegalArgumentException(
              "Class %d of sequence %d, step %d is outside 0 until %d."
                  .formatted(value, sequence, step, count));
        }
        classes[step * batch + sequence] = value == LstmVertex.NO_CLASS ? count : value;
      }
    }
    return new LstmInput(
        steps, batch, null, classes, condition == null ? null : Dense.of(condition), null);
  }

  /**
   * The same, where sequences begin again in the middle.
   *
   * @param carry [batch, steps]: 0 before whose step a state is put to zero, else 1; or [batch, 1],
   *     where none is
   */
  LstmInput restarting(INDArray carry) {
    if (carry.size(1) == 1) {
      return this;
    }
    if (carry.size(0) != batch || carry.size(1) != steps) {
      throw new IllegalArgumentException(
          "The LSTM takes a carry [%d, 1] or [%d, %d], not %s."
              .formatted(batch, batch, steps, Arrays.toString(carry.shape())));
    }
    float[] values = carry.dup('c').data().asFloat();
    boolean[] restarts = new boolean[steps * batch];
    boolean any = false;
    for (int step = 1; step < steps; step++) {
      for (int sequence = 0; sequence < batch; sequence++) {
        boolean restart = values[sequence * steps + step] == 0;
        restarts[step * batch + sequence] = restart;
        any |= restart;
      }
    }
    return any ? new LstmInput(steps, batch, this.values, classes, condition, restarts) : this;
  }

  /** Whether a sequence begins again before a step. */
  boolean restarts(int step) {
    for (int row = step * batch; restarts != null && row < (step + 1) * batch; row++) {
      if (restarts[row]) {
        return true;
      }
    }
    return false;
  }

  /** Puts to zero what belongs to the sequences that begin again before a step, [batch, units]. */
  void clearRestarted(int step, float[] rows) {
    int units = rows.length / batch;
    for (int sequence = 0; restarts != null && sequence < batch; sequence++) {
      if (restarts[step * batch + sequence]) {
        Arrays.fill(rows, sequence * units, (sequence + 1) * units, 0);
      }
    }
  }

  /** The same of an array. */
  void clearRestarted(int step, INDArray rows) {
    for (int sequence = 0; restarts != null && sequence < batch; sequence++) {
      if (restarts[step * batch + sequence]) {
        rows.getRow(sequence).assign(0);
      }
    }
  }

  /** Classes beside the condition: rows of the input weights. */
  int classes(LstmWeights weights) {
    return weights.in() - (condition == null ? 0 : (int) condition.size(1));
  }
}
