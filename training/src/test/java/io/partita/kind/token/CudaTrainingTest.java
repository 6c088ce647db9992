package io.partita.kind.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.partita.InTurn;
import io.partita.model.BothArithmetics;
import io.partita.model.archive.NetworkWeights;
import io.partita.nn.device.Arithmetic;
import io.partita.nn.optim.Fitting;
import io.partita.nn.optim.Optimizer;
import io.partita.nn.optim.Schedule;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Updates whose weights stay on a GPU, which is none here: of a fake driver. */
class CudaTrainingTest {
  private static final int VOCABULARY = 12;
  private static final int SIZE = 8;

  private static final TokenTransformer MODEL =
      new TokenTransformer(VOCABULARY, 1, 1, 8, SIZE, 1, 2, 0.2);

  private static final List<List<int[]>> BATCHES =
      TokenLstmTest.batches(MODEL, TokenLstmTest.documents(6, 9, 20), 1, 0, 1);

  private static Optimizer adam(double decay, double mostNorm, int accumulate) {
    return new Optimizer(Schedule.constant(0.01), mostNorm, decay, accumulate);
  }

  /** A training that goes on, with the weights of now where anybody asks. */
  private static final class Run {
    private final TokenNetwork model;
    private final Optimizer optimizer;
    private final Fitting fitting;
    private final List<Double> losses = new ArrayList<>();
    private final List<Double> norms = new ArrayList<>();
    private int batches;

    Run(TokenNetwork model, Optimizer optimizer, ComputationGraph network) {
      this.model = model;
      this.optimizer = optimizer;
      this.fitting = new Fitting(network);
    }

    Run(TokenNetwork model, Optimizer optimizer) {
      this(model, optimizer, model.network(3, optimizer));
    }

    Run to(int updates) {
      while (losses.size() < updates * optimizer.accumulate()) {
        MultiDataSet batch = model.arrays(BATCHES.get(batches % BATCHES.size()), 1).get(0);
        boolean completes = (batches + 1) % optimizer.accumulate() == 0;
        losses.add(fitting.fit(batch, 1.0 + batches % 3, completes));
        if (completes) {
          norms.add(fitting.updater().gradientNorm());
        }
        batches++;
      }
      return this;
    }

    float[] weights() {
      return fitting.network().params().toFloatVector();
    }

    NetworkWeights checkpoint() {
      INDArray state = fitting.network().getUpdater().getStateViewArray();
      return new NetworkWeights(weights(), state.reshape(state.length()).toFloatVector());
    }
  }

  private static float[] weightsOnGpu(Optimizer optimizer, int updates) {
    return BothArithmetics.with(
        Arithmetic.CUDA, () -> new Run(MODEL, optimizer).to(updates).weights());
  }

  private static void assertClose(List<Double> found, List<Double> expected) {
    assertThat(found).hasSameSizeAs(expected);
    for (int k = 0; k < found.size(); k++) {
      double value = expected.get(k);
      assertThat(found.get(k)).as("number %d", k).isCloseTo(value, within(1e-3 * value));
    }
  }

  /** Norms as well: they are before clipping, which 0.3 does at every update. */
  private static void assertLearnsTheSame(TokenNetwork model, Optimizer optimizer, int updates) {
    Run expected = new Run(model, optimizer).to(updates);
    BothArithmetics.with(
        Arithmetic.CUDA,
        () -> {
          Run found = new Run(model, optimizer).to(updates);
          assertClose(found.losses, expected.losses);
          assertClose(found.norms, expected.norms);
          assertThat(found.losses).as("not computed by the same").isNotEqualTo(expected.losses);
          Run again = new Run(model, optimizer).to(updates);
          assertThat(again.losses).isEqualTo(found.losses);
          assertThat(again.weights()).isEqualTo(found.weights());
          return null;
        });
  }

  @InTurn
  @Test
  void fiftyUpdatesOfAdamWAreThoseOfTheProcessor() {
    assertLearnsTheSame(MODEL, adam(0.1, 0.3, 1), 50);
  }

  @InTurn
  @Test
  void fiftyUpdatesOfAdamAreThoseOfTheProcessor() {
    assertLearnsTheSame(MODEL, adam(0, Double.POSITIVE_INFINITY, 1), 50);
  }

  @InTurn
  @Test
  void gradientsOfSeveralBatchesMakeAnUpdate() {
    assertLearnsTheSame(MODEL, adam(0.1, 0.3, 3), 8);
  }

