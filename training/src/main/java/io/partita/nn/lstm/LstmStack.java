package io.partita.nn.lstm;

import io.partita.nn.blas.FloatMatrix;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * LSTMs on top of each other, run a step at a time where a step's input depends on what came out of
 * the one before; forwards only.
 */
public interface LstmStack {
  /**
   * @param weights of each LSTM, the lowest first
   * @param condition that joins the lowest one's input at every step, [sequences, size], or null
   * @param start [sequences, 2 · units of all LSTMs]: c, then h of each in their order
   */
  static LstmStack of(List<LstmWeights> weights, INDArray condition, INDArray start) {
    return of(weights, condition, start, false);
  }

  /**
   * @param oneByOne whether a sequence's numbers must not depend on how many there are, to the last
   *     bit; up to eight are several times faster so, more are slower
   */
  static LstmStack of(
      List<LstmWeights> weights, INDArray condition, INDArray start, boolean oneByOne) {
    return FloatMatrix.serves(start.dataType())
        ? new FloatStack(weights, condition, start, oneByOne)
        : new ArrayStack(weights, condition, start);
  }

  /**
   * Makes a step.
   *
   * @param classes of each sequence, or {@link LstmVertex#NO_CLASS}
   * @return h of the topmost LSTM, [sequences, units], c order; overwritten by the next step
   */
  INDArray step(int[] classes);

  /**
   * Makes a step of a stack without a condition, whose lowest LSTM reads numbers.
   *
   * @param values that each sequence is fed, [sequences, in], c order
   * @return as {@link #step(int[])}
   */
  INDArray step(INDArray values);
}
