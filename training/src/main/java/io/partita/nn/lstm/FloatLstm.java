package io.partita.nn.lstm;

import io.partita.nn.blas.FloatMatrix;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The LSTM in 32-bit numbers on a CPU: OpenBLAS for the products, one for each step's recurrence
 * and one for each weight's gradient, and {@link GateLoops} between. A step's gates are copied to
 * the heap and back, because the JIT compiler vectorises loops over arrays only; they stay within
 * the second-level cache.
 */
final class FloatLstm extends LstmArithmetic {
  FloatLstm(LstmWeights weights, LstmInput input, LayerWorkspaceMgr workspaces) {
    super(weights, input, workspaces);
  }

  @Override
  LstmStates forward(INDArray hidden0, INDArray cell0) {
    LstmStates states = LstmStates.create(weights, input, hidden0 == null, workspaces);
    int batch = input.batch();
    FloatMatrix gates = FloatMatrix.of(states.gates());
    FloatMatrix hidden = FloatMatrix.of(states.hidden());
    FloatMatrix cells = FloatMatrix.of(states.cells());
    FloatMatrix recurrent = FloatMatrix.of(weights.recurrent());
    GateLoops loops = new GateLoops(batch, weights.units());
    if (hidden0 != null) {
      FloatMatrix.of(hidden0).read(0, batch, loops.hidden);
      FloatMatrix.of(cell0).read(0, batch, loops.cell);
    }
    hidden.write(0, batch, loops.hidden);
    cells.write(0, batch, loops.cell);
    if (input.values() != null) {
      gates.multiply(
          0,
          FloatMatrix.of(input.values()),
          0,
          input.steps() * batch,
          FloatMatrix.of(weights.input()),
          false);
    }
    float[] table = projectionTable(weights, input.values() == null ? input.classes(weights) : 0);
    float[] conditioned = conditionProjection(weights, input.condition(), workspaces);
    int[] sequences = IntStream.range(0, batch).toArray();
    FloatMatrix before = working(batch, weights.units(), workspaces);
    FloatMatrix across = working(4 * weights.units(), batch, workspaces);
    float[] product = new float[4 * weights.units() * batch];
    for (int step = 0; step < input.steps(); step++) {
      int row = step * batch;
      if (input.values() != null) {
        loops.readGates(gates, row);
      }
      if (step > 0 || !states.fromZeros()) {
        if (input.restarts(step)) {
          input.clearRestarted(step, loops.hidden);
          input.clearRestarted(step, loops.cell);
          before.write(0, batch, loops.hidden);
          across.multiplyAcross(recurrent, true, before, 0);
        } else {
          across.multiplyAcross(recurrent, true, hidden, row);
        }
        across.read(0, product, 0, product.length);
        loops.takeAcross(product, input.values() != null);
      }
      loops.addProjection(table, input.classes(), row);
      if (conditioned != null) {
        loops.addProjection(conditioned, sequences, 0);
      }
      loops.forward();
      loops.writeGates(gates, row);
      cells.write(row + batch, batch, loops.cell);
      hidden.write(row + batch, batch, loops.hidden);
    }
    return states;
  }

  private static FloatMatrix working(int rows, int columns, LayerWorkspaceMgr workspaces) {
    long[] shape = {rows, columns};
    return FloatMatrix.of(
        workspaces.createUninitialized(ArrayType.FF_WORKING_MEM, DataType.FLOAT, shape, 'c'));
  }

  /** What is added to a step's gates: a row for each class, then one for none: the bias alone. */
  static float[] projectionTable(LstmWeights weights, int classes) {
    int columns = 4 * weights.units();
    float[] bias = new float[columns];
    FloatMatrix.of(weights.bias()).read(0, 1, bias);
    float[] table = new float[(classes + 1) * columns];
    FloatMatrix.of(weights.input()).read(0, classes, table);
    for (int row = 0; row < table.length; row += columns) {
      for (int column = 0; column < columns; column++) {
        table[row + column] += bias[column];
      }
    }
    return table;
  }

  /** What a condition adds to the gates of every step, [batch, 4·units]; null without one. */
  static float[] conditionProjection(
      LstmWeights weights, INDArray condition, LayerWorkspaceMgr workspaces) {
    if (condition == null) {
      return null;
    }
    int batch = (int) condition.size(0);
    long[] shape = {batch, 4L * weights.units()};
    FloatMatrix product =
        FloatMatrix.of(
            workspaces.createUninitialized(ArrayType.FF_WORKING_MEM, DataType.FLOAT, shape, 'c'));
    FloatMatrix ofCondition = ofCondition(weights, condition);
    product.multiply(0, FloatMatrix.of(condition), 0, batch, ofCondition, false);
    float[] projection = new float[batch * 4 * weights.units()];
    product.read(0, batch, projection);
    return projection;
  }

  /** The rows of W that a condition is multiplied by: the last ones. */
  private static FloatMatrix ofCondition(LstmWeights weights, INDArray condition) {
    return FloatMatrix.of(weights.input()).from(weights.in() - (int) condition.size(1));
  }