  /** LSTMs between an embedding and logits, tied or with a dense layer of their own. */
  @InTurn
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void verticesOnTheProcessorTakePart(boolean tie) {
    TokenLstm model = new TokenLstm(VOCABULARY, 1, 1, 8, 5, 1, 6, 0, tie);
    assertLearnsTheSame(model, adam(0.1, 0.3, 1), 20);
  }

  /** Reading brings them back, and ends what the GPU has: both leave no trace. */
  @InTurn
  @Test
  void weightsReadInBetweenAreThoseOfTheUpdates() {
    Optimizer optimizer = adam(0.1, 0.3, 1);
    float[] expected = weightsOnGpu(optimizer, 6);
    BothArithmetics.with(
        Arithmetic.CUDA,
        () -> {
          Run run = new Run(MODEL, optimizer);
          float[] last = run.weights();
          for (int update = 1; update <= 6; update++) {
            float[] now = run.to(update).weights();
            assertThat(now).isNotEqualTo(last);
            assertThat(MODEL.score(run.fitting.network(), BATCHES.get(0)).sums()).isNotEmpty();
            last = now;
          }
          assertThat(last).isEqualTo(expected);
          run.fitting.network().params().muli(0.5);
          assertThat(run.to(7).losses.get(6)).isNotEqualTo(run.losses.get(5));
          INDArray halved = Nd4j.createFromArray(expected).muli(0.5);
          assertThat(halved.distance2(Nd4j.createFromArray(run.weights()))).isLessThan(0.5);
          return null;
        });
  }

  /** On either device. */
  @InTurn
  @Test
  void aResumedTrainingEqualsAnUninterruptedOne() {
    Optimizer optimizer = adam(0.1, 0.3, 1);
    float[] expected = weightsOnGpu(optimizer, 8);
    NetworkWeights half =
        BothArithmetics.with(Arithmetic.CUDA, () -> new Run(MODEL, optimizer).to(4).checkpoint());
    assertThat(resumed(Arithmetic.CUDA, half, optimizer)).isEqualTo(expected);
    assertThat(resumed(Arithmetic.NATIVE, half, optimizer))
        .containsExactly(expected, within(1e-3f));
  }

  private static float[] resumed(Arithmetic on, NetworkWeights half, Optimizer optimizer) {
    return BothArithmetics.with(
        on,
        () -> {
          Run run = new Run(MODEL, optimizer, half.network(MODEL, 3, optimizer, 4));
          run.batches = 4;
          return run.to(4).weights();
        });
  }

  /** Less than parameters, and less than logits. */
  @InTurn
  @Test
  void nothingButActivationsCrosses() {
    TokenTransformer wide = new TokenTransformer(300, 1, 1, 8, SIZE, 1, 2, 0);
    List<Long> copied =
        BothArithmetics.with(
            Arithmetic.CUDA,
            () -> {
              Run run = new Run(wide, adam(0.1, 0.3, 1));
              long before = run.fitting.copied();
              long first = run.to(1).fitting.copied();
              long second = run.to(2).fitting.copied();
              return List.of(first - before, second - first);
            });
    int rows = 8;
    long ofRows = 4L * rows * SIZE;
    long ofVertices = ofRows * (2 + 3 * 4 + 2); // embedding, three layers, logits
    long ofClasses = 4L * rows * (1 + 2 + 1); // ids, labels, losses
    assertThat(copied.get(1)).isEqualTo(ofVertices + ofClasses + 4);
    assertThat(copied.get(1)).isLessThan(4L * rows * 300);
    assertThat(copied.get(0) - copied.get(1)).isEqualTo(3 * 4 * wide.parameters());
  }

  @Test
  void afterAFailureTheWeightsAreThoseOfTheUpdatesBefore() {
    float[] expected = weightsOnGpu(adam(0.1, 0.3, 1), 1);
    BothArithmetics.with(
        Arithmetic.CUDA,
        () -> {
          Run run = new Run(MODEL, adam(0.1, 0.3, 1)).to(1);
          MultiDataSet wrong = MODEL.arrays(BATCHES.get(0), 1).get(0);
          wrong.getFeatures(0).assign(VOCABULARY);
          assertThatThrownBy(() -> run.fitting.fit(wrong, 1, true))
              .hasMessageContaining("Class 12");
          assertThat(run.weights()).isEqualTo(expected);
          return null;
        });
  }
}
