package io.partita.lstm;

import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;
import static org.nd4j.linalg.indexing.NDArrayIndex.point;

import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** The LSTM in ND4J's operations: any floating type, any device. */
final class ArrayLstm implements LstmArithmetic {
  @Override
  public LstmStates forward(
      LstmWeights weights,
      LstmInput input,
      INDArray hidden0,
      INDArray cell0,
      LayerWorkspaceMgr workspaces) {
    LstmStates states = start(weights, input, hidden0, cell0, workspaces);
    INDArray gateRows =
        states.gates().reshape('c', (long) input.steps() * input.batch(), 4L * weights.units());
    gateRows.assign(inputRows(weights, input).mmul(weights.input()).addiRowVector(weights.bias()));
    for (int step = 0; step < input.steps(); step++) {
      INDArray gates = states.gates().get(point(step));
      INDArray hiddenBefore = states.hidden().get(point(step));
      INDArray cellBefore = states.cells().get(point(step));
      if (input.restarts(step)) {
        hiddenBefore = hiddenBefore.dup('c');
        cellBefore = cellBefore.dup('c');
        input.clearRestarted(step, hiddenBefore);
        input.clearRestarted(step, cellBefore);
      }
      gates.addi(hiddenBefore.mmul(weights.recurrent()));
      INDArray i = Transforms.sigmoid(gate(gates, 0), false);
      INDArray f = Transforms.sigmoid(gate(gates, 1), false);
      INDArray z = Transforms.tanh(gate(gates, 2), false);
      INDArray o = Transforms.sigmoid(gate(gates, 3), false);
      INDArray cell = cellBefore.mul(f).addi(i.mul(z));
      states.cells().get(point(step + 1)).assign(cell);
      states.hidden().get(point(step + 1)).assign(Transforms.tanh(cell, true).muli(o));
    }
    return states;
  }

  private static LstmStates start(
      LstmWeights weights,
      LstmInput input,
      INDArray hidden0,
      INDArray cell0,
      LayerWorkspaceMgr workspaces) {
    LstmStates states = LstmStates.create(weights, input, hidden0 == null, workspaces);
    INDArray hidden = states.hidden().get(point(0));
    INDArray cell = states.cells().get(point(0));
    if (hidden0 == null) {
      hidden.assign(0);
      cell.assign(0);
    } else {
      hidden.assign(hidden0);
      cell.assign(cell0);
    }
    return states;
  }

  /** The input of every step as numbers, [steps·batch, in + condition]: classes one-hot. */
  private static INDArray inputRows(LstmWeights weights, LstmInput input) {
    if (input.classes() == null) {
      return input.values();
    }
    int classes = input.classes(weights);
    INDArray rows =
        Nd4j.create(weights.bias().dataType(), input.classes().length, (long) weights.in());
    for (int row = 0; row < input.classes().length; row++) {
      if (input.classes()[row] < classes) {
        rows.putScalar(row, input.classes()[row], 1);
      }
    }
    if (input.condition() != null) {
      INDArray everyStep = Nd4j.tile(input.condition(), input.steps(), 1);
      rows.get(all(), interval(classes, weights.in())).assign(everyStep);
    }
    return rows;
  }

  /** A view of one of the four gates of a step. */
  private static INDArray gate(INDArray gates, int number) {
    long units = gates.size(1) / 4;
    return gates.get(all(), interval(number * units, (number + 1) * units));
  }

  @Override
  public InitialGradients backward(
      LstmWeights weights,
      LstmInput input,
      LstmStates states,
      INDArray hiddenGradient,
      LstmWeights gradients,
      INDArray inputGradient,
      LayerWorkspaceMgr workspaces) {
    int batch = input.batch();
    DataType type = weights.bias().dataType();
    boolean lastOnly = hiddenGradient.size(0) == batch;
    long[] shape = {batch, weights.units()};
    INDArray dh = workspaces.create(ArrayType.ACTIVATION_GRAD, type, shape, 'c');
    INDArray dc = workspaces.create(ArrayType.ACTIVATION_GRAD, type, shape, 'c');
    for (int step = input.steps() - 1; step >= 0; step--) {
      if (lastOnly && step == input.steps() - 1) {
        dh.addi(hiddenGradient);
      } else if (!lastOnly) {
        dh.addi(hiddenGradient.get(interval((long) step * batch, (step + 1L) * batch), all()));
      }
      INDArray gates = states.gates().get(point(step));
      INDArray cellBefore = states.cells().get(point(step));
      if (input.restarts(step)) {
        cellBefore = cellBefore.dup('c');
        input.clearRestarted(step, cellBefore);
        input.clearRestarted(step, states.hidden().get(point(step)));
      }
      backThroughStep(gates, cellBefore, states.cells().get(point(step + 1)), dh, dc);
      dh.assign(gates.mmul(weights.recurrent().transpose()));
      input.clearRestarted(step, dh);
      input.clearRestarted(step, dc);
    }
    INDArray preActivation =
        states.gates().reshape('c', (long) input.steps() * batch, 4L * weights.units());
    weightGradients(input, states, preActivation, gradients);
    if (inputGradient != null) {
      INDArray ofRows = preActivation.mmul(weights.input().transpose());
      inputGradient.assign(
          input.condition() == null ? ofRows : ofCondition(weights, input, ofRows));
    }
    return new InitialGradients(dh, dc);
  }

  /**
   * Turns the gates into the gradients of what they were before activation; dc goes a step back.
   */
  private static void backThroughStep(
      INDArray gates, INDArray cellBefore, INDArray cell, INDArray dh, INDArray dc) {
    INDArray i = gate(gates, 0).dup();
    INDArray f = gate(gates, 1).dup();
    INDArray z = gate(gates, 2).dup();
    INDArray o = gate(gates, 3).dup();
    INDArray tanhCell = Transforms.tanh(cell, true);
    dc.addi(tanhCell.mul(tanhCell).rsubi(1).muli(o).muli(dh));
    gate(gates, 0).assign(i.rsub(1).muli(i).muli(z).muli(dc));
    gate(gates, 1).assign(f.rsub(1).muli(f).muli(cellBefore).muli(dc));
    gate(gates, 2).assign(z.mul(z).rsubi(1).muli(i).muli(dc));
    gate(gates, 3).assign(o.rsub(1).muli(o).muli(tanhCell).muli(dh));
    dc.muli(f);
  }

  private static void weightGradients(
      LstmInput input, LstmStates states, INDArray preActivation, LstmWeights gradients) {
    gradients.recurrent().assign(states.hiddenBeforeRows().transpose().mmul(preActivation));
    gradients.bias().assign(preActivation.sum(0));
    gradients.input().assign(inputRows(gradients, input).transpose().mmul(preActivation));
  }

  /** The part of the input's gradient that is the condition's, added up over steps. */
  private static INDArray ofCondition(LstmWeights weights, LstmInput input, INDArray ofRows) {
    return ofRows
        .get(all(), interval(input.classes(weights), weights.in()))
        .dup('c')
        .reshape('c', input.steps(), input.batch(), input.condition().size(1))
        .sum(0);
  }
}
