package io.partita.kind.token;

import static io.partita.ThrownAssert.assertThatIllegal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.partita.InTurn;
import io.partita.model.BothArithmetics;
import io.partita.model.ExampleScores;
import io.partita.model.PredictionSums;
import io.partita.nn.optim.FloatAdamUpdater;
import io.partita.nn.optim.Optimizer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.dataset.MultiDataSet;

/** A Transformer of tokens on the documents and windows of {@link TokenLstmTest}. */
class TokenTransformerTest {
  private static final int VOCABULARY = 12;

  @TempDir private Path folder;

  private static TokenTransformer model(int context, double dropout) {
    return new TokenTransformer(VOCABULARY, 1, 1, context, 16, 2, 2, dropout);
  }

  @InTurn
  @Test
  void learnsEightDocumentsByHeart() {
    TokenTransformer model = model(8, 0);
    List<int[]> documents = TokenLstmTest.documents(8, 9, 13);
    ComputationGraph network = model.network(1, Optimizer.constant(0.005));
    assertThat(network.params().length()).isEqualTo(model.parameters());
    double before = model.score(network, documents).mean(PredictionSums.LOSS_NATS);
    assertThat(before).isCloseTo(Math.log(VOCABULARY), within(1.0));
    List<int[]> order = new ArrayList<>(documents);
    for (int epoch = 0; epoch < 150; epoch++) {
      Collections.rotate(order, 3);
      TokenLstmTest.fit(model, network, TokenLstmTest.batches(model, order, 2, 0, 1), 1);
    }
    // The first ids of a document follow from nothing.
    assertThat(model.score(network, documents).mean(PredictionSums.LOSS_NATS)).isLessThan(0.6);
  }

  @Test
  void equalSeedsGiveEqualWeightsWithDropout() {
    TokenTransformer model = model(8, 0.2);
    List<List<int[]>> batches =
        TokenLstmTest.batches(model, TokenLstmTest.documents(9, 5, 30), 3, 0, 1);
    ComputationGraph one = model.network(5, model.optimizer());
    ComputationGraph other = model.network(5, model.optimizer());
    FloatAdamUpdater.of(one);
    FloatAdamUpdater.of(other);
    TokenLstmTest.fit(model, one, batches, 2);
    TokenLstmTest.fit(model, other, batches, 2);
    assertThat(one.params().toFloatVector()).containsExactly(other.params().toFloatVector());
    assertThat(one.params().distance2(model.network(5, model.optimizer()).params()))
        .isGreaterThan(0.001);
  }

  /** Also beyond the context, where the window slides; 7 does not halve evenly. */
  @ParameterizedTest
  @ValueSource(ints = {8, 7, 64})
  void anIdAtATimeGivesWhatDocumentsGive(int context) {
    TokenTransformer model = model(context, 0.2);
    List<int[]> documents = TokenLstmTest.documents(21, 2, 60);
    ComputationGraph network = model.network(3, model.optimizer());
    ExampleScores scores = model.scores(network, documents);
    for (int k = 0; k < documents.size(); k++) {
      double[] nats = TokenSampler.nats(model, network, documents.get(k));
      assertThat(scores.counts()[k]).isEqualTo(nats.length);
      assertThat(scores.sums()[k][0] / nats.length)
          .isCloseTo(Arrays.stream(nats).average().orElseThrow(), within(1e-5));
    }
  }

  /** Of a prompt that ends before, at and behind places where the window slides. */
  @ParameterizedTest
  @ValueSource(ints = {1, 7, 8, 9, 12, 13, 20})
  void idsInARowGiveWhatOneByOneGives(int length) {
    TokenTransformer model = model(8, 0);
    ComputationGraph network = model.network(3, model.optimizer());
    int[] document = TokenLstmTest.documents(1, 22, 22).get(0);
    TokenSteps one = model.stepwise(network);
    TokenSteps row = model.stepwise(network);
    double[] last = null;
    for (int k = 0; k < length; k++) {
      last = one.read(document[k]);
    }
    assertThat(row.read(Arrays.copyOf(document, length))).containsExactly(last, within(1e-5));
    assertThat(row.read(document[length]))
        .containsExactly(one.read(document[length]), within(1e-5));
  }

