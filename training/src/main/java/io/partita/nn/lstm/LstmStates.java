package io.partita.nn.lstm;

import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * What a forward pass leaves for the backward pass; all in c order.
 *
 * @param gates i, f, z, o of every step after their activation, [steps, batch, 4·units]
 * @param hidden h, [steps + 1, batch, units]: the initial one, then that of every step
 * @param cells c, [steps + 1, batch, units], as {@code hidden}
 * @param fromZeros whether the initial ones are zeros that nobody gave
 */
record LstmStates(INDArray gates, INDArray hidden, INDArray cells, boolean fromZeros) {
  /** Room for the states of a batch, not filled, among the activations. */
  static LstmStates create(
      LstmWeights weights, LstmInput input, boolean fromZeros, LayerWorkspaceMgr workspaces) {
    DataType type = weights.bias().dataType();
    long steps = input.steps();
    long batch = input.batch();
    long units = weights.units();
    return new LstmStates(
        workspaces.createUninitialized(
            ArrayType.ACTIVATIONS, type, new long[] {steps, batch, 4 * units}, 'c'),
        workspaces.createUninitialized(
            ArrayType.ACTIVATIONS, type, new long[] {steps + 1, batch, units}, 'c'),
        workspaces.createUninitialized(
            ArrayType.ACTIVATIONS, type, new long[] {steps + 1, batch, units}, 'c'),
        fromZeros);
  }

  int steps() {
    return (int) gates.size(0);
  }

  int batch() {
    return (int) gates.size(1);
  }

  int units() {
    return (int) hidden.size(2);
  }

  /** h of every step, [steps·batch, units]; a view. */
  INDArray hiddenRows() {
    long steps = steps();
    return hidden.get(NDArrayIndex.interval(1, steps + 1)).reshape('c', steps * batch(), units());
  }

  /** h before every step, [steps·batch, units]; a view. */
  INDArray hiddenBeforeRows() {
    long steps = steps();
    return hidden.get(NDArrayIndex.interval(0, steps)).reshape('c', steps * batch(), units());
  }

  /** h after the last step, [batch, units]; a view. */
  INDArray lastHidden() {
    return hidden.get(NDArrayIndex.point(steps()));
  }

  /** c after the last step, [batch, units]; a view. */
  INDArray lastCell() {
    return cells.get(NDArrayIndex.point(steps()));
  }
}
