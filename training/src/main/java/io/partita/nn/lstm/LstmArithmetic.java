package io.partita.nn.lstm;

import io.partita.nn.blas.FloatMatrix;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The two passes of an LSTM over one batch; holds no state. */
interface LstmArithmetic {
  /** The fast one for 32-bit numbers on a CPU, else the one that any device and type can run. */
  static LstmArithmetic of(DataType type) {
    return FloatMatrix.serves(type) ? new FloatLstm() : new ArrayLstm();
  }

  /**
   * @param hidden0 [batch, units], c order, or null for zeros
   * @param cell0 [batch, units], c order, or null for zeros
   * @param workspaces that the states are kept in, as activations
   */
  LstmStates forward(
      LstmWeights weights,
      LstmInput input,
      INDArray hidden0,
      INDArray cell0,
      LayerWorkspaceMgr workspaces);

  /**
   * What the loss changes by.
   *
   * @param states of the forward pass; overwritten
   * @param hiddenGradient with respect to h, c order: of every step [steps·batch, units], or of the
   *     last step only [batch, units]
   * @param gradients arrays for those of the weights, sums over the batch
   * @param inputGradient array for that of the condition, [batch, size], or if absent that of the
   *     input's values, [steps·batch, in]; or null where nobody asks
   */
  InitialGradients backward(
      LstmWeights weights,
      LstmInput input,
      LstmStates states,
      INDArray hiddenGradient,
      LstmWeights gradients,
      INDArray inputGradient,
      LayerWorkspaceMgr workspaces);

  /**
   * With respect to the initial states, as activation gradients; that of h not to be used where the
   * pass began from zeros.
   *
   * @param hidden [batch, units]
   * @param cell [batch, units]
   */
  record InitialGradients(INDArray hidden, INDArray cell) {}
}
