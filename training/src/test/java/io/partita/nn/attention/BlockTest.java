package io.partita.nn.attention;

import static io.partita.ThrownAssert.assertThatIllegal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;

import io.partita.InTurn;
import io.partita.model.BothArithmetics;
import io.partita.nn.device.Arithmetic;
import io.partita.nn.vertex.Dropout;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ReshapeVertex;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Layers of a Transformer against differences, against each other, and step by step. */
class BlockTest {
  private static final int SIZE = 6;
  private static final int CLASSES = 5;
  private static final List<String> LAYERS =
      List.of("attention1", "forward1", "attention2", "forward2", "attention3", "norm");
  private static final double WIDTH = 1e-5;

  private final SplittableRandom random = new SplittableRandom(3);

  /** Two blocks, an attention with rotary positions and a softmax of rows. */
  private static ComputationGraph network(DataType type, double dropout) {
    return network(type, new AttentionVertex(SIZE, 2, 3, dropout), dropout);
  }

  /** The same, whose steps read each other in both directions at first. */
  private static ComputationGraph bothWays(DataType type, double dropout) {
    return network(type, AttentionVertex.both(SIZE, 2, 3, dropout), dropout);
  }

  private static ComputationGraph network(DataType type, AttentionVertex first, double dropout) {
    GraphBuilder graph =
        new NeuralNetConfiguration.Builder()
            .seed(11)
            .dataType(type)
            .updater(new NoOp())
            .graphBuilder()
            .addInputs("x")
            .addVertex("attention1", first, "x")
            .addVertex("forward1", new FeedForwardVertex(SIZE, 9, dropout), "attention1")
            .addVertex("attention2", new AttentionVertex(SIZE, 3, 8, dropout), "forward1")
            .addVertex("forward2", new FeedForwardVertex(SIZE, 7, dropout), "attention2")
            .addVertex("attention3", AttentionVertex.rotary(SIZE, 1, dropout), "forward2")
            .addVertex("norm", new LayerNormVertex(SIZE), "attention3")
            .addVertex("rows", new ReshapeVertex(-1, SIZE), "norm")
            .addLayer(
                "output",
                new OutputLayer.Builder(LossFunction.MCXENT)
                    .nIn(SIZE)
                    .nOut(CLASSES)
                    .activation(Activation.SOFTMAX)
                    .build(),
                "rows");
    ComputationGraph network = new ComputationGraph(graph.setOutputs("output").build());
    network.init();
    return network;
  }

  private INDArray numbers(DataType type, double scale, long... shape) {
    INDArray numbers = Nd4j.zeros(DataType.DOUBLE, shape);
    for (int k = 0; k < numbers.length(); k++) {
      numbers.putScalar(k, scale * random.nextGaussian());
    }
    return numbers.castTo(type);
  }

  private INDArray labels(DataType type, int rows) {
    INDArray labels = Nd4j.zeros(type, rows, CLASSES);
    for (int row = 0; row < rows; row++) {
      labels.putScalar(row, random.nextInt(CLASSES), 1);
    }
    return labels;
  }

  /** Weights that are no special case: norms that scale, biases that are not 0. */
  private INDArray parameters(ComputationGraph network) {
    return network
        .params()
        .castTo(DataType.DOUBLE)
        .add(numbers(DataType.DOUBLE, 0.2, network.params().shape()));
  }

  private static void compute(ComputationGraph network, INDArray x, INDArray labels) {
    network.setInputs(x);
    network.setLabels(labels);
    network.computeGradientAndScore();
  }

