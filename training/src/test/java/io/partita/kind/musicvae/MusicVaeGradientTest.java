package io.partita.kind.musicvae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.partita.InTurn;
import io.partita.model.DoublePrecision;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;

/** The gradients of all vertices together against finite differences, in double precision. */
class MusicVaeGradientTest implements DoublePrecision {
  private static final int SLICES = 2;
  private static final int DIRECTIONS = 2;

  private static MusicVae small(String config, double freeBits) {
    boolean isFlat = config.startsWith("cat");
    return MusicVae.named(config)
        .with(
            Map.of(
                "steps",
                isFlat ? "3" : "4",
                "segments",
                isFlat ? "1" : "2",
                "encoderUnits",
                config.contains("16bar") ? "[3, 2]" : "3",
                "decoderUnits",
                "[3, 2]",
                "conductorUnits",
                isFlat ? "[]" : "[2, 3]",
                "latent",
                "2",
                "freeBits",
                String.valueOf(freeBits),
                "maxBeta",
                "0.7",
                "betaRate",
                "0"));
  }

  private static ComputationGraph inDoubles(MusicVae model) {
    ComputationGraph network =
        MusicVaeGraph.of(
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

  @Tag("full")
  @Test
  void gradientsOfThreeVoicesEqualFiniteDifferences() {
    gradientsEqualFiniteDifferences("hierdec-trio_16bar_tiny");
  }

  @InTurn
  @ParameterizedTest
  @ValueSource(
      strings = {
        "cat-drums_2bar_tiny",
        "hier-drums_4bar_tiny",
        "cat-mel_2bar_tiny",
        "hierdec-mel_16bar_tiny"
      })
  void gradientsEqualFiniteDifferences(String config) {
    MusicVae model = small(config, 0.05);
    Nd4j.getRandom().setSeed(4);
    ComputationGraph network = inDoubles(model);
    List<int[]> slices = MusicVaeTest.slices(model, SLICES, 1);
    MultiDataSet batch = model.arrays(slices, 5).get(0);
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

  /** Along some directions, each of which moves every parameter of the vertex up or down. */
  private static void checkDifferences(
      ComputationGraph network, GraphVertex vertex, INDArray gradients) {
    double width = 1e-6;
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
          .isCloseTo(difference, within(1e-6 + 1e-5 * Math.abs(difference)));
    }
  }

  private static double loss(ComputationGraph network) {
    network.computeGradientAndScore();
    return network.score();
  }

  @Test
  void within_the_free_bits_the_divergence_costs_nothing() {
    MusicVae model = small("cat-drums_2bar_tiny", 1000);
    ComputationGraph network = inDoubles(model);
    List<int[]> slices = MusicVaeTest.slices(model, SLICES, 1);
    INDArray[] features = DoublePrecision.inDoubles(model.arrays(slices, 5).get(0).getFeatures());
    INDArray cost = network.output(List.of("divergence"), false, features, null)[0];
    assertThat(cost.sumNumber().doubleValue()).isZero();
  }
}
