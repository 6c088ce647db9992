package io.partita.nn.lstm;

import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;
import static org.nd4j.linalg.indexing.NDArrayIndex.point;

import io.partita.nn.blas.ClassRows;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** The LSTM in ND4J's operations: any floating type, any device. */
final class ArrayLstm extends LstmArithmetic {
  ArrayLstm(LstmWeights weights, LstmInput input, LayerWorkspaceMgr workspaces) {
    super(weights, input, workspaces);
  }

  @Override
  LstmStates forward(INDArray hidden0, INDArray cell0) {
    LstmStates states = start(hidden0, cell0);
    projectInput(states);
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
      step(
          gates,
          cellBefore,
          states.cells().get(point(step + 1)),
          states.hidden().get(point(step + 1)));
    }
    return states;
  }

  /**
   * The cells of one step.
   *
   * @param gates before their activation, [batch, 4·units]; after it on return
   * @param cellBefore [batch, units]
   * @param cell to fill; may be the one before
   * @param hidden to fill
   */
  static void step(INDArray gates, INDArray cellBefore, INDArray cell, INDArray hidden) {
    INDArray i = Transforms.sigmoid(gate(gates, 0), false);
    INDArray f = Transforms.sigmoid(gate(gates, 1), false);
    INDArray z = Transforms.tanh(gate(gates, 2), false);
    INDArray o = Transforms.sigmoid(gate(gates, 3), false);
    cell.assign(cellBefore.mul(f).addi(i.mul(z)));
    hidden.assign(Transforms.tanh(cell, true).muli(o));
  }

  private LstmStates start(INDArray hidden0, INDArray cell0) {
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

  /** Makes the gates of every step what the input and the bias say. */
  private void projectInput(LstmStates states) {
    INDArray gateRows = rows(states);
    if (input.classes() == null) {
      gateRows.assign(input.values().mmul(weights.input()).addiRowVector(weights.bias()));
      return;
    }
    ClassRows.of(classTable(weights, input.classes(weights)), input.classes(), gateRows);
    if (input.condition() != null) {
      INDArray conditioned = ofCondition(weights, input.condition());
      states.gates().addi(conditioned.reshape(1, conditioned.size(0), conditioned.size(1)));
    }
  }

  /** The gates of every step, [steps·batch, 4·units]; a view. */
  private static INDArray rows(LstmStates states) {
    return states.gates().reshape('c', (long) states.steps() * states.batch(), 4L * states.units());
  }

  /** What is added to a step's gates: a row for each class, then one for none: the bias alone. */
  static INDArray classTable(LstmWeights weights, int classes) {
    INDArray none = Nd4j.zeros(weights.bias().dataType(), 1, 4L * weights.units());
    return Nd4j.vstack(rows(weights.input(), 0, classes), none).addiRowVector(weights.bias());
  }

  /** What a condition adds to the gates of every step, [batch, 4·units]. */
  static INDArray ofCondition(LstmWeights weights, INDArray condition) {
    return condition.mmul(conditionRows(weights, condition));
  }

  /** The rows of W that a condition is multiplied by: the last ones. */
  private static INDArray conditionRows(LstmWeights weights, INDArray condition) {
    return rows(weights.input(), weights.in() - (int) condition.size(1), weights.in());
  }

  /** A copy of rows: ND4J's views of the last rows of a view may come out empty. */
  private static INDArray rows(INDArray array, int from, int to) {
    return ClassRows.of(array, IntStream.range(from, to).toArray());
  }

  /** A view of one of the four gates of a step. */
  private static INDArray gate(INDArray gates, int number) {
    long units = gates.size(1) / 4;
    return gates.get(all(), interval(number * units, (number + 1) * units));
  }

  @Override
  InitialGradients backward(
      LstmStates states, INDArray hiddenGradient, LstmWeights gradients, INDArray inputGradient) {
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
    INDArray preActivation = rows(states);
    gradients.recurrent().assign(states.hiddenBeforeRows().transpose().mmul(preActivation));
    gradients.bias().assign(preActivation.sum(0));
    if (input.classes() != null) {
      classGradients(states, gradients, inputGradient);
    } else {
      gradients.input().assign(input.values().transpose().mmul(preActivation));
      if (inputGradient != null) {
        inputGradient.assign(preActivation.mmul(weights.input().transpose()));
      }
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

  /** Of the input's weights and the condition, where the input is classes. */
  private void classGradients(LstmStates states, LstmWeights gradients, INDArray ofCondition) {
    int classes = input.classes(weights);
    INDArray ofClasses = ClassRows.sums(rows(states), input.classes(), classes);
    INDArray condition = input.condition();
    if (condition == null) {
      gradients.input().assign(ofClasses);
      return;
    }
    INDArray ofSteps = states.gates().sum(0);
    gradients.input().assign(Nd4j.vstack(ofClasses, condition.transpose().mmul(ofSteps)));
    if (ofCondition != null) {
      ofCondition.assign(ofSteps.mmul(conditionRows(weights, condition).transpose()));
    }
  }
}
