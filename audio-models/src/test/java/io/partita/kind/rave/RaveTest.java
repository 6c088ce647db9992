package io.partita.kind.rave;

import static io.partita.ThrownAssert.assertThatThrown;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.partita.InTurn;
import io.partita.UserException;
import io.partita.model.BothArithmetics;
import io.partita.model.PredictionSums;
import io.partita.model.audio.vae.ActiveUnits;
import io.partita.nn.conv.BatchNormVertex;
import io.partita.nn.device.NativeThreads;
import io.partita.nn.latent.Posterior;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;

class RaveTest {
  private static final int LENGTH = 4608;

  /** Of 36 frames of three numbers. */
  static Rave small() {
    return Rave.named("rave-tiny")
        .with(
            Map.of(
                "length", "" + LENGTH,
                "subbands", "4",
                "capacity", "4",
                "latents", "3",
                "ratios", "[4, 4, 2]",
                "maxGradientNorm", "0"));
  }

  /** Tones whose loudness and pitch change, one after the other. */
  static List<float[]> windows(int count) {
    SplittableRandom random = new SplittableRandom(7);
    return IntStream.range(0, count)
        .mapToObj(
            number -> {
              double step = random.nextDouble(0.02, 0.4);
              double change = random.nextDouble(0.0005, 0.002);
              float[] window = new float[LENGTH];
              for (int k = 0; k < LENGTH; k++) {
                double loud = 0.3 * (1 + Math.sin(change * k)) + 0.01 * random.nextDouble();
                window[k] = (float) (loud * Math.sin(step * k));
              }
              return window;
            })
        .toList();
  }

  private static ComputationGraph trained(Rave model, int updates) {
    ComputationGraph network = model.network(3, model.optimizer());
    for (int k = 0; k < updates; k++) {
      network.fit(model.arrays(windows(3), k).get(0));
    }
    return network;
  }

  @Test
  void componentsOfFewFramesAreOrthonormalToo() {
    SplittableRandom random = new SplittableRandom(3);
    double[][] directions = new double[4][128];
    for (double[] direction : directions) {
      Arrays.setAll(direction, i -> 1e-3 * random.nextGaussian());
    }
    double[][] z = new double[40][128];
    for (double[] frame : z) {
      for (double[] direction : directions) {
        double share = random.nextGaussian();
        Arrays.setAll(frame, i -> frame[i] + share * direction[i]);
      }
    }
    LatentFidelity fidelity = LatentFidelity.of(z);
    assertThat(fidelity.needed(1 - 1e-9)).isEqualTo(4);
    double[][] components = fidelity.components();
    for (int k = 0; k < components.length; k++) {
      for (int j = 0; j <= k; j++) {
        double product = 0;
        for (int i = 0; i < components.length; i++) {
          product += components[k][i] * components[j][i];
        }
        assertThat(product).isCloseTo(j == k ? 1 : 0, within(1e-9));
      }
    }
  }

  @Test
  void lossFalls() {
    Rave model = small().with(Map.of("learningRate", "0.003"));
    ComputationGraph network = model.network(3, model.optimizer());
    MultiDataSet batch = model.arrays(windows(3), 1).get(0);
    network.fit(batch);
    double before = network.score();
    for (int k = 0; k < 40; k++) {
      network.fit(model.arrays(windows(3), k).get(0));
    }
    assertThat(network.score()).isLessThan(0.9 * before).isPositive();
  }

  @InTurn
  @Test
  void gradientsEqualFiniteDifferences() {
    Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
    try {
      Rave model = small().with(Map.of("logEpsilon", "1"));
      ComputationGraph network =
          RaveGraph.of(
              model,
              new NeuralNetConfiguration.Builder()
                  .seed(3)
                  .dataType(DataType.DOUBLE)
                  .updater(new NoOp()));
      INDArray[] features = model.arrays(windows(2), 1).get(0).getFeatures();
      for (int k = 0; k < features.length; k++) {
        features[k] = features[k].castTo(DataType.DOUBLE);
      }
      network.setInputs(features);
      network.setLabels(Nd4j.zeros(2, 1));
      network.computeGradientAndScore();
      for (GraphVertex vertex : network.getVertices()) {
        if (vertex.params() != null && vertex.params().length() > 0) {
          check(network, features, vertex);
        }
      }
    } finally {
      Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
    }
  }

