package io.partita.nn.lstm;

import io.partita.nn.blas.FloatMatrix;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The two passes of an LSTM over one batch. */
abstract class LstmArithmetic {
  final LstmWeights weights;
  final LstmInput input;
  final LayerWorkspaceMgr workspaces;

  /**
   * @param workspaces that the states are kept in, as activations
   */
  LstmArithmetic(LstmWeights weights, LstmInput input, LayerWorkspaceMgr workspaces) {
    this.weights = weights;
    this.input = input;
    this.workspaces = workspaces;
  }

  /** The fast one for 32-bit numbers on a CPU, else the one that any device and type can run. */
  static LstmArithmetic of(
      DataType type, LstmWeights weights, LstmInput input, LayerWorkspaceMgr workspaces) {
    return FloatMatrix.serves(type)
        ? new FloatLstm(weights, input, workspaces)
        : new ArrayLstm(weights, input, workspaces);
  }

  /**
   * @param hidden0 [batch, units], c order, or null for zeros
   * @param cell0 [batch, units], c order, or null for zeros
   */
  abstract LstmStates forward(INDArray hidden0, INDArray cell0);

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
  abstract InitialGradients backward(
      LstmStates states, INDArray hiddenGradient, LstmWeights gradients, INDArray inputGradient);

  /**
   * With respect to the initial states, as activation gradients; that of h not to be used where the
   * pass began from zeros.
   *
   * @param hidden [batch, units]
   * @param cell [batch, units]
   */
  record InitialGradients(INDArray hidden, INDArray cell) {}
}
