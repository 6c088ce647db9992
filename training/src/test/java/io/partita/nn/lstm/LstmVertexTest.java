package io.partita.nn.lstm;

import static io.partita.ThrownAssert.assertThatIllegal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;

import io.partita.InTurn;
import io.partita.nn.lstm.LstmVertex.Input;
import io.partita.nn.lstm.LstmVertex.Output;
import io.partita.nn.lstm.LstmVertex.Start;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class LstmVertexTest {
  private static final int CLASSES = 5;
  private static final int UNITS = 3;
  private final SplittableRandom random = new SplittableRandom(3);

  /** An LSTM on classes, another on its sequence with computed initial states, and a softmax. */
  static ComputationGraph network(
      DataType type, IUpdater updater, Output top, Consumer<NeuralNetConfiguration.Builder> more) {
    NeuralNetConfiguration.Builder global =
        new NeuralNetConfiguration.Builder().seed(11).dataType(type).updater(updater);
    more.accept(global);
    GraphBuilder graph =
        global
            .graphBuilder()
            .addInputs("notes", "z")
            .addVertex(
                "lower",
                new LstmVertex(CLASSES, 2, Input.CLASSES, Start.ZEROS, Output.SEQUENCE),
                "notes")
            .addLayer("h0", dense(), "z")
            .addLayer("c0", dense(), "z")
            .addVertex(
                "upper",
                new LstmVertex(2, UNITS, Input.VALUES, Start.GIVEN, top),
                "lower",
                "h0",
                "c0");
    if (top == Output.SEQUENCE) {
      graph.addLayer(
          "output",
          new RnnOutputLayer.Builder(LossFunction.MCXENT)
              .nIn(UNITS)
              .nOut(CLASSES)
              .activation(Activation.SOFTMAX)
              .dataFormat(RNNFormat.NCW)
              .build(),
          "upper");
    } else {
      graph.addLayer(
          "output",
          new OutputLayer.Builder(LossFunction.MCXENT)
              .nIn(UNITS)
              .nOut(CLASSES)
              .activation(Activation.SOFTMAX)
              .build(),
          "upper");
    }
    ComputationGraph network = new ComputationGraph(graph.setOutputs("output").build());
    network.init();
    return network;
  }

  private static DenseLayer dense() {
    return new DenseLayer.Builder().nIn(2).nOut(UNITS).activation(Activation.TANH).build();
  }

  MultiDataSet batch(DataType type, Output top, int batch, int steps) {
    INDArray notes = Nd4j.zeros(type, batch, steps);
    INDArray z = Nd4j.zeros(type, batch, 2);
    for (int k = 0; k < notes.length(); k++) {
      notes.putScalar(k, random.nextInt(CLASSES));
    }
    for (int k = 0; k < z.length(); k++) {
      z.putScalar(k, random.nextGaussian());
    }
    return new MultiDataSet(
        new INDArray[] {notes, z}, new INDArray[] {labels(type, top, batch, steps)});
  }

  private INDArray labels(DataType type, Output top, int batch, int steps) {
    if (top == Output.SEQUENCE) {
      INDArray labels = Nd4j.zeros(type, batch, CLASSES, steps);
      for (int sequence = 0; sequence < batch; sequence++) {
        for (int step = 0; step < steps; step++) {
          labels.putScalar(sequence, random.nextInt(CLASSES), step, 1);
        }
      }
      return labels;
    }
    int rows = top == Output.ROWS ? batch * steps : batch;
    INDArray labels = Nd4j.zeros(type, rows, CLASSES);
    for (int row = 0; row < rows; row++) {
      labels.putScalar(row, random.nextInt(CLASSES), 1);
    }
    return labels;
  }

  @InTurn
  @Test
  void gradientsOfAWholeNetworkEqualFiniteDifferences() {
    DataType before = Nd4j.defaultFloatingPointType();
    Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
    try {
      for (Output top : Output.values()) {
        ComputationGraph network = network(DataType.DOUBLE, new NoOp(), top, global -> {});
        MultiDataSet batch = batch(DataType.DOUBLE, top, 2, 3);
        assertThat(
                GradientCheckUtil.checkGradients(
                    new GradientCheckUtil.GraphConfig()
                        .net(network)
                        .inputs(batch.getFeatures())
                        .labels(batch.getLabels())
                        .epsilon(1e-6)
                        .maxRelError(1e-4)))
            .as("%s", top)
            .isTrue();
      }
    } finally {
      Nd4j.setDefaultDataTypes(before, before);
    }
  }

  /** Bit for bit. */
  static void assertSame(INDArray actual, INDArray expected) {
    assertThat(actual.dup('c').data().asFloat()).isEqualTo(expected.dup('c').data().asFloat());
  }

  @Test
  void sequenceAndRowsAreTheSameNumbers() {
    MultiDataSet batch = batch(DataType.FLOAT, Output.ROWS, 3, 4);
    INDArray sequence = activations(Output.SEQUENCE, batch);
    INDArray rows = activations(Output.ROWS, batch);
    INDArray last = activations(Output.LAST, batch);
    assertThat(sequence.shape()).containsExactly(3, UNITS, 4);
    assertThat(rows.shape()).containsExactly(12, UNITS);
    assertThat(last.shape()).containsExactly(3, UNITS);
    for (int step = 0; step < 4; step++) {
      for (int k = 0; k < 3; k++) {
        for (int unit = 0; unit < UNITS; unit++) {
          assertThat(rows.getFloat(step * 3 + k, unit)).isEqualTo(sequence.getFloat(k, unit, step));
        }
      }
    }
    assertSame(last, rows.get(interval(9, 12)));
  }

  private static INDArray activations(Output top, MultiDataSet batch) {
    ComputationGraph network = network(DataType.FLOAT, new NoOp(), top, global -> {});
    return network.feedForward(batch.getFeatures(), false).get("upper");
  }

  @Test
  void archiveKeepsConfigurationWeightsAndAdam(@TempDir Path folder) throws IOException {
    ComputationGraph network =
        network(DataType.FLOAT, new Adam(0.01), Output.LAST, global -> global.l2(1e-3));
    MultiDataSet batch = batch(DataType.FLOAT, Output.LAST, 6, 5);
    for (int k = 0; k < 3; k++) {
      network.fit(batch);
    }
    File file = folder.resolve("model.zip").toFile();
    ModelSerializer.writeModel(network, file, true);
    ComputationGraph read = ModelSerializer.restoreComputationGraph(file, true);
    assertThat(read.getConfiguration().getVertices().get("upper"))
        .isEqualTo(network.getConfiguration().getVertices().get("upper"));
    assertSame(read.params(), network.params());
    for (int k = 0; k < 3; k++) {
      network.fit(batch);
      read.fit(batch);
    }
    assertSame(read.params(), network.params());
    assertThat(ComputationGraphConfiguration.fromJson(network.getConfiguration().toJson()))
        .isEqualTo(network.getConfiguration());
  }

  @Test
  void cloneLearnsAloneAndTheSame() {
    ComputationGraph network = network(DataType.FLOAT, new Adam(0.01), Output.ROWS, global -> {});
    MultiDataSet batch = batch(DataType.FLOAT, Output.ROWS, 4, 3);
    network.fit(batch);
    ComputationGraph clone = network.clone();
    INDArray before = network.params().dup();
    clone.getConfiguration().setIterationCount(1); // DL4J's clone begins at 0 again.
    clone.fit(batch);
    assertSame(network.params(), before);
    network.fit(batch);
    assertSame(network.params(), clone.params());
  }

  @Test
  void gradientClippingReachesTheVertex() {
    double threshold = 1e-4;
    ComputationGraph network =
        network(
            DataType.FLOAT,
            new Sgd(1),
            Output.LAST,
            global ->
                global
                    .gradientNormalization(GradientNormalization.ClipL2PerLayer)
                    .gradientNormalizationThreshold(threshold));
    INDArray before = network.getVertex("upper").params().dup();
    network.fit(batch(DataType.FLOAT, Output.LAST, 8, 3));
    double step = network.getVertex("upper").params().distance2(before);
    assertThat(step).isCloseTo(threshold, within(threshold / 100));
  }

  @Test
  void regularisationShrinksTheWeightsAndNotTheBias() {
    double l2 = 0.25;
    ComputationGraph plain = network(DataType.FLOAT, new Sgd(1), Output.LAST, global -> {});
    ComputationGraph shrunk =
        network(DataType.FLOAT, new Sgd(1), Output.LAST, global -> global.l2(l2));
    INDArray weights = plain.getVertex("upper").paramTable(false).get("R").dup();
    MultiDataSet batch = batch(DataType.FLOAT, Output.LAST, 8, 3);
    plain.fit(batch);
    shrunk.fit(batch);
    INDArray difference =
        plain
            .getVertex("upper")
            .paramTable(false)
            .get("R")
            .sub(shrunk.getVertex("upper").paramTable(false).get("R"));
    assertThat(difference.equalsWithEps(weights.mul(l2), 1e-5)).isTrue();
    assertSame(
        shrunk.getVertex("upper").paramTable(false).get("b"),
        plain.getVertex("upper").paramTable(false).get("b"));
  }

  @Test
  void weightsComeFromTheSeed() {
    ComputationGraph network = network(DataType.FLOAT, new NoOp(), Output.LAST, global -> {});
    ComputationGraph again = network(DataType.FLOAT, new NoOp(), Output.LAST, global -> {});
    ComputationGraph other =
        network(DataType.FLOAT, new NoOp(), Output.LAST, global -> global.seed(12));
    assertSame(again.params(), network.params());
    assertThat(other.params().toFloatVector()).isNotEqualTo(network.params().toFloatVector());
    assertThat(network.getVertex("upper").paramTable(false).get("b").toFloatVector())
        .containsExactly(0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0);
  }

  @Test
  void xavierWeightsHaveTheirVariance() {
    ComputationGraph network =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .seed(5)
                .graphBuilder()
                .addInputs("notes")
                .addVertex(
                    "lstm",
                    new LstmVertex(90, 60, Input.CLASSES, Start.ZEROS, Output.LAST),
                    "notes")
                .setOutputs("lstm")
                .build());
    network.init();
    double input = network.getVertex("lstm").paramTable(false).get("W").stdNumber().doubleValue();
    double recurrent =
        network.getVertex("lstm").paramTable(false).get("R").stdNumber().doubleValue();
    assertThat(input).isCloseTo(Math.sqrt(2.0 / (90 + 60)), within(0.005));
    assertThat(recurrent).isCloseTo(Math.sqrt(2.0 / (60 + 60)), within(0.005));
  }

  @Test
  void refusesSizesBelowOne() {
    assertThatIllegal(() -> new LstmVertex(0, 4, Input.VALUES, Start.ZEROS, Output.LAST))
        .names(0, 4);
  }
}