  private static void check(ComputationGraph network, INDArray[] features, GraphVertex vertex) {
    INDArray params = vertex.params();
    INDArray gradient = vertex.getGradientsViewArray().dup();
    INDArray values = params.dup();
    INDArray moved = Nd4j.rand(DataType.DOUBLE, params.shape()).subi(0.5);
    double width = 1e-6 / moved.norm2Number().doubleValue();
    params.assign(values.add(moved.mul(width)));
    double above = loss(network, features);
    params.assign(values.sub(moved.mul(width)));
    double below = loss(network, features);
    params.assign(values);
    double expected = (above - below) / (2 * width);
    double along = gradient.reshape(moved.shape()).mul(moved).sumNumber().doubleValue() / 2;
    double scale = gradient.norm2Number().doubleValue() * moved.norm2Number().doubleValue();
    assertThat(along).as(vertex.getVertexName()).isCloseTo(expected, within(1e-5 * scale + 1e-7));
  }

  private static double loss(ComputationGraph network, INDArray[] features) {
    return network.output(List.of("loss"), true, features, null)[0].meanNumber().doubleValue();
  }

  @Test
  void archiveAndCloneKeepStatisticsToo(@TempDir Path folder) throws Exception {
    Rave model = small();
    ComputationGraph network = trained(model, 3);
    File file = folder.resolve("model.zip").toFile();
    ModelSerializer.writeModel(network, file, true);
    ComputationGraph read = ModelSerializer.restoreComputationGraph(file, true);
    Posterior expected = model.encode(network, windows(2));
    float[][] sounds = model.decode(network, expected.mu(), 5);
    for (ComputationGraph other : List.of(read, network.clone())) {
      Posterior posterior = model.encode(other, windows(2));
      assertThat(posterior.mu()).isDeepEqualTo(expected.mu());
      assertThat(posterior.sigma()).isDeepEqualTo(expected.sigma());
      assertThat(model.decode(other, expected.mu(), 5)).isDeepEqualTo(sounds);
    }
    assertThat(sounds[0]).hasSize(LENGTH);
    assertThat(model.decode(network, expected.mu(), 6)[0])
        .as("other noise")
        .isNotEqualTo(sounds[0]);
  }

  @Test
  void threadsChangeNoBit() {
    try {
      NativeThreads.use(1);
      INDArray one = trained(small(), 2).params().dup();
      NativeThreads.use(2);
      assertThat(trained(small(), 2).params()).isEqualTo(one);
    } finally {
      NativeThreads.use(1);
    }
  }

  @Test
  void statisticsOfManyBatchesAreTheirMeans() {
    Rave model = small();
    ComputationGraph network = model.network(3, model.optimizer());
    List<INDArray[]> batches =
        IntStream.range(0, 3)
            .mapToObj(
                k ->
                    model.features(
                        windows(6).subList(2 * k, 2 * k + 2),
                        new float[2 * model.latent()],
                        new SplittableRandom(k)))
            .toList();
    double[] means = new double[4];
    for (INDArray[] batch : batches) {
      BatchNormVertex.estimate(network, List.<INDArray[]>of(batch));
      double[] mean = mean(network);
      for (int c = 0; c < 4; c++) {
        means[c] += mean[c] / 3;
      }
    }
    BatchNormVertex.estimate(network, batches);
    assertThat(mean(network)).containsExactly(means, within(1e-7));
    network.output(true, batches.get(0));
    assertThat(mean(network)).as("moves by a tenth again").isNotEqualTo(means);
  }

