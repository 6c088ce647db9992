package io.partita.nn.lstm;

import java.util.List;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** LSTMs one above another over one whole sequence, whose states begin at zero. */
public final class LstmSequence {
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
    INDArray rows = Nd4j.createFromArray(values).reshape(steps, -1);
    for (LstmWeights of : weights) {
      rows =
          LstmArithmetic.of(DataType.FLOAT)
              .forward(
                  of,
                  new LstmInput(steps, 1, rows, null, null, null),
                  null,
                  null,
                  LayerWorkspaceMgr.noWorkspaces())
              .hiddenRows();
    }
    return rows.dup('c').data().asFloat();
  }
}