  @Override
  InitialGradients backward(
      LstmStates states, INDArray hiddenGradient, LstmWeights gradients, INDArray inputGradient) {
    int batch = input.batch();
    int steps = input.steps();
    int units = weights.units();
    long[] shape = {batch, units};
    INDArray hiddenBefore =
        workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, DataType.FLOAT, shape, 'c');
    INDArray cellBefore =
        workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, DataType.FLOAT, shape, 'c');
    FloatMatrix recurrent = FloatMatrix.of(weights.recurrent());
    FloatMatrix across = working(units, batch, workspaces);
    float[] product = new float[units * batch];
    FloatMatrix fromAbove = FloatMatrix.of(hiddenGradient);
    FloatMatrix gates = FloatMatrix.of(states.gates());
    FloatMatrix cells = FloatMatrix.of(states.cells());
    GateLoops loops = new GateLoops(batch, units);
    int tableRows = input.values() == null ? input.classes(weights) + 1 : 1;
    float[] tableGradient = new float[4 * units * tableRows];
    float[] conditioned = input.condition() == null ? null : new float[batch * 4 * units];
    int[] sequences = IntStream.range(0, batch).toArray();
    boolean lastOnly = hiddenGradient.size(0) == batch;
    for (int step = steps - 1; step >= 0; step--) {
      int row = step * batch;
      loops.readGates(gates, row);
      cells.read(row + batch, batch, loops.cell);
      cells.read(row, batch, loops.cellBefore);
      input.clearRestarted(step, loops.cellBefore);
      if (step == steps - 1 || !lastOnly) {
        fromAbove.read(lastOnly ? 0 : row, batch, loops.above);
        loops.addAbove();
      }
      loops.backward();
      loops.writeGates(gates, row);
      loops.addToProjection(tableGradient, input.classes(), row);
      if (conditioned != null) {
        loops.addToProjection(conditioned, sequences, 0);
      }
      if (step > 0 || !states.fromZeros()) {
        across.multiplyAcross(recurrent, false, gates, row);
        across.read(0, product, 0, product.length);
        loops.takeHiddenAcross(product);
      }
      if (input.restarts(step)) {
        restart(step, states.hidden(), loops);
      }
    }
    FloatMatrix.of(hiddenBefore).write(0, batch, loops.hidden);
    FloatMatrix.of(cellBefore).write(0, batch, loops.cellGradient);
    // Zeros before the first step change no weight.
    int firstRow = states.fromZeros() ? batch : 0;
    FloatMatrix.of(gradients.recurrent())
        .multiplyTransposed(
            FloatMatrix.of(states.hidden()), gates, firstRow, steps * batch - firstRow);
    inputWeightGradients(gates, tableGradient, gradients);
    if (conditioned != null) {
      conditionGradients(conditioned, gradients, inputGradient);
    } else if (inputGradient != null) {
      FloatMatrix.of(inputGradient)
          .multiplyByTransposed(gates, steps * batch, FloatMatrix.of(weights.input()));
    }
    return new InitialGradients(hiddenBefore, cellBefore);
  }

  /** No gradient flows over a restart, and the h before it changes no weight. */
  private void restart(int step, INDArray hidden, GateLoops loops) {
    input.clearRestarted(step, loops.cellGradient);
    input.clearRestarted(step, loops.hidden);
    input.clearRestarted(step, hidden.get(NDArrayIndex.point(step)));
  }

  private void inputWeightGradients(
      FloatMatrix gates, float[] tableGradient, LstmWeights gradients) {
    FloatMatrix ofWeights = FloatMatrix.of(gradients.input());
    int columns = ofWeights.columns();
    float[] ofBias = tableGradient;
    if (input.values() != null) {
      ofWeights.multiplyTransposed(
          FloatMatrix.of(input.values()), gates, 0, input.steps() * input.batch());
    } else {
      ofWeights.write(0, tableGradient.length / columns - 1, tableGradient);
      ofBias = new float[columns];
      for (int row = 0; row < tableGradient.length; row += columns) {
        for (int column = 0; column < columns; column++) {
          ofBias[column] += tableGradient[row + column];
        }
      }
    }
    FloatMatrix.of(gradients.bias()).write(0, 1, ofBias);
  }

  /**
   * @param gates the gradients of all steps' gates before activation, added up, [batch, 4·units]
   */
  private void conditionGradients(float[] gates, LstmWeights gradients, INDArray ofCondition) {
    int batch = input.batch();
    long[] shape = {batch, 4L * weights.units()};
    FloatMatrix summed =
        FloatMatrix.of(
            workspaces.createUninitialized(ArrayType.BP_WORKING_MEM, DataType.FLOAT, shape, 'c'));
    summed.write(0, batch, gates);
    ofCondition(gradients, input.condition())
        .multiplyTransposed(FloatMatrix.of(input.condition()), summed, 0, batch);
    if (ofCondition != null) {
      FloatMatrix.of(ofCondition)
          .multiplyByTransposed(summed, batch, ofCondition(weights, input.condition()));
    }
  }
}
