package io.partita.kind.token;

import static io.partita.ThrownAssert.assertThatIllegal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.partita.InTurn;
import io.partita.model.BothArithmetics;
import io.partita.model.ExampleScores;
import io.partita.model.PredictionSums;
import io.partita.nn.optim.Optimizer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

class TokenLstmTest {
  private static final int BEGIN = 1;
  private static final int END = 2;
  private static final int VOCABULARY = 12;
  private static final int STEPS = 8;

  @TempDir private Path folder;

  static TokenLstm model(int layers, double dropout, boolean tie) {
    return new TokenLstm(VOCABULARY, BEGIN, 1, STEPS, 10, layers, 24, dropout, tie);
  }

  /** Documents of random ids but the special ones. */
  static List<int[]> documents(int count, int shortest, int longest) {
    SplittableRandom random = new SplittableRandom(2);
    List<int[]> documents = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      int[] ids = random.ints(random.nextInt(shortest, longest + 1), 3, VOCABULARY).toArray();
      ids[0] = BEGIN;
      ids[ids.length - 1] = END;
      documents.add(ids);
    }
    return documents;
  }

  /** Batches of an epoch: rounds of so many windows, the lanes beside each other. */
  static List<List<int[]>> batches(
      TokenNetwork model, List<int[]> documents, int lanes, int lead, int round) {
    long tokens = documents.stream().mapToLong(ids -> ids.length).sum();
    TokenLanes of = new TokenLanes(tokens, lanes, model.steps(), lead, END);
    TokenLanes.Rounds rounds = window -> window % round == 0;
    List<List<List<TokenLanes.Piece>>> pieces = new ArrayList<>();
    for (long window = 0; window < of.windows(); window++) {
      List<List<TokenLanes.Piece>> beside = new ArrayList<>();
      for (int lane = 0; lane < lanes; lane++) {
        beside.add(new ArrayList<>());
      }
      pieces.add(beside);
    }
    long offset = 0;
    for (int[] ids : documents) {
      of.pieces(offset, ids, rounds)
          .forEach(piece -> pieces.get((int) piece.window()).get(piece.lane()).add(piece));
      offset += ids.length;
    }
    List<List<int[]>> batches = new ArrayList<>();
    for (int window = 0; window < pieces.size(); window++) {
      boolean begins = rounds.begin(window);
      batches.add(pieces.get(window).stream().map(lane -> of.window(begins, lane)).toList());
    }
    return batches;
  }

  static void fit(
      TokenNetwork model, ComputationGraph network, List<List<int[]>> batches, int epochs) {
    for (int epoch = 0; epoch < epochs; epoch++) {
      for (List<int[]> batch : batches) {
        for (MultiDataSet part : model.arrays(batch, 1)) {
          Nd4j.getRandom().setSeed(epoch + 1);
          network.fit(part);
        }
      }
    }
  }

  @InTurn
  @Test
  void learnsEightDocumentsByHeart() {
    learnsEightDocumentsByHeart(true);
  }

  @InTurn
  @Test
  void learnsEightDocumentsByHeartWithWeightsOfItsOwn() {
    learnsEightDocumentsByHeart(false);
  }

  private static void learnsEightDocumentsByHeart(boolean tie) {
    TokenLstm model = model(2, 0, tie);
    List<int[]> documents = documents(8, 9, 13);
    ComputationGraph network = model.network(1, Optimizer.constant(0.01));
    assertThat(network.params().length()).isEqualTo(model.parameters());
    double before = model.score(network, documents).mean(PredictionSums.LOSS_NATS);
    assertThat(before).isCloseTo(Math.log(VOCABULARY), within(0.3));
    List<int[]> order = new ArrayList<>(documents);
    for (int epoch = 0; epoch < 150; epoch++) {
      // Another document is in the tail each time.
      Collections.rotate(order, 3);
      fit(model, network, batches(model, order, 2, 4, 2), 1);
    }
    // The first ids of a document follow from nothing.
    assertThat(model.score(network, documents).mean(PredictionSums.LOSS_NATS)).isLessThan(0.6);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void equalSeedsGiveEqualWeightsWithDropout(boolean tie) {
    TokenLstm model = model(3, 0.2, tie);
    List<List<int[]>> batches = batches(model, documents(9, 5, 30), 3, 4, 2);
    ComputationGraph one = model.network(5, Optimizer.constant(0.01));
    ComputationGraph other = model.network(5, Optimizer.constant(0.01));
    fit(model, one, batches, 2);
    fit(model, other, batches, 2);
    assertThat(one.params().toFloatVector()).containsExactly(other.params().toFloatVector());
    assertThat(one.params().distance2(model.network(5, Optimizer.constant(0.01)).params()))
        .isGreaterThan(0.01);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anIdAtATimeGivesWhatDocumentsGive(boolean tie) {
    TokenLstm model = model(3, 0.2, tie);
    List<int[]> documents = documents(21, 2, 60);
    ComputationGraph network = model.network(3, model.optimizer());
    ExampleScores scores = model.scores(network, documents);
    for (int k = 0; k < documents.size(); k++) {
      double[] nats = TokenSampler.nats(model, network, documents.get(k));
      assertThat(scores.counts()[k]).isEqualTo(nats.length);
      assertThat(scores.sums()[k][0] / nats.length)
          .isCloseTo(Arrays.stream(nats).average().orElseThrow(), within(1e-5));
    }
  }

  /** At a rate of next to nothing the score of a pass is that of the weights before it. */
  @Test
  void theLossesOfWindowsAreThoseOfTheirDocuments() {
    TokenLstm model = model(2, 0, false);
    List<int[]> documents = new ArrayList<>(documents(6, 3, 40));
    ComputationGraph network = model.network(3, Optimizer.constant(1e-12));
    double expected = 0;
    for (int[] document : documents) {
      expected += Arrays.stream(TokenSampler.nats(model, network, document)).sum();
    }
    int tokens = documents.stream().mapToInt(ids -> ids.length).sum();
    int[] tail = new int[STEPS - tokens % STEPS];
    Arrays.fill(tail, BEGIN); // beginnings are not predicted
    documents.add(tail);
    for (int lead : new int[] {0, 4}) {
      double nats = 0;
      long predictions = 0;
      for (List<int[]> batch : batches(model, documents, 1, lead, 1_000)) {
        MultiDataSet part = model.arrays(batch, 1).get(0);
        network.fit(part);
        nats += network.score() * model.predictions(part);
        predictions += model.predictions(part);
      }
      assertThat(predictions).isEqualTo(tokens - 6);
      assertThat(nats).isCloseTo(expected, within(1e-3));
    }
  }

  @Test
  void aUniformModelScoresTheLogarithmOfItsIds() {
    TokenLstm model = model(2, 0, false);
    List<int[]> documents = documents(5, 3, 40);
    ComputationGraph network = model.network(3, model.optimizer());
    network.getVertex(TokenNetwork.LOGITS).paramTable(false).get("W").assign(0);
    network.getVertex(TokenNetwork.LOGITS).paramTable(false).get("b").assign(0);
    PredictionSums score = model.score(network, documents);
    long tokens = documents.stream().mapToLong(ids -> ids.length - 1).sum();
    assertThat(score.count()).isEqualTo(tokens);
    assertThat(score.sums().get(TokenNetwork.NATS))
        .isCloseTo(Math.log(VOCABULARY) * tokens, within(1e-9));
  }

  @Test
  void whatWasReadBeforeADocumentDoesNotMatter() {
    TokenLstm model = model(2, 0, false);
    List<int[]> documents = documents(40, 2, 50);
    ComputationGraph network = model.network(3, model.optimizer());
    double[][] together = model.scores(network, documents).sums();
    for (int k = 0; k < documents.size(); k++) {
      double[] alone = model.scores(network, List.of(documents.get(k))).sums()[0];
      assertThat(together[k][0]).isCloseTo(alone[0], within(1e-4));
    }
  }

  /** A window of 8 shows a document what stood 6 before in three places of eight only. */
  @Tag("full")
  @Test
  void aCarriedStateRemembersWhatNoWindowShows() {
    TokenLstm model = new TokenLstm(5, BEGIN, 1, 8, 8, 1, 32, 0, false);
    List<int[]> documents = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(8);
    for (int k = 0; k < 64; k++) {
      int[] half = random.ints(6, 3, 5).toArray();
      int[] ids = new int[14];
      ids[0] = BEGIN;
      System.arraycopy(half, 0, ids, 1, 6);
      System.arraycopy(half, 0, ids, 7, 6);
      ids[13] = END;
      documents.add(ids);
    }
    assertThat(secondHalf(model, documents, 1_000)).isLessThan(0.25);
    assertThat(secondHalf(model, documents, 1)).isGreaterThan(0.35);
  }

  /** Nats of an id of the second halves; with rounds of one window no state is carried. */
  private static double secondHalf(TokenLstm model, List<int[]> documents, int round) {
    ComputationGraph network = model.network(1, Optimizer.constant(0.01));
    fit(model, network, batches(model, documents, 8, 0, round), 120);
    double[] sum = new double[1];
    new TokenScore(model, documents)
        .each(
            network,
            (document, position, nats, ahead) ->
                sum[0] += position >= 8 && position <= 12 ? nats : 0);
    return sum[0] / documents.size() / 5;
  }

  @Test
  void anArchiveGivesTheSameNetwork() throws IOException {
    TokenLstm model = model(2, 0.2, true);
    ComputationGraph network = model.network(3, model.optimizer());
    fit(model, network, batches(model, documents(8, 9, 13), 2, 4, 2), 1);
    File file = folder.resolve("network.zip").toFile();
    ModelSerializer.writeModel(network, file, true);
    ComputationGraph read = ModelSerializer.restoreComputationGraph(file, true);
    List<int[]> documents = documents(3, 5, 20);
    assertThat(model.score(read, documents)).isEqualTo(model.score(network, documents));
  }

  @Test
  void refusesWhatIsNoNetworkAndNoWindow() {
    assertThatIllegal(() -> new TokenLstm(12, 12, 1, 8, 10, 1, 24, 0, false))
        .names("begin", 12, 0, 11);
    assertThatIllegal(() -> new TokenLstm(12, 1, 1, 8, 10, 9, 24, 0, false))
        .names("layers", 9, 1, 8);
    assertThatIllegal(() -> new TokenLstm(12, 1, 1, 8, 10, 1, 24, 1, false))
        .names("dropout", 1.0, 0, 1);
    TokenLstm model = model(1, 0, false);
    assertThatIllegal(() -> model.arrays(List.of(new int[5]), 1)).names(4, 8);
    assertThatIllegal(() -> model.arrays(List.of(new int[10], new int[12]), 1)).names(10, 12);
    int[] unknown = new int[10];
    unknown[9] = 12;
    assertThatIllegal(() -> model.arrays(List.of(unknown), 1)).names(12, 12);
  }

  @InTurn
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void bothArithmeticsLearnTheSame(boolean tie) {
    TokenLstm model = model(2, 0.2, tie);
    List<int[]> documents = documents(12, 9, 20);
    BothArithmetics.assertEqual(model, batches(model, documents, 2, 4, 2), documents, 2e-3);
  }

  @InTurn
  @Test
  void aGpuLearnsTheSame() {
    TokenLstm model = new TokenLstm(VOCABULARY, BEGIN, 1, STEPS, 8, 2, 8, 0.2, true);
    BothArithmetics.assertEqualOnGpu(model, batches(model, documents(6, 9, 20), 2, 4, 2));
  }
}
