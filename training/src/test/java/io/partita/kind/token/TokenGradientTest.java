package io.partita.kind.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.partita.InTurn;
import io.partita.model.DoublePrecision;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.config.Sgd;

/** Gradients of the whole network against differences of its loss, in 64 bits. */
class TokenGradientTest implements DoublePrecision {
  private static final double WIDTH = 1e-5;

  @InTurn
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void equalDifferences(boolean tie) {
    TokenLstm model = new TokenLstm(9, 1, 1, 5, 3, 2, 4, 0, tie);
    equalDifferences(model, model.network(inDoubles()));
  }

  @InTurn
  @Test
  void equalDifferencesOfATransformer() {
    TokenTransformer model = new TokenTransformer(9, 1, 1, 5, 8, 2, 2, 0);
    equalDifferences(model, model.network(inDoubles()));
  }

  private static NeuralNetConfiguration.Builder inDoubles() {
    return new NeuralNetConfiguration.Builder()
        .seed(3)
        .dataType(DataType.DOUBLE)
        .updater(new NoOp());
  }

  private static void equalDifferences(TokenNetwork model, ComputationGraph network) {
    // A document begins inside the window, another with it.
    List<int[]> windows =
        List.of(new int[] {1, 4, 3, 2, 1, 7, 8, 5, 6}, new int[] {1, 1, 3, 4, 5, 6, 2, 1, 7});
    MultiDataSet part = model.arrays(windows, 1).get(0);
    INDArray[] features = DoublePrecision.inDoubles(part.getFeatures());
    network.setInputs(features);
    network.setLabels(DoublePrecision.inDoubles(part.getLabels()));
    network.computeGradientAndScore();
    INDArray gradient = network.getFlattenedGradients().div(network.batchSize());
    INDArray parameters = network.params();
    assertThat(gradient.length()).isEqualTo(model.parameters());
    for (long k = 0; k < parameters.length(); k += 7) {
      double value = parameters.getDouble(k);
      parameters.putScalar(k, value + WIDTH);
      double above = loss(network, features);
      parameters.putScalar(k, value - WIDTH);
      double below = loss(network, features);
      parameters.putScalar(k, value);
      assertThat(gradient.getDouble(k))
          .as("gradient of parameter %d", k)
          .isCloseTo((above - below) / (2 * WIDTH), within(1e-8));
    }
  }

  /** What DL4J divides gradients by is its own affair, and shows in an update only. */
  @InTurn
  @Test
  void anUpdateGoesDownTheMeanOverPredictions() {
    TokenLstm model = new TokenLstm(9, 1, 1, 5, 3, 1, 4, 0, false);
    ComputationGraph network =
        model.network(
            new NeuralNetConfiguration.Builder()
                .seed(3)
                .dataType(DataType.DOUBLE)
                .updater(new Sgd(1)));
    List<int[]> windows = List.of(new int[] {1, 4, 3, 2, 1, 7, 8}, new int[] {1, 1, 3, 4, 5, 6, 2});
    MultiDataSet part = model.arrays(windows, 1).get(0);
    INDArray[] features = DoublePrecision.inDoubles(part.getFeatures());
    INDArray[] labels = DoublePrecision.inDoubles(part.getLabels());
    INDArray before = network.params().dup();
    network.setLabels(labels);
    double[] slopes = new double[(int) before.length()];
    for (int k = 0; k < slopes.length; k++) {
      double value = before.getDouble(k);
      network.params().putScalar(k, value + WIDTH);
      double above = loss(network, features);
      network.params().putScalar(k, value - WIDTH);
      slopes[k] = (above - loss(network, features)) / (2 * WIDTH);
      network.params().putScalar(k, value);
    }
    network.fit(features, labels);
    assertThat(before.sub(network.params()).toDoubleVector())
        .as("step of each parameter")
        .containsExactly(slopes, within(1e-8));
  }

  private static double loss(ComputationGraph network, INDArray[] features) {
    network.setInputs(features);
    network.computeGradientAndScore();
    return network.score();
  }
}
