package io.partita.kind.note;

import static io.partita.MistakeAssert.assertThatMistake;
import static io.partita.ThrownAssert.assertThatIllegal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.InTurn;
import io.partita.Mistake;
import io.partita.kind.note.NoteLstm.Mode;
import io.partita.kind.note.NoteLstm.Recurrent;
import io.partita.model.BothArithmetics;
import io.partita.model.PredictionSums;
import io.partita.nn.optim.Optimizer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

class NoteLstmTest {
  private static final int VOCABULARY = 12;

  private static NoteLstm model(Mode mode, Recurrent recurrent, int layers, double dropout) {
    return new NoteLstm(VOCABULARY, 6, layers, 24, 16, dropout, mode, recurrent, 4);
  }

  private static List<int[]> windows(int count) {
    return lines(count, 7, 7);
  }

  private static List<int[]> lines(int count, int shortest, int longest) {
    SplittableRandom random = new SplittableRandom(2);
    List<int[]> lines = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      int[] line = new int[random.nextInt(shortest, longest + 1)];
      for (int note = 0; note < line.length; note++) {
        line[note] = random.nextInt(VOCABULARY);
      }
      lines.add(line);
    }
    return lines;
  }

  /** Seeds the dropout of each update, as training on Spark does. */
  private static void fit(
      NoteLstm model, ComputationGraph network, List<int[]> examples, int epochs) {
    for (int epoch = 0; epoch < epochs; epoch++) {
      for (MultiDataSet part : model.arrays(examples, 1)) {
        Nd4j.getRandom().setSeed(epoch + 1);
        network.fit(part);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"WINDOW, OWN, 1", "WINDOW, OWN, 2", "WINDOW, DL4J, 1", "SEQUENCE, OWN, 1"})
  void learnsEightExamplesByHeart(Mode mode, Recurrent recurrent, int layers) {
    NoteLstm model = model(mode, recurrent, layers, 0);
    List<int[]> examples = mode == Mode.WINDOW ? windows(8) : lines(8, 5, 9);
    ComputationGraph network = model.network(1, Optimizer.constant(0.02));
    double before = model.score(network, examples).mean(PredictionSums.LOSS_NATS);
    assertThat(before).isCloseTo(Math.log(VOCABULARY), within(0.6));
    fit(model, network, examples, mode == Mode.WINDOW ? 60 : 150);
    PredictionSums score = model.score(network, examples);
    if (mode == Mode.WINDOW) {
      assertThat(score.mean(PredictionSums.LOSS_NATS)).isLessThan(0.05);
      assertThat(score.mean(NoteLstm.TOP1)).isEqualTo(1);
    } else {
      // The first notes of a piece follow from nothing.
      assertThat(score.mean(PredictionSums.LOSS_NATS)).isLessThan(0.5);
    }
  }

  @ParameterizedTest
  @CsvSource({"WINDOW, OWN, 1", "WINDOW, OWN, 2", "SEQUENCE, OWN, 2", "WINDOW, DL4J, 2"})
  void equalSeedsGiveEqualWeightsWithDropout(Mode mode, Recurrent recurrent, int layers) {
    NoteLstm model = model(mode, recurrent, layers, 0.3);
    List<int[]> examples = mode == Mode.WINDOW ? windows(9) : lines(5, 2, 11);
    ComputationGraph one = model.network(5, Optimizer.constant(0.01));
    ComputationGraph other = model.network(5, Optimizer.constant(0.01));
    fit(model, one, examples, 3);
    fit(model, other, examples, 3);
    assertThat(Arrays.equals(one.params().toFloatVector(), other.params().toFloatVector()))
        .isTrue();
    assertThat(one.params().distance2(model.network(5, Optimizer.constant(0.01)).params()))
        .isGreaterThan(0.01);
  }

  @Test
  void networksOfTwoThreadsDoNotDisturbEachOther() {
    NoteLstm model = model(Mode.SEQUENCE, Recurrent.OWN, 2, 0.3);
    List<float[]> alone = List.of(learnt(model, 1), learnt(model, 2));
    CompletableFuture<float[]> one = CompletableFuture.supplyAsync(() -> learnt(model, 1));
    CompletableFuture<float[]> other = CompletableFuture.supplyAsync(() -> learnt(model, 2));
    assertThat(Arrays.equals(one.join(), alone.get(0))).isTrue();
    assertThat(Arrays.equals(other.join(), alone.get(1))).isTrue();
  }

  private static float[] learnt(NoteLstm model, long seed) {
    ComputationGraph network = model.network(seed, Optimizer.constant(0.01));
    fit(model, network, lines(5, 2, 11), 10);
    return network.params().toFloatVector();
  }

  @Test
  void everySeedIsOne() {
    NoteLstm model = model(Mode.WINDOW, Recurrent.OWN, 1, 0.3);
    for (long seed : new long[] {0, -1, 1L << 32, Long.MIN_VALUE}) {
      double[] once = model.network(seed, Optimizer.constant(0.01)).params().toDoubleVector();
      assertThat(model.network(seed, Optimizer.constant(0.01)).params().toDoubleVector())
          .isEqualTo(once);
      assertThat(model.network(seed + 1, Optimizer.constant(0.01)).params().toDoubleVector())
          .isNotEqualTo(once);
    }
  }

  @Test
  void windowsBecomeClassesOfBothSides() {
    NoteLstm model = model(Mode.WINDOW, Recurrent.OWN, 1, 0.3);
    List<MultiDataSet> parts = model.arrays(windows(3), 1);
    assertThat(parts).hasSize(1);
    MultiDataSet part = parts.get(0);
    assertThat(part.getFeatures(0).shape()).containsExactly(3, 6);
    assertThat(part.hasMaskArrays()).isFalse();
    int[] window = windows(3).get(2);
    assertThat(part.getFeatures(0).getInt(2, 5)).isEqualTo(window[5]);
    assertThat(part.getLabels(0).getRow(2).toFloatVector()).containsExactly(window[6], 1);

    INDArray oneHot =
        model(Mode.WINDOW, Recurrent.DL4J, 1, 0.3).arrays(windows(3), 1).get(0).getFeatures(0);
    assertThat(oneHot.shape()).containsExactly(3, VOCABULARY, 6);
    assertThat(oneHot.getInt(2, window[5], 5)).isEqualTo(1);
    assertThat(oneHot.sumNumber().doubleValue()).isEqualTo(3 * 6);
  }

  @Test
  void piecesBecomeWeighedSegmentsWithACarry() {
    NoteLstm model = model(Mode.SEQUENCE, Recurrent.OWN, 1, 0.3);
    int[] longer = {0, 1, 2, 3, 4, 5, 6};
    int[] shorter = {7, 8, 9};
    List<MultiDataSet> parts = model.arrays(List.of(longer, shorter), 1);
    // Six predictions, four steps a segment.
    assertThat(parts).hasSize(2);
    assertThat(parts.get(0).getFeatures(0).toIntMatrix())
        .isEqualTo(new int[][] {{0, 1, 2, 3}, {7, 8, 0, 0}});
    assertThat(parts.get(1).getFeatures(0).toIntMatrix()).isEqualTo(new int[][] {{4, 5}, {0, 0}});
    assertThat(parts.get(0).getFeatures(1).toFloatVector()).containsExactly(0, 0);
    assertThat(parts.get(1).getFeatures(1).toFloatVector()).containsExactly(1, 1);
    // Rows are step after step; six of eight are there, then two of four.
    float six = 8f / 6;
    assertThat(parts.get(0).getLabels(0).toFloatMatrix())
        .isEqualTo(
            new float[][] {
              {1, six}, {8, six}, {2, six}, {9, six}, {3, six}, {0, 0}, {4, six}, {0, 0}
            });
    assertThat(parts.get(1).getLabels(0).toFloatMatrix())
        .isEqualTo(new float[][] {{5, 2}, {0, 0}, {6, 2}, {0, 0}});
  }

  @Test
  void lossOfAnUpdateIsTheMeanOverTheNotesThatAreThere() {
    NoteLstm model = new NoteLstm(VOCABULARY, 6, 1, 24, 16, 0, Mode.SEQUENCE, Recurrent.OWN, 50);
    List<int[]> pieces = lines(4, 3, 20);
    ComputationGraph network = model.network(1, Optimizer.constant(0.01));
    double mean = model.score(network, pieces).mean(PredictionSums.LOSS_NATS);
    network.fit(model.arrays(pieces, 1).get(0));
    assertThat(network.score()).isCloseTo(mean, within(1e-5));
  }

  @Test
  void scoreOfAPieceDoesNotDependOnItsCompanyOrTheSegments() {
    NoteLstm segments = model(Mode.SEQUENCE, Recurrent.OWN, 2, 0.3);
    NoteLstm whole =
        new NoteLstm(VOCABULARY, 6, 2, 24, 16, 0.3, Mode.SEQUENCE, Recurrent.OWN, 1000);
    List<int[]> pieces = lines(5, 2, 19);
    ComputationGraph network = segments.network(1, Optimizer.constant(0.01));
    PredictionSums together = segments.score(network, pieces);
    PredictionSums alone = PredictionSums.NONE;
    for (int[] piece : pieces) {
      alone = alone.plus(whole.score(network, List.of(piece)));
    }
    long notes = pieces.stream().mapToLong(piece -> piece.length - 1).sum();
    assertThat(together.count()).isEqualTo(notes).isEqualTo(alone.count());
    assertThat(together.mean(PredictionSums.LOSS_NATS))
        .isCloseTo(alone.mean(PredictionSums.LOSS_NATS), within(1e-6));
    assertThat(together.sums().get(NoteLstm.TOP1)).isEqualTo(alone.sums().get(NoteLstm.TOP1));
  }

  @Test
  void windowsAndSequencesOfTheSameWeightsAgree() {
    NoteLstm windows = model(Mode.WINDOW, Recurrent.OWN, 1, 0);
    NoteLstm sequences = model(Mode.SEQUENCE, Recurrent.OWN, 1, 0);
    ComputationGraph ofWindows = windows.network(1, Optimizer.constant(0.01));
    ComputationGraph ofSequences = sequences.network(1, Optimizer.constant(0.01));
    assertThat(ofSequences.params().toFloatVector()).isEqualTo(ofWindows.params().toFloatVector());
    int[] line = windows(1).get(0);
    double[] afterWindow =
        NoteProbabilities.log(ofWindows, windows.arrays(List.of(line), 1).get(0).getFeatures())[0];
    sequences.score(ofSequences, List.of(line));
    List<MultiDataSet> parts = sequences.arrays(List.of(line), 1);
    double[][] rows = null;
    for (MultiDataSet part : parts) {
      rows = NoteProbabilities.log(ofSequences, part.getFeatures());
    }
    for (int k = 0; k < VOCABULARY; k++) {
      assertThat(rows[rows.length - 1][k]).isCloseTo(afterWindow[k], within(1e-6));
    }
  }

  @Test
  void improbableNotesHaveTheirExactLoss() {
    NoteLstm model = model(Mode.WINDOW, Recurrent.OWN, 1, 0);
    ComputationGraph network = model.network(1, Optimizer.constant(0.01));
    // All weights 0, so the bias alone decides: class 3 at 200 nats below the others.
    network.params().assign(0);
    network.getLayer("output").getParam("b").putScalar(3, -200);
    int[] window = {0, 0, 0, 0, 0, 0, 3};
    PredictionSums score = model.score(network, List.of(window));
    assertThat(score.sums().get(PredictionSums.LOSS_NATS))
        .isCloseTo(200 + Math.log(VOCABULARY - 1), within(1e-4));
    assertThat(score.sums().get(NoteLstm.TOP5)).isEqualTo(0);
    // Of equally probable classes the lower goes first.
    assertThat(topsOf(model, network, 0)).containsExactly(1, 1);
    assertThat(topsOf(model, network, 1)).containsExactly(0, 1);
    assertThat(topsOf(model, network, 5)).containsExactly(0, 1);
    assertThat(topsOf(model, network, 6)).containsExactly(0, 0);
  }

  private static double[] topsOf(NoteLstm model, ComputationGraph network, int next) {
    int[] window = {0, 0, 0, 0, 0, 0, next};
    PredictionSums score = model.score(network, List.of(window));
    return new double[] {
      score.sums().get(NoteLstm.TOP1), score.sums().get(NoteLstm.TOP5),
    };
  }

  @Test
  void manyWindowsAreScoredAsFew() {
    NoteLstm model = model(Mode.WINDOW, Recurrent.OWN, 1, 0.3);
    ComputationGraph network = model.network(1, Optimizer.constant(0.01));
    List<int[]> windows = windows(600);
    PredictionSums one = model.score(network, windows);
    PredictionSums parts =
        model
            .score(network, windows.subList(0, 100))
            .plus(model.score(network, windows.subList(100, 600)));
    assertThat(one.count()).isEqualTo(600).isEqualTo(parts.count());
    assertThat(one.sums().get(PredictionSums.LOSS_NATS))
        .isCloseTo(parts.sums().get(PredictionSums.LOSS_NATS), within(1e-3));
  }

  @Test
  void archiveAndCloneScoreTheSame(@TempDir Path folder) throws IOException {
    NoteLstm model = model(Mode.SEQUENCE, Recurrent.OWN, 2, 0.3);
    List<int[]> pieces = lines(4, 2, 12);
    ComputationGraph network = model.network(1, Optimizer.constant(0.01));
    fit(model, network, pieces, 2);
    File file = folder.resolve("network.zip").toFile();
    ModelSerializer.writeModel(network, file, true);
    ComputationGraph read = ModelSerializer.restoreComputationGraph(file, true);
    PredictionSums score = model.score(network, pieces);
    assertThat(model.score(read, pieces)).isEqualTo(score);
    assertThat(model.score(network.clone(), pieces)).isEqualTo(score);
  }

  @Test
  void recordIsJson() throws IOException {
    ObjectMapper json = new ObjectMapper();
    NoteLstm model = NoteLstm.ofVocabulary(50);
    assertThat(json.readValue(json.writeValueAsString(model), NoteLstm.class)).isEqualTo(model);
  }

  @Test
  void refusesWhatItCannotLearn() {
    NoteLstm windows = model(Mode.WINDOW, Recurrent.OWN, 1, 0.3);
    NoteLstm pieces = model(Mode.SEQUENCE, Recurrent.OWN, 1, 0.3);
    assertThatIllegal(() -> windows.arrays(List.of(new int[6]), 1)).names(6, 6);
    assertThatIllegal(() -> windows.arrays(List.of(new int[] {0, 0, 0, 12, 0, 0, 0}), 1))
        .names(12, 12);
    assertThatIllegal(() -> pieces.arrays(List.of(new int[1]), 1)).names(1, 2);
    assertThatMistake(() -> model(Mode.SEQUENCE, Recurrent.DL4J, 1, 0.3))
        .is(Mistake.OPTIONS_EXCLUDE);
    assertThatIllegal(() -> model(Mode.WINDOW, Recurrent.OWN, 3, 0.3)).names("layers", 3, 1, 2);
    assertThatIllegal(() -> model(Mode.WINDOW, Recurrent.OWN, 1, 1)).names("dropout", 1.0, 0, 1);
  }

  @InTurn
  @ParameterizedTest
  @CsvSource({"WINDOW, 2", "SEQUENCE, 1"})
  void bothArithmeticsLearnTheSame(Mode mode, int layers) {
    NoteLstm model = model(mode, Recurrent.OWN, layers, 0.3);
    List<int[]> examples = mode == Mode.WINDOW ? windows(16) : lines(16, 5, 11);
    List<List<int[]>> batches = List.of(examples.subList(0, 8), examples.subList(8, 16));
    BothArithmetics.assertEqual(model, batches, examples, 2e-3);
  }

  @InTurn
  @ParameterizedTest
  @CsvSource({"WINDOW, 2", "SEQUENCE, 1"})
  void aGpuLearnsTheSame(Mode mode, int layers) {
    NoteLstm model = model(mode, Recurrent.OWN, layers, 0.3);
    List<int[]> examples = mode == Mode.WINDOW ? windows(6) : lines(6, 5, 11);
    BothArithmetics.assertEqualOnGpu(
        model, List.of(examples.subList(0, 3), examples.subList(3, 6)));
  }
}
