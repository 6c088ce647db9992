package io.partita.kind.note;

import io.partita.nn.loss.LogSoftmax;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What a {@link NoteLstm}'s network says, without dropout. */
final class NoteProbabilities {
  private NoteProbabilities() {}

  /**
   * The logarithms of the next classes' probabilities. Computed from what enters the softmax: in 32
   * bits small probabilities would be 0 after it.
   *
   * @param features as in the arrays that the model makes
   * @return [rows, vocabulary], nats
   */
  static double[][] log(ComputationGraph network, INDArray[] features) {
    int dense = network.getVertex(NoteLstm.DENSE).getVertexIndex();
    INDArray entering = network.feedForward(features, dense, false, true).get(NoteLstm.DENSE);
    Layer output = network.getLayer(NoteLstm.OUTPUT);
    INDArray logits = entering.mmul(output.getParam("W")).addiRowVector(output.getParam("b"));
    double[][] rows = logits.castTo(DataType.DOUBLE).toDoubleMatrix();
    for (double[] row : rows) {
      double logSum = LogSoftmax.logSum(row, 0, row.length);
      for (int k = 0; k < row.length; k++) {
        row[k] -= logSum;
      }
    }
    return rows;
  }
}
