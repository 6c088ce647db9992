package io.partita.model.token;

import io.partita.lstm.FloatMatrix;
import io.partita.lstm.LstmStack;
import io.partita.lstm.LstmWeights;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A {@link TokenLstm} at work an id at a time, from the state at the beginning of a document. */
final class TokenSteps {
  private final LstmStack stack;
  private final FloatMatrix weights;
  private final FloatMatrix logits;
  private final float[] bias;
  private final float[] row;

  /**
   * @param network in 32 bits, on a CPU; not changed
   */
  TokenSteps(TokenLstm model, ComputationGraph network) {
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
    this.stack =
        new LstmStack(
            lstms, null, Nd4j.zeros(DataType.FLOAT, 1, 2L * model.layers() * model.units()));
    Map<String, INDArray> output = output(model, network, embedding);
    this.weights = FloatMatrix.of(output.get("W").dup('c'));
    this.bias = output.get("b").toFloatVector();
    this.logits = FloatMatrix.of(Nd4j.create(DataType.FLOAT, 1, model.vocabulary()));
    this.row = new float[model.vocabulary()];
  }

  /** From h to logits: W and b. A tied output is one product instead of two. */
  private static Map<String, INDArray> output(
      TokenLstm model, ComputationGraph network, INDArray embedding) {
    if (!model.tie()) {
      return network.getVertex(TokenLstm.LOGITS).paramTable(false);
    }
    Map<String, INDArray> projection = network.getVertex(TokenLstm.PROJECTION).paramTable(false);
    INDArray back = embedding.transpose();
    return Map.of(
        "W", projection.get("W").mmul(back),
        "b", projection.get("b").reshape(1, model.embedding()).mmul(back).reshape(-1));
  }

  /**
   * Reads an id.
   *
   * @return logits of the next one, [vocabulary]
   */
  double[] read(int id) {
    FloatMatrix hidden = stack.step(new int[] {id});
    logits.multiply(0, hidden, 0, 1, weights, false);
    logits.read(0, row, 0, row.length);
    double[] sums = new double[row.length];
    for (int k = 0; k < sums.length; k++) {
      sums[k] = row[k] + bias[k];
    }
    return sums;
  }
}
