package io.partita.nn.lstm;

import static io.partita.ThrownAssert.assertThatThrown;
import static org.assertj.core.api.Assertions.assertThat;
import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;

import io.partita.model.BothArithmetics;
import io.partita.nn.device.Arithmetic;
import io.partita.nn.lstm.LstmVertex.Input;
import io.partita.nn.lstm.LstmVertex.Output;
import io.partita.nn.lstm.LstmVertex.Start;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** An LSTM that begins with the state that the batch before has left. */
class CarriedStateTest {
  private static final int CLASSES = 5;

  private static OutputLayer softmax() {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .nIn(6)
        .nOut(CLASSES)
        .activation(Activation.SOFTMAX)
        .build();
  }

  private static ComputationGraph carrying() {
    ComputationGraph network =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .seed(5)
                .updater(new Sgd(0.1))
                .graphBuilder()
                .addInputs("notes", "carry")
                .addVertex(
                    "lstm",
                    new LstmVertex(CLASSES, 6, Input.CLASSES, Start.CARRIED, Output.ROWS),
                    "notes",
                    "carry")
                .addLayer("output", softmax(), "lstm")
                .setOutputs("output")
                .build());
    network.init();
    return network;
  }

  @ParameterizedTest
  @EnumSource(Arithmetic.class)
  void carriedStateContinuesASequenceAndOnlyWhereAsked(Arithmetic arithmetic) {
    BothArithmetics.with(
        arithmetic,
        () -> {
          assertCarriedStateContinues();
          return null;
        });
  }

  private static void assertCarriedStateContinues() {
    ComputationGraph network = carrying();
    INDArray notes = Nd4j.create(new float[][] {{0, 1, 2, 3, 4, 0}, {4, 4, 3, 2, 1, 1}});
    INDArray whole = network.outputSingle(notes, Nd4j.zeros(DataType.FLOAT, 2, 1));
    INDArray first = notes.get(all(), interval(0, 4)).dup();
    INDArray second = notes.get(all(), interval(4, 6)).dup();
    // Nothing was left by an earlier pass yet on this object: 1 means zeros.
    network = carrying();
    INDArray begun = network.outputSingle(first, Nd4j.ones(DataType.FLOAT, 2, 1));
    INDArray ended = network.outputSingle(second, Nd4j.create(new float[][] {{1}, {0}}));
    assertThat(begun.equalsWithEps(whole.get(interval(0, 8)), 1e-6)).isTrue();
    // Rows are step after step: sequence 0, sequence 1, sequence 0, …
    assertThat(ended.getRow(0).equalsWithEps(whole.getRow(8), 1e-6)).isTrue();
    assertThat(ended.getRow(2).equalsWithEps(whole.getRow(10), 1e-6)).isTrue();
    INDArray fresh = network.outputSingle(second, Nd4j.zeros(DataType.FLOAT, 2, 1));
    assertThat(ended.getRow(1).toFloatVector()).containsExactly(fresh.getRow(1).toFloatVector());
    assertThat(ended.getRow(0).toFloatVector()).isNotEqualTo(fresh.getRow(0).toFloatVector());
  }

  @Test
  void stateOfAnotherBatchIsRefused() {
    ComputationGraph network = carrying();
    network.outputSingle(Nd4j.zeros(DataType.FLOAT, 3, 2), Nd4j.zeros(DataType.FLOAT, 3, 1));
    assertThatThrown(
            IllegalStateException.class,
            () ->
                network.outputSingle(
                    Nd4j.zeros(DataType.FLOAT, 2, 2), Nd4j.ones(DataType.FLOAT, 2, 1)))
        .names(3, 2, "carry 0");
  }

  @Test
  void trainingContinuesFromTheCarriedStateWithoutGradientThroughIt() {
    ComputationGraph network = carrying();
    INDArray first = Nd4j.create(new float[][] {{0, 1, 2}, {4, 4, 3}});
    INDArray second = Nd4j.create(new float[][] {{3, 4}, {2, 1}});
    INDArray labels = labels(2 * 2);
    network.outputSingle(first, Nd4j.zeros(DataType.FLOAT, 2, 1));
    INDArray before = network.params().dup();
    network.fit(new INDArray[] {second, Nd4j.ones(DataType.FLOAT, 2, 1)}, new INDArray[] {labels});
    INDArray step = network.params().sub(before);

    // The same state as a constant: what the first part left, as h0 and c0 of an LSTM alone.
    LstmWeights weights = LstmWeights.of(carrying().getVertex("lstm").paramTable(false));
    LayerWorkspaceMgr none = LayerWorkspaceMgr.noWorkspaces();
    LstmStates left =
        new FloatLstm(weights, LstmInput.classes(first, CLASSES, null), none).forward(null, null);
    ComputationGraph given =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .updater(new Sgd(0.1))
                .graphBuilder()
                .addInputs("notes", "h0", "c0")
                .addVertex(
                    "lstm",
                    new LstmVertex(CLASSES, 6, Input.CLASSES, Start.GIVEN, Output.ROWS),
                    "notes",
                    "h0",
                    "c0")
                .addLayer("output", softmax(), "lstm")
                .setOutputs("output")
                .build());
    given.init();
    given.setParams(before);
    given.fit(
        new INDArray[] {second, left.lastHidden().dup(), left.lastCell().dup()},
        new INDArray[] {labels});
    assertThat(given.params().sub(before).equalsWithEps(step, 1e-6)).isTrue();
  }

  private static INDArray labels(int rows) {
    SplittableRandom random = new SplittableRandom(3);
    INDArray labels = Nd4j.zeros(DataType.FLOAT, rows, CLASSES);
    for (int row = 0; row < rows; row++) {
      labels.putScalar(row, random.nextInt(CLASSES), 1);
    }
    return labels;
  }
}