  private static double[] mean(ComputationGraph network) {
    return network
        .getVertex("encoder_norm0")
        .paramTable(false)
        .get(BatchNormVertex.MEAN)
        .castTo(DataType.DOUBLE)
        .data()
        .asDouble();
  }

  @Test
  void scoresAreOfEachWindowAlone() {
    Rave model = small();
    ComputationGraph network = trained(model, 2);
    List<float[]> windows = windows(3);
    PredictionSums all = model.score(network, windows);
    PredictionSums parts =
        model
            .score(network, windows.subList(0, 1))
            .plus(model.score(network, windows.subList(1, 3)));
    assertThat(all.count()).isEqualTo(3);
    assertThat(parts.mean(RaveScore.DISTANCE))
        .isCloseTo(all.mean(RaveScore.DISTANCE), within(1e-9));
    Map<String, Double> figures = model.figures(all);
    assertThat(figures.get(RaveScore.DISTANCE)).isBetween(1.0, 200.0);
    assertThat(figures.get(RaveScore.LOG_MEL_MAE_DB)).isBetween(0.1, 100.0);
    assertThat(figures.get(ActiveUnits.NAME)).isBetween(0.0, 3.0);
    assertThat(model.lossNats(all, 0)).isCloseTo(all.mean(PredictionSums.LOSS_NATS), within(1e-9));
  }

  @Test
  void drawDependsOnTheSeedAlone() {
    float[] window = windows(1).get(0);
    WindowDraw always = new WindowDraw(LENGTH, 1, 22_050);
    assertThat(always.of(window, 3)).isEqualTo(always.of(window, 3));
    assertThat(always.of(window, 3)).isNotEqualTo(always.of(window, 4)).hasSize(LENGTH);
    float[] dithered = new WindowDraw(LENGTH, 0, 22_050).of(window, 3);
    for (int k = 0; k < LENGTH; k++) {
      assertThat(dithered[k] - window[k]).isBetween(-1e-7f, 1.6e-5f);
    }
  }

  @Test
  void windowsBeginAtAnySample() {
    int length = 50;
    float[] ramp = new float[length + 9];
    for (int k = 0; k < ramp.length; k++) {
      ramp[k] = 0.1f + 0.01f * k;
    }
    WindowDraw draw = new WindowDraw(length, 0, 22_050);
    Set<Long> begun = new TreeSet<>();
    for (int seed = 0; seed < 200; seed++) {
      float[] window = draw.of(ramp, seed);
      assertThat(window).hasSize(length);
      assertThat(window[length - 1] - window[0]).isCloseTo(0.49f, within(1e-4f));
      begun.add(Math.round((window[0] - 0.1) / 0.01));
    }
    assertThat(begun).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
  }

  @Test
  void silentCropsAreNotDrawn() {
    float[] example = new float[100];
    Arrays.fill(example, 0, 50, 0.5f);
    WindowDraw draw = new WindowDraw(10, 0, 22_050);
    for (int seed = 0; seed < 50; seed++) {
      assertThat(draw.isLoud(draw.of(example, seed))).isTrue();
    }
    assertThat(draw.isLoud(new float[10])).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "length, 4600, multiples", "length, 4096, above", "subbands, 12, '4, 8 and 16'",
    "ratios, '[3, 4]', ratios", "source, '\"WAVE\"', DECODED_WAVE", "allPass, 2, allPass"
  })
  void wrongHyperParametersAreRefusedByName(String name, String value, String said) {
    assertThatThrown(UserException.class, () -> small().with(Map.of(name, value)))
        .names(name, said);
  }

  @InTurn
  @Test
  void aGpuLearnsTheSame() {
    Map<String, String> less =
        Map.of("capacity", "2", "latents", "2", "ratios", "[4, 4]", "learningRate", "0.0003");
    List<float[]> windows = windows(2);
    BothArithmetics.assertEqualOnGpu(
        small().with(less), List.of(windows.subList(0, 1), windows.subList(1, 2)));
  }
}
