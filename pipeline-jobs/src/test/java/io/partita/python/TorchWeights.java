package io.partita.python;

import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** The weights of a language model of train lm by the names of the example remi_lstm.py. */
public final class TorchWeights {
  private TorchWeights() {}

  /** PyTorch's LSTM has a second bias, which is 0 here. */
  public static Map<String, Object> of(ComputationGraph network, int layers) {
    Map<String, Object> weights = new LinkedHashMap<>();
    weights.put("embedding.weight", matrix(network, "embedding", "W", false));
    for (int layer = 0; layer < layers; layer++) {
      String lstm = "lstm" + (layer + 1);
      float[] bias = vector(network, lstm);
      weights.put("lstm.weight_ih_l" + layer, matrix(network, lstm, "W", true));
      weights.put("lstm.weight_hh_l" + layer, matrix(network, lstm, "R", true));
      weights.put("lstm.bias_ih_l" + layer, bias);
      weights.put("lstm.bias_hh_l" + layer, new float[bias.length]);
    }
    weights.put("logits.weight", matrix(network, "logits", "W", true));
    weights.put("logits.bias", vector(network, "logits"));
    return weights;
  }

  private static float[][] matrix(
      ComputationGraph network, String vertex, String name, boolean isTransposed) {
    var of = network.getVertex(vertex).paramTable(false).get(name);
    return (isTransposed ? of.transpose() : of).dup('c').toFloatMatrix();
  }

  private static float[] vector(ComputationGraph network, String vertex) {
    return network
        .getVertex(vertex)
        .paramTable(false)
        .get("b")
        .dup('c')
        .reshape(-1)
        .toFloatVector();
  }
}