  @InTurn
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.3})
  void gradientsEqualDifferences(double dropout) {
    assertGradientsEqualDifferences(network(DataType.DOUBLE, dropout));
  }

  @InTurn
  @Test
  void gradientsOfBothDirectionsEqualDifferences() {
    assertGradientsEqualDifferences(bothWays(DataType.DOUBLE, 0.3));
  }

  private void assertGradientsEqualDifferences(ComputationGraph network) {
    network.setParams(parameters(network));
    INDArray x = numbers(DataType.DOUBLE, 1, 2, 5, SIZE);
    INDArray labels = labels(DataType.DOUBLE, 10);
    compute(network, x, labels);
    INDArray gradient = network.getFlattenedGradients().div(10); // the score is a mean over rows
    double most = gradient.amaxNumber().doubleValue();
    INDArray parameters = network.params();
    for (int k = 0; k < parameters.length(); k += 11) {
      double value = parameters.getDouble(k);
      parameters.putScalar(k, value + WIDTH);
      compute(network, x, labels);
      double above = network.score();
      parameters.putScalar(k, value - WIDTH);
      compute(network, x, labels);
      double slope = (above - network.score()) / (2 * WIDTH);
      parameters.putScalar(k, value);
      assertThat(gradient.getDouble(k))
          .as("gradient of parameter %d", k)
          .isCloseTo(slope, within(1e-6 * most));
    }
  }

  @ParameterizedTest
  @EnumSource(Arithmetic.class)
  void floatsGiveWhatDoublesGive(Arithmetic arithmetic) {
    floatsGiveWhatDoublesGive(arithmetic, 40, BlockTest::network);
  }

  @ParameterizedTest
  @EnumSource(Arithmetic.class)
  void floatsGiveWhatDoublesGiveInBothDirections(Arithmetic arithmetic) {
    floatsGiveWhatDoublesGive(arithmetic, 40, BlockTest::bothWays);
  }

  /** So long that rows are multiplied some at a time. */
  @Test
  void floatsOfLongSequencesGiveWhatDoublesGive() {
    floatsGiveWhatDoublesGive(Arithmetic.NATIVE, 150, BlockTest::network);
    floatsGiveWhatDoublesGive(Arithmetic.NATIVE, 150, BlockTest::bothWays);
  }

  private void floatsGiveWhatDoublesGive(
      Arithmetic arithmetic, int steps, BiFunction<DataType, Double, ComputationGraph> of) {
    ComputationGraph exact = of.apply(DataType.DOUBLE, 0.3);
    INDArray parameters = parameters(exact);
    exact.setParams(parameters);
    INDArray x = numbers(DataType.DOUBLE, 1, 3, steps, SIZE);
    INDArray labels = labels(DataType.DOUBLE, 3 * steps);
    compute(exact, x, labels);
    INDArray expected = exact.getFlattenedGradients();

    ComputationGraph fast = of.apply(DataType.FLOAT, 0.3);
    fast.setParams(parameters.castTo(DataType.FLOAT));
    INDArray found =
        BothArithmetics.with(
            arithmetic,
            () -> {
              compute(fast, x.castTo(DataType.FLOAT), labels.castTo(DataType.FLOAT));
              return fast.getFlattenedGradients().castTo(DataType.DOUBLE);
            });

    assertThat(fast.score()).isCloseTo(exact.score(), within(1e-4));
    double most = expected.amaxNumber().doubleValue();
    assertThat(found.sub(expected).amaxNumber().doubleValue()).isLessThan(1e-4 * most);
  }

  private static INDArray output(ComputationGraph network, INDArray x) {
    return network.feedForward(new INDArray[] {x}, false).get("norm").dup('c');
  }

  @ParameterizedTest
  @EnumSource(Arithmetic.class)
  void aStepReadsNoneAfterIt(Arithmetic arithmetic) {
    ComputationGraph network = network(DataType.FLOAT, 0);
    network.setParams(parameters(network).castTo(DataType.FLOAT));
    INDArray x = numbers(DataType.FLOAT, 1, 2, 12, SIZE);
    INDArray changed = x.dup();
    changed.putScalar(1, 7, 2, 3.5);
    BothArithmetics.with(
        arithmetic,
        () -> {
          INDArray before = output(network, x);
          INDArray after = output(network, changed);
          for (int step = 0; step < 12; step++) {
            for (int sequence = 0; sequence < 2; sequence++) {
              float[] one = row(before, sequence, step);
              float[] other = row(after, sequence, step);
              if (sequence == 1 && step >= 7) {
                assertThat(other).as("step %d", step).isNotEqualTo(one);
              } else {
                assertThat(other).as("step %d of sequence %d", step, sequence).isEqualTo(one);
              }
            }
          }
          return null;
        });
  }

  @Test
  void inBothDirectionsAStepReadsAllAndNoneIsMadeAlone() {
    ComputationGraph network = bothWays(DataType.FLOAT, 0);
    network.setParams(parameters(network).castTo(DataType.FLOAT));
    INDArray x = numbers(DataType.FLOAT, 1, 1, 12, SIZE);
    INDArray changed = x.dup();
    changed.putScalar(0, 11, 2, 3.5);
    assertThat(row(output(network, changed), 0, 0)).isNotEqualTo(row(output(network, x), 0, 0));
    assertThatThrownBy(() -> new CachedSteps(network, LAYERS, 1))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  private static float[] row(INDArray of, int sequence, int step) {
    return of.slice(sequence).getRow(step).toFloatVector();
  }

  @ParameterizedTest
  @EnumSource(Arithmetic.class)
  void stepsOneByOneGiveWhatTheWholeGives(Arithmetic arithmetic) {
    ComputationGraph network = network(DataType.FLOAT, 0.3);
    network.setParams(parameters(network).castTo(DataType.FLOAT));
    INDArray x = numbers(DataType.FLOAT, 1, 3, 20, SIZE);
    BothArithmetics.with(
        arithmetic,
        () -> {
          INDArray whole = output(network, x);
          CachedSteps steps = new CachedSteps(network, LAYERS, 3);
          for (int step = 0; step < 20; step++) {
            INDArray rows = Nd4j.create(DataType.FLOAT, 3, SIZE);
            for (int sequence = 0; sequence < 3; sequence++) {
              rows.putRow(sequence, x.slice(sequence).getRow(step));
            }
            INDArray made = steps.step(rows);
            for (int sequence = 0; sequence < 3; sequence++) {
              assertThat(made.getRow(sequence).toFloatVector())
                  .containsExactly(row(whole, sequence, step), within(1e-5f));
            }
          }
          return null;
        });
  }

  /** Some rows at once behind others read before: as one prompt behind another. */
  @ParameterizedTest
  @EnumSource(Arithmetic.class)
  void severalStepsAtOnceGiveWhatTheWholeGives(Arithmetic arithmetic) {
    ComputationGraph network = network(DataType.FLOAT, 0.3);
    network.setParams(parameters(network).castTo(DataType.FLOAT));
    INDArray x = numbers(DataType.FLOAT, 1, 1, 70, SIZE);
    BothArithmetics.with(
        arithmetic,
        () -> {
          INDArray whole = output(network, x);
          CachedSteps steps = new CachedSteps(network, LAYERS, 1);
          steps.steps(x.get(all(), interval(0, 9), all()).dup('c'));
          INDArray made = steps.steps(x.get(all(), interval(9, 70), all()).dup('c'));
          for (int step = 9; step < 70; step++) {
            assertThat(row(made, 0, step - 9)).containsExactly(row(whole, 0, step), within(1e-5f));
          }
          return null;
        });
  }

  /** With rotary positions what follows is the same wherever a sequence begins. */
  @ParameterizedTest
  @EnumSource(Arithmetic.class)
  void rotaryPositionsTellDistancesOnly(Arithmetic arithmetic) {
    INDArray early = numbers(DataType.FLOAT, 1, 1, 6, 3 * SIZE);
    INDArray late = early.dup('c');
    BlockArithmetic blocks =
        BothArithmetics.with(arithmetic, () -> BlockArithmetic.of(DataType.FLOAT));
    INDArray found = Nd4j.create(DataType.FLOAT, 1, 6, SIZE);
    INDArray again = found.dup('c');
    INDArray plain = found.dup('c');
    blocks.heads(early, 1, null, false).attend(plain);
    blocks.rotate(early, 1, 0, false);
    blocks.rotate(late, 1, 50, false);
    blocks.heads(early, 1, null, false).attend(found);
    blocks.heads(late, 1, null, false).attend(again);
    assertThat(found.ravel().toFloatVector())
        .isNotEqualTo(plain.ravel().toFloatVector())
        .containsExactly(again.ravel().toFloatVector(), within(1e-5f));
    blocks.rotate(late, 1, 50, true);
    blocks.heads(late, 1, null, false).attend(again);
    assertThat(again.ravel().toFloatVector())
        .containsExactly(plain.ravel().toFloatVector(), within(1e-5f));
  }

  @Test
  void dropoutIsOfTheSeedTheIterationAndTheLayer() {
    float[] factors = new float[4002];
    float[] again = new float[4002];
    Dropout.of(0.15, 5, 7, 2).factors(0, 4002, factors);
    Dropout.of(0.15, 5, 7, 2).factors(0, 4002, again);
    assertThat(again).isEqualTo(factors);
    Dropout.of(0.15, 5, 7, 2).factors(4000, 2, again);
    assertThat(again[0]).isEqualTo(factors[4000]);
    assertThat(again[1]).isEqualTo(factors[4001]);
    for (Dropout other :
        List.of(Dropout.of(0.15, 6, 7, 2), Dropout.of(0.15, 5, 8, 2), Dropout.of(0.15, 5, 7, 3))) {
      other.factors(0, 4002, again);
      assertThat(again).isNotEqualTo(factors);
    }
    int dropped = 0;
    for (float factor : factors) {
      dropped += factor == 0 ? 1 : 0;
      assertThat(factor == 0 || Math.abs(factor - 1 / 0.85f) < 1e-4).isTrue();
    }
    assertThat(dropped / 4002.0).isCloseTo(0.15, within(0.02));
  }

  @Test
  void anotherIterationDropsOthersAndNoneAreDroppedOutsideTraining() {
    ComputationGraph network = network(DataType.FLOAT, 0.5);
    INDArray x = numbers(DataType.FLOAT, 1, 2, 8, SIZE);
    float[] plain = output(network, x).ravel().toFloatVector();
    assertThat(output(network(DataType.FLOAT, 0), x).ravel().toFloatVector()).isEqualTo(plain);
    float[] first = trained(network, x);
    assertThat(first).isNotEqualTo(plain).isEqualTo(trained(network, x));
    network.getConfiguration().setIterationCount(1);
    assertThat(trained(network, x)).isNotEqualTo(first);
  }

  private static float[] trained(ComputationGraph network, INDArray x) {
    return network.feedForward(new INDArray[] {x}, true).get("norm").ravel().toFloatVector();
  }

  @Test
  void parametersAreCounted() {
    ComputationGraph network = network(DataType.FLOAT, 0);
    assertThat(network.getVertex("attention1").params().length())
        .isEqualTo(new AttentionVertex(SIZE, 2, 3, 0).parameters());
    assertThat(network.getVertex("attention3").params().length())
        .isEqualTo(AttentionVertex.rotary(SIZE, 1, 0).parameters());
    assertThat(network.getVertex("forward1").params().length())
        .isEqualTo(FeedForwardVertex.parameters(SIZE, 9));
  }

  @Test
  void refusesWhatIsNoLayerAndNoRows() {
    assertThatIllegal(() -> new AttentionVertex(6, 4, 8, 0)).names(6, 4);
    assertThatIllegal(() -> new AttentionVertex(6, 2, -1, 0)).names(-1);
    assertThatIllegal(() -> AttentionVertex.rotary(6, 2, 0)).names(3);
    assertThatIllegal(() -> new FeedForwardVertex(6, 4, 1)).names("dropout", 1.0);
    assertThatIllegal(() -> new LayerNormVertex(0)).names(0);
    ComputationGraph network = network(DataType.FLOAT, 0);
    assertThatIllegal(() -> network.output(Nd4j.zeros(2, 3, 4))).names(2, 3, 4);
  }
}