  @Test
  void eachIdIsPredictedOnceFromHalfAContextOrMore() {
    TokenTransformer model = model(8, 0);
    List<int[]> documents = TokenLstmTest.documents(30, 2, 40);
    int[][] before = new int[30][];
    Arrays.setAll(before, k -> new int[documents.get(k).length]);
    int[] lanes = new int[1];
    TokenReading.sliding(model, documents)
        .forEach(
            reading -> {
              int steps = reading.read()[0].length;
              for (int row = 0; row < reading.document().length; row++) {
                int document = reading.document()[row];
                if (document >= 0) {
                  int position = reading.position()[row];
                  assertThat(before[document][position]).isZero();
                  before[document][position] = row % steps + 1;
                  assertThat(reading.read()[row / steps][row % steps])
                      .isEqualTo(documents.get(document)[position - 1]);
                }
              }
              lanes[0] += reading.read().length;
            });
    for (int[] document : before) {
      for (int position = 1; position < document.length; position++) {
        assertThat(document[position]).isBetween(Math.min(position, 5), 8);
      }
    }
    assertThat(lanes[0]).isLessThan(200);
  }

  @Test
  void theLossOfAWindowIsThatOfItsIds() {
    TokenTransformer model = model(8, 0);
    int[] document = TokenLstmTest.documents(1, 9, 9).get(0);
    ComputationGraph network = model.network(3, Optimizer.constant(1e-12));
    double expected = Arrays.stream(TokenSampler.nats(model, network, document)).sum();
    int[] window = new int[10];
    window[0] = 1;
    System.arraycopy(document, 0, window, 1, 9);
    MultiDataSet part = model.arrays(List.of(window), 1).get(0);
    network.fit(part);
    assertThat(model.predictions(part)).isEqualTo(8);
    assertThat(network.score() * 8).isCloseTo(expected, within(1e-4));
  }

  @Test
  void anArchiveGivesTheSameNetwork() throws IOException {
    TokenTransformer model = model(8, 0.2);
    ComputationGraph network = model.network(3, model.optimizer());
    FloatAdamUpdater.of(network);
    List<int[]> documents = TokenLstmTest.documents(8, 9, 13);
    TokenLstmTest.fit(model, network, TokenLstmTest.batches(model, documents, 2, 0, 1), 1);
    File file = folder.resolve("network.zip").toFile();
    ModelSerializer.writeModel(network, file, true);
    ComputationGraph read = ModelSerializer.restoreComputationGraph(file, true);
    assertThat(model.score(read, documents)).isEqualTo(model.score(network, documents));
    assertThat(read.getConfiguration()).isEqualTo(network.getConfiguration());
  }

  @Test
  void refusesWhatIsNoNetwork() {
    assertThatIllegal(() -> new TokenTransformer(12, 1, 1, 1, 16, 2, 2, 0))
        .names("context", 1, 2, 4096);
    assertThatIllegal(() -> new TokenTransformer(12, 1, 1, 8, 16, 49, 2, 0))
        .names("layers", 49, 1, 48);
    assertThatIllegal(() -> new TokenTransformer(12, 1, 1, 8, 12, 2, 4, 0)).names("heads", 4, 12);
    assertThatIllegal(() -> new TokenTransformer(12, 1, 1, 8, 16, 2, 2, 1))
        .names("dropout", 1.0, 0, 1);
  }

  @InTurn
  @Test
  void bothArithmeticsLearnTheSame() {
    TokenTransformer model = model(8, 0.2);
    List<int[]> documents = TokenLstmTest.documents(12, 9, 20);
    BothArithmetics.assertEqual(
        model, TokenLstmTest.batches(model, documents, 2, 0, 1), documents, 2e-3);
  }

  @InTurn
  @Test
  void aGpuLearnsTheSame() {
    TokenTransformer model = new TokenTransformer(VOCABULARY, 1, 1, 8, 8, 2, 2, 0.2);
    List<int[]> documents = TokenLstmTest.documents(6, 9, 20);
    BothArithmetics.assertEqualOnGpu(model, TokenLstmTest.batches(model, documents, 2, 0, 1));
  }
}
