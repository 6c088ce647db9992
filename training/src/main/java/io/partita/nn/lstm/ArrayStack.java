package io.partita.nn.lstm;

import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;

import io.partita.nn.blas.ClassRows;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The stack in ND4J's operations, as {@link ArrayLstm} computes. */
final class ArrayStack implements LstmStack {
  private final List<Layer> layers = new ArrayList<>();
  private final INDArray classTable;
  private final INDArray conditioned;

  /**
   * One LSTM at work.
   *
   * @param hidden [sequences, units], overwritten by each step
   * @param cell [sequences, units], overwritten by each step
   */
  private record Layer(LstmWeights weights, INDArray hidden, INDArray cell) {
    /**
     * @param projection of a step's input with the bias, [sequences, 4·units]; overwritten
     */
    INDArray step(INDArray projection) {
      INDArray gates = projection.addi(hidden.mmul(weights.recurrent()));
      ArrayLstm.step(gates, cell, cell, hidden);
      return hidden;
    }
  }

  ArrayStack(List<LstmWeights> weights, INDArray condition, INDArray start) {
    LstmWeights lowest = weights.get(0);
    int size = condition == null ? 0 : (int) condition.size(1);
    this.classTable = ArrayLstm.classTable(lowest, lowest.in() - size);
    this.conditioned = condition == null ? null : ArrayLstm.ofCondition(lowest, condition);
    long column = 0;
    for (LstmWeights of : weights) {
      long middle = column + of.units();
      INDArray cell = start.get(all(), interval(column, middle)).dup('c');
      INDArray hidden = start.get(all(), interval(middle, middle + of.units())).dup('c');
      layers.add(new Layer(of, hidden, cell));
      column = middle + of.units();
    }
  }

  @Override
  public INDArray step(int[] classes) {
    int none = (int) classTable.size(0) - 1;
    int[] rows = new int[classes.length];
    for (int k = 0; k < rows.length; k++) {
      rows[k] = classes[k] == LstmVertex.NO_CLASS ? none : classes[k];
    }
    INDArray projection = ClassRows.of(classTable, rows);
    if (conditioned != null) {
      projection.addi(conditioned);
    }
    return above(1, layers.get(0).step(projection));
  }

  @Override
  public INDArray step(INDArray values) {
    return above(0, values);
  }

  private INDArray above(int first, INDArray below) {
    INDArray hidden = below;
    for (Layer layer : layers.subList(first, layers.size())) {
      LstmWeights of = layer.weights();
      hidden = layer.step(hidden.mmul(of.input()).addiRowVector(of.bias()));
    }
    return hidden;
  }
}
