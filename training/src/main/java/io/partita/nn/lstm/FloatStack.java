package io.partita.nn.lstm;

import io.partita.nn.blas.Dense;
import io.partita.nn.blas.FloatMatrix;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The stack in 32-bit numbers on a CPU, as {@link FloatLstm} computes. */
final class FloatStack implements LstmStack {
  private final int count;
  private final boolean oneByOne;
  private final float[] classTable;
  private final float[] conditionTable;
  private final int[] sequences;
  private final List<Layer> layers = new ArrayList<>();

  /** One LSTM at work. */
  private static final class Layer {
    final FloatMatrix input;
    final FloatMatrix recurrent;
    final FloatMatrix gates;
    final FloatMatrix hidden;
    final GateLoops loops;
    final float[] bias;

    Layer(LstmWeights weights, int count) {
      this.input = FloatMatrix.of(weights.input());
      this.recurrent = FloatMatrix.of(weights.recurrent());
      this.gates = FloatMatrix.of(rows(count, 4 * weights.units()));
      this.hidden = FloatMatrix.of(rows(count, weights.units()));
      this.loops = new GateLoops(count, weights.units());
      this.bias = FloatLstm.projectionTable(weights, 0);
    }
  }

  FloatStack(List<LstmWeights> weights, INDArray condition, INDArray start, boolean oneByOne) {
    this.oneByOne = oneByOne;
    this.count = (int) start.size(0);
    this.sequences = IntStream.range(0, count).toArray();
    LstmWeights lowest = weights.get(0);
    int size = condition == null ? 0 : (int) condition.size(1);
    this.classTable = FloatLstm.projectionTable(lowest, lowest.in() - size);
    this.conditionTable =
        FloatLstm.conditionProjection(
            lowest,
            condition == null ? null : Dense.of(condition),
            LayerWorkspaceMgr.noWorkspaces());
    FloatMatrix states = FloatMatrix.of(Dense.of(start));
    int column = 0;
    for (LstmWeights of : weights) {
      Layer layer = new Layer(of, count);
      for (int row = 0; row < count; row++) {
        int first = row * states.columns() + column;
        states.read(first, layer.loops.cell, row * of.units(), of.units());
        states.read(first + of.units(), layer.loops.hidden, row * of.units(), of.units());
      }
      layer.hidden.write(0, count, layer.loops.hidden);
      layers.add(layer);
      column += 2 * of.units();
    }
  }

  private static INDArray rows(int count, int columns) {
    return Nd4j.createUninitialized(DataType.FLOAT, new long[] {count, columns}, 'c');
  }

  @Override
  public INDArray step(int[] classes) {
    int none = classTable.length / layers.get(0).gates.columns() - 1;
    int[] rows = new int[count];
    for (int k = 0; k < count; k++) {
      rows[k] = classes[k] == LstmVertex.NO_CLASS ? none : classes[k];
    }
    return step(null, rows);
  }

  @Override
  public INDArray step(INDArray values) {
    return step(FloatMatrix.of(values), null);
  }

  /**
   * @param values that the lowest LSTM reads; or null
   * @param rows of the table of classes instead
   */
  private INDArray step(FloatMatrix values, int[] rows) {
    FloatMatrix below = values;
    for (Layer layer : layers) {
      product(layer.gates, layer.hidden, layer.recurrent, false);
      if (below != null) {
        product(layer.gates, below, layer.input, true);
      }
      layer.loops.readGates(layer.gates, 0);
      if (below != null) {
        layer.loops.addProjection(layer.bias, null, 0);
      } else {
        layer.loops.addProjection(classTable, rows, 0);
        if (conditionTable != null) {
          layer.loops.addProjection(conditionTable, sequences, 0);
        }
      }
      layer.loops.forward();
      layer.hidden.write(0, count, layer.loops.hidden);
      below = layer.hidden;
    }
    return below.array();
  }

  private void product(FloatMatrix gates, FloatMatrix a, FloatMatrix b, boolean add) {
    if (!oneByOne) {
      gates.multiply(0, a, 0, count, b, add);
      return;
    }
    for (int row = 0; row < count; row++) {
      gates.multiplyRow(row, a, b, add);
    }
  }
}
