package io.partita.kind.groovae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.partita.InTurn;
import io.partita.model.DoublePrecision;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;

/** The gradients of all vertices, with dropout, against finite differences in double precision. */
@InTurn
class GrooVaeGradientTest implements DoublePrecision {
  private static final int SLICES = 2;
  private static final int DIRECTIONS = 2;

  @ParameterizedTest
  @CsvSource({
    "groovae_2bar_humanize, upstream, false, false",
    "groovae_2bar_hits_control_tfds, upstream, false, false",
    "groovae_2bar_hits_control_tfds, hits, true, false",
    "groovae_2bar_humanize, hits, false, false",
    "groovae_2bar_humanize, hits, true, true"
  })
  void gradientsEqualFiniteDifferences(
      String config, String loss, String hitHistory, String encoderSteps) {
    GrooVae model =
        GrooVae.named(config)
            .with(
                Map.of(
                    "encoderUnits", "3",
                    "decoderUnits", "[3, 2]",
                    "latent", "2",
                    "freeBits", "0.01",
                    "loss", loss,
                    "hitHistory", hitHistory,
                    "tempo", encoderSteps,
                    "encoderSteps", encoderSteps,
                    "beta", "0.7"));
    Nd4j.getRandom().setSeed(4);
    ComputationGraph network = inDoubles(model);
    MultiDataSet batch = model.arrays(GrooVaeTest.examples(model, SLICES, 1), 5).get(0);
    INDArray[] features = DoublePrecision.inDoubles(batch.getFeatures());
    assertThat(network.output(List.of("divergence"), false, features, null)[0].minNumber())
        .as("above the free bits, so that its gradient matters")
        .satisfies(least -> assertThat(least.doubleValue()).isGreaterThan(0.01));
    network.setInputs(features);
    network.setLabels(DoublePrecision.inDoubles(batch.getLabels()));
    network.computeGradientAndScore();
    for (GraphVertex vertex : network.getVertices()) {
      if (vertex.params() != null && vertex.params().length() > 0) {
        INDArray gradients =
            vertex.hasLayer()
                ? vertex.getLayer().getGradientsViewArray()
                : vertex.getGradientsViewArray();
        checkDifferences(network, vertex, gradients.dup());
      }
    }
  }

  private static ComputationGraph inDoubles(GrooVae model) {
    ComputationGraph network =
        GrooVaeGraph.of(
            model,
            new NeuralNetConfiguration.Builder()
                .seed(3)
                .dataType(DataType.DOUBLE)
                .updater(new NoOp()));
    // Larger weights than those of mu and sigma at first: every path is to matter.
    INDArray params = network.params();
    params.addi(Nd4j.rand(DataType.DOUBLE, params.shape()).subi(0.5).muli(0.6));
    return network;
  }

  /** Along some directions, each of which moves every parameter of the vertex up or down. */
  private static void checkDifferences(
      ComputationGraph network, GraphVertex vertex, INDArray gradients) {
    double width = 2e-7; // learnt deviations make the loss steep
    INDArray params = vertex.params();
    INDArray values = params.dup();
    for (int direction = 0; direction < DIRECTIONS; direction++) {
      INDArray signs =
          Nd4j.rand(DataType.DOUBLE, params.shape())
              .gt(0.5)
              .castTo(DataType.DOUBLE)
              .muli(2)
              .subi(1);
      params.assign(values.add(signs.mul(width)));
      double above = loss(network);
      params.assign(values.sub(signs.mul(width)));
      double below = loss(network);
      params.assign(values);
      double difference = (above - below) / (2 * width);
      assertThat(gradients.mul(signs).sumNumber().doubleValue() / SLICES)
          .as("gradient of %s along direction %d", vertex.getVertexName(), direction)
          .isCloseTo(difference, within(1e-6 * gradients.norm1Number().doubleValue()));
    }
  }

  private static double loss(ComputationGraph network) {
    network.computeGradientAndScore();
    return network.score();
  }
}
