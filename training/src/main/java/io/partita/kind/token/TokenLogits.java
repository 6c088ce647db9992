package io.partita.kind.token;

import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What a {@link TokenNetwork}'s network says, without dropout. */
final class TokenLogits {
  private TokenLogits() {}

  /**
   * What enters the softmax: in 32 bits small probabilities would be 0 after it.
   *
   * @param features as in the arrays that the model makes
   * @return [rows, vocabulary], c order
   */
  static INDArray of(ComputationGraph network, INDArray[] features) {
    int last = network.getVertex(TokenNetwork.LOGITS).getVertexIndex();
    return network.feedForward(features, last, false, true).get(TokenNetwork.LOGITS).dup('c');
  }
}
