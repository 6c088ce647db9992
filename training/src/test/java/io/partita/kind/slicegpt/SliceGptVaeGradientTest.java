package io.partita.kind.slicegpt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.partita.InTurn;
import io.partita.model.DoublePrecision;
import java.util.List;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.learning.config.NoOp;

/** Gradients of every vertex against differences of the whole loss, in 64 bits. */
class SliceGptVaeGradientTest implements DoublePrecision {
  private static final double WIDTH = 1e-5;
  private static final int EACH = 12;

  @InTurn
  @Test
  void equalDifferencesBehindLstms() {
    SliceGpt drums = new SliceGpt(32, 6, 1, 2, 0.2, "gm", "drums");
    assertEqualDifferences(
        new SliceGptVae(drums, 3, 4, 0.05, 0.7, 0, 0, 0, 0, 0L, 0.0, 0.0, false),
        SliceGptTest.slices(2));
  }

  @InTurn
  @Test
  void equalDifferencesBehindATransformer() {
    SliceGpt melodies = new SliceGpt(32, 6, 1, 2, 0.2, "gm", "melody");
    assertEqualDifferences(
        new SliceGptVae(melodies, 3, 4, 0.05, 0.7, 0, 0, 0, 2, 0L, 0.01, 0.3, false),
        MelodyGptTest.slices(2));
  }

  private static void assertEqualDifferences(SliceGptVae model, List<int[]> slices) {
    ComputationGraph network =
        model.network(
            new NeuralNetConfiguration.Builder()
                .seed(3)
                .dataType(DataType.DOUBLE)
                .updater(new NoOp()));
    INDArray parameters = network.params();
    SplittableRandom random = new SplittableRandom(2);
    for (long k = 0; k < parameters.length(); k++) { // z is to matter, and the divergence
      parameters.putScalar(k, parameters.getDouble(k) + random.nextGaussian(0, 0.2));
    }
    MultiDataSet part = model.arrays(slices, 1).get(0);
    INDArray[] features = DoublePrecision.inDoubles(part.getFeatures());
    network.setLabels(DoublePrecision.inDoubles(part.getLabels()));
    loss(network, features);
    for (GraphVertex vertex : network.getVertices()) {
      if (vertex.numParams() > 0) {
        checkDifferences(network, features, vertex);
      }
    }
  }

  private static void checkDifferences(
      ComputationGraph network, INDArray[] features, GraphVertex vertex) {
    loss(network, features);
    INDArray view =
        vertex.hasLayer()
            ? vertex.getLayer().getGradientsViewArray()
            : vertex.getGradientsViewArray();
    INDArray gradient = view.dup().divi(2);
    double most = gradient.amaxNumber().doubleValue();
    assertThat(most).as("gradient of %s", vertex.getVertexName()).isPositive();
    INDArray parameters = vertex.params();
    long each = Math.max(1, parameters.length() / EACH);
    for (long k = 0; k < parameters.length(); k += each) {
      double value = parameters.getDouble(k);
      parameters.putScalar(k, value + WIDTH);
      double above = loss(network, features);
      parameters.putScalar(k, value - WIDTH);
      double below = loss(network, features);
      parameters.putScalar(k, value);
      assertThat(gradient.getDouble(k))
          .as("gradient of parameter %d of %s", k, vertex.getVertexName())
          .isCloseTo((above - below) / (2 * WIDTH), within(1e-6 * Math.max(1, most)));
    }
  }

  private static double loss(ComputationGraph network, INDArray[] features) {
    network.setInputs(features);
    network.computeGradientAndScore();
    return network.score();
  }
}
