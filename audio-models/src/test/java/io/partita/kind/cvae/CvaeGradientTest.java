package io.partita.kind.cvae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.partita.InTurn;
import io.partita.model.DoublePrecision;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;

/** The gradients of all vertices together against finite differences, in double precision. */
class CvaeGradientTest implements DoublePrecision {
  private static final int WINDOWS = 2;

  private static final int DIRECTIONS = 3;

  private static final double WIDTH = 1e-5;

  static List<Cvae> smallNetworks() {
    Map<String, String> mel =
        Map.of("bands", "8", "length", "4", "channels", "[2, 16]", "latents", "3", "scales", "0");
    Map<String, String> wave =
        Map.of("length", "16", "channels", "[2, 16]", "latents", "2", "warmUp", "0");
    Map<String, String> seed = Map.of("length", "11", "channels", "[4, 6, 2]");
    Cvae ofMel = Cvae.named("mel-conv").with(mel).normalised(-5, 2);
    Cvae ofWave = Cvae.named("wave-conv").with(wave);
    Cvae ofClips = Cvae.named("gtzan-resnet1d-seed").with(seed);
    return List.of(
        ofMel,
        ofMel.with(Map.of("sigma", "0.5", "maxBeta", "0.3")),
        ofWave,
        ofWave.with(Map.of("sigma", "0")),
        ofWave.with(
            Map.of("length", "64", "channels", "[2, 2]", "stftWeight", "0.2", "sigma", "1")),
        ofMel.with(Map.of("latents", "5", "scales", "2")),
        ofWave.with(Map.of("latents", "3", "sigma", "0", "scales", "2")),
        ofClips,
        ofClips.with(Map.of("fixLoss", "true")));
  }

  @InTurn
  @ParameterizedTest
  @MethodSource("smallNetworks")
  void gradientsEqualFiniteDifferences(Cvae model) {
    ComputationGraph network =
        CvaeGraph.of(
            model,
            new NeuralNetConfiguration.Builder()
                .seed(3)
                .dataType(DataType.DOUBLE)
                .updater(new NoOp()));
    SplittableRandom random = new SplittableRandom(4);
    INDArray all = network.params();
    // No weight is to be 0 or 1, nor too small to matter.
    for (int k = 0; k < all.length(); k++) {
      all.putScalar(k, all.getDouble(k) + random.nextDouble(-0.2, 0.2));
    }
    MultiDataSet batch = model.arrays(CvaeTest.windows(model, WINDOWS, 1), 5).get(0);
    INDArray[] features = DoublePrecision.inDoubles(batch.getFeatures());
    network.setInputs(features);
    network.setLabels(DoublePrecision.inDoubles(batch.getLabels()));
    network.computeGradientAndScore();
    int checked = 0;
    for (GraphVertex vertex : network.getVertices()) {
      if (vertex.params() != null && vertex.params().length() > 0) {
        INDArray gradients =
            vertex.hasLayer()
                ? vertex.getLayer().getGradientsViewArray()
                : vertex.getGradientsViewArray();
        checkDifferences(network, features, vertex, gradients.dup());
        checked++;
      }
    }
    assertThat(checked).as("vertices with parameters").isGreaterThan(5);
  }

  /** Along some directions, each of which moves every parameter of the vertex up or down. */
  private static void checkDifferences(
      ComputationGraph network, INDArray[] features, GraphVertex vertex, INDArray gradients) {
    INDArray params = vertex.params().reshape(vertex.params().length());
    INDArray row = gradients.reshape(gradients.length());
    INDArray values = params.dup();
    for (int direction = 0; direction < DIRECTIONS; direction++) {
      INDArray moved = Nd4j.rand(DataType.DOUBLE, params.shape()).subi(0.5);
      moved.divi(moved.norm2Number());
      params.assign(values.add(moved.mul(WIDTH)));
      double above = loss(network, features);
      params.assign(values.sub(moved.mul(WIDTH)));
      double below = loss(network, features);
      params.assign(values);
      assertThat(row.mul(moved).sumNumber().doubleValue() / WINDOWS)
          .as("gradient of %s along direction %d", vertex.getVertexName(), direction)
          .isCloseTo((above - below) / (2 * WIDTH), within(1e-6));
    }
  }

  private static double loss(ComputationGraph network, INDArray[] features) {
    List<String> wanted = List.of("nats_per_value");
    return network.output(wanted, false, features, null)[0].meanNumber().doubleValue();
  }
}
