package io.partita.model.token;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What a {@link TokenLstm}'s network says, without dropout. */
final class TokenLogits {
  private TokenLogits() {}

  /**
   * What enters the softmax: in 32 bits small probabilities would be 0 after it.
   *
   * @param features as in the arrays that the model makes
   * @return [rows, vocabulary], c order
   */
  static INDArray of(TokenLstm model, ComputationGraph network, INDArray[] features) {
    String top = model.tie() ? TokenLstm.LOGITS : TokenLstm.lstm(model.layers());
    int last = network.getVertex(top).getVertexIndex();
    INDArray entering = network.feedForward(features, last, false, true).get(top);
    if (model.tie()) {
      return entering.dup('c');
    }
    Layer output = network.getLayer(TokenLstm.OUTPUT);
    return entering.mmul(output.getParam("W")).addiRowVector(output.getParam("b")).dup('c');
  }
}
