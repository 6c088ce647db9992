package io.partita.nn.lstm;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The parameters of an LSTM, or their gradients: views of the network's one row.
 *
 * @param input W [in, 4·units], c order
 * @param recurrent R [units, 4·units], c order
 * @param bias b [4·units]
 */
public record LstmWeights(INDArray input, INDArray recurrent, INDArray bias) {
  public static LstmWeights of(Map<String, INDArray> table) {
    return new LstmWeights(
        table.get(LstmVertex.INPUT_WEIGHTS),
        table.get(LstmVertex.RECURRENT_WEIGHTS),
        table.get(LstmVertex.BIAS));
  }

  int in() {
    return (int) input.size(0);
  }

  int units() {
    return (int) recurrent.size(0);
  }
}
