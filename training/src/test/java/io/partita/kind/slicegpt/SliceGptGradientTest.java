package io.partita.kind.slicegpt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.partita.InTurn;
import io.partita.drum.DrumMap;
import io.partita.model.DoublePrecision;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.learning.config.NoOp;

/** Gradients of the whole network against differences of its loss, in 64 bits. */
class SliceGptGradientTest implements DoublePrecision {
  private static final double WIDTH = 1e-5;
  private static final int EACH = 97;

  @InTurn
  @Test
  void equalDifferences() {
    SliceGpt model = new SliceGpt(32, 6, 1, 2, 0.2, DrumMap.GM.label(), "drums");
    ComputationGraph network =
        model.network(
            new NeuralNetConfiguration.Builder()
                .seed(3)
                .dataType(DataType.DOUBLE)
                .updater(new NoOp()));
    MultiDataSet part = model.arrays(SliceGptTest.slices(2), 1).get(0);
    INDArray[] features = DoublePrecision.inDoubles(part.getFeatures());
    network.setLabels(DoublePrecision.inDoubles(part.getLabels()));
    loss(network, features);
    INDArray gradient = network.getFlattenedGradients().div(network.batchSize());
    double most = gradient.amaxNumber().doubleValue();
    INDArray parameters = network.params();
    for (long k = 0; k < parameters.length(); k += EACH) {
      double value = parameters.getDouble(k);
      parameters.putScalar(k, value + WIDTH);
      double above = loss(network, features);
      parameters.putScalar(k, value - WIDTH);
      double below = loss(network, features);
      parameters.putScalar(k, value);
      assertThat(gradient.getDouble(k))
          .as("gradient of parameter %d", k)
          .isCloseTo((above - below) / (2 * WIDTH), within(1e-6 * most));
    }
  }

  private static double loss(ComputationGraph network, INDArray[] features) {
    network.setInputs(features);
    network.computeGradientAndScore();
    return network.score();
  }
}
