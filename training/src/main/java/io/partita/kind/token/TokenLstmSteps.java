package io.partita.kind.token;

import io.partita.nn.loss.StepLogits;
import io.partita.nn.lstm.LstmStack;
import io.partita.nn.lstm.LstmWeights;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A {@link TokenLstm}'s steps, from the state at the beginning of a document. */
final class TokenLstmSteps implements TokenSteps {
  private final LstmStack stack;
  private final StepLogits logits;

  /**
   * @param network in 32 bits; not changed
   */
  TokenLstmSteps(TokenLstm model, ComputationGraph network) {
    List<LstmWeights> lstms = new ArrayList<>();
    for (int layer = 1; layer <= model.layers(); layer++) {
      lstms.add(LstmWeights.of(network.getVertex(TokenLstm.lstm(layer)).paramTable(false)));
    }
    INDArray embedding =
        network.getVertex(TokenLstm.EMBEDDING).paramTable(false).get(EmbeddingVertex.WEIGHTS);
    LstmWeights lowest = lstms.get(0);
    lstms.set(
        0,
        new LstmWeights(
            embedding.mmul(lowest.input()).dup('c'), lowest.recurrent(), lowest.bias()));
    Map<String, INDArray> output = output(model, network, embedding);
    this.logits = new StepLogits(output.get("W"), output.get("b"));
    this.stack =
        LstmStack.of(
            lstms, null, Nd4j.zeros(DataType.FLOAT, 1, 2L * model.layers() * model.units()));
  }

  /** From h to logits: W and b. A tied output is one product instead of two. */
  private static Map<String, INDArray> output(
      TokenLstm model, ComputationGraph network, INDArray embedding) {
    if (!model.tie()) {
      return network.getVertex(TokenNetwork.LOGITS).paramTable(false);
    }
    Map<String, INDArray> projection = network.getVertex(TokenLstm.PROJECTION).paramTable(false);
    INDArray back = embedding.transpose();
    return Map.of(
        "W", projection.get("W").mmul(back),
        "b", projection.get("b").reshape(1, model.embedding()).mmul(back).reshape(-1));
  }

  @Override
  public double[] read(int... ids) {
    INDArray h = null;
    for (int id : ids) {
      h = stack.step(new int[] {id});
    }
    return logits.of(h)[0];
  }
}
