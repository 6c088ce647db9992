package io.partita.nn.lstm;

import io.partita.nn.blas.FloatMatrix;
import java.util.List;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** LSTMs one above another over one whole sequence alone, whose states begin at zero. */
public final class LstmSequence {
  /** Steps whose input is multiplied in one go. */
  private static final int CHUNK = 512;

  private final List<LstmWeights> weights;

  /**
   * @param weights of 32-bit numbers, the lowest LSTM first
   */
  public LstmSequence(List<LstmWeights> weights) {
    this.weights = List.copyOf(weights);
  }

  /**
   * The states of the highest one.
   *
   * @param values [steps][in]
   * @return h, [steps][units]
   */
  public float[] hidden(float[] values, int steps) {
    float[] rows = values;
    for (LstmWeights of : weights) {
      INDArray input = Nd4j.createFromArray(rows).reshape(steps, of.in());
      rows = FloatMatrix.serves(DataType.FLOAT) ? native32(of, input) : anywhere(of, input);
    }
    return rows;
  }

  static float[] anywhere(LstmWeights weights, INDArray rows) {
    LstmInput input = new LstmInput((int) rows.size(0), 1, rows, null, null, null);
    return new ArrayLstm(weights, input, LayerWorkspaceMgr.noWorkspaces())
        .forward(null, null)
        .hiddenRows()
        .dup('c')
        .data()
        .asFloat();
  }

  /** As {@link FloatLstm}, which has several sequences: those of one wait for its weights. */
  static float[] native32(LstmWeights weights, INDArray rows) {
    int steps = (int) rows.size(0);
    int units = weights.units();
    FloatMatrix input = FloatMatrix.of(rows);
    FloatMatrix ofInput = FloatMatrix.of(weights.input());
    FloatMatrix gates = room(Math.min(steps, CHUNK), 4L * units);
    FloatMatrix recurrent = FloatMatrix.of(weights.recurrent());
    FloatMatrix hidden = room(1, units);
    FloatMatrix row = room(1, 4L * units);
    float[] bias = FloatLstm.projectionTable(weights, 0);
    float[] product = new float[4 * units];
    float[] all = new float[steps * units];
    GateLoops loops = new GateLoops(1, units);
    for (int step = 0; step < steps; step++) {
      if (step % CHUNK == 0) {
        gates.multiply(0, input, step, Math.min(CHUNK, steps - step), ofInput, false);
      }
      loops.readGates(gates, step % CHUNK);
      if (step > 0) {
        row.multiplyRow(hidden, recurrent);
        row.read(0, 1, product);
        loops.takeAcross(product, true);
      }
      loops.addProjection(bias, null, 0);
      loops.forward();
      hidden.write(0, 1, loops.hidden);
      System.arraycopy(loops.hidden, 0, all, step * units, units);
    }
    return all;
  }

  private static FloatMatrix room(long rows, long columns) {
    return FloatMatrix.of(
        Nd4j.createUninitialized(DataType.FLOAT, new long[] {rows, columns}, 'c'));
  }
}
