package io.partita.model.train;

import static io.partita.MistakeAssert.assertThatMistake;
import static io.partita.TextAssert.assertThatText;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partita.InTurn;
import io.partita.Mistake;
import io.partita.model.archive.Metric;
import io.partita.model.archive.ModelCard;
import io.partita.model.archive.ModelCard.State;
import io.partita.model.archive.ModelFolder;
import io.partita.model.examples.Examples;
import io.partita.nn.optim.Optimizer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What a training learns, how far it comes, and that it goes on to the same bits. */
@Tag("spark")
class TrainingTest extends TrainingFixture {
  private INDArray weights(TrainingSettings settings, Examples<int[]> examples, String name)
      throws IOException {
    ModelFolder to = model(name);
    ModelCard card = training(settings, examples, to).run(false, false);
    return to.weights(card.network(), MODEL, true).network(MODEL).params();
  }

  @Tag("full")
  @Test
  void learnsWhatFollows() throws IOException {
    List<Metric> seen = new ArrayList<>();
    ModelFolder to = model("m");
    ModelCard card =
        training(with(SETTINGS, 40, 2, 3), examples(200, 3), to, new Seen(seen::add))
            .run(false, false);
    assertThat(card.state().outcome()).isEqualTo(State.DONE);
    assertThat(seen.get(seen.size() - 1).validationLoss()).isLessThan(0.6);
    assertThat(seen.get(seen.size() - 1).iteration()).isEqualTo(40 * 12);
    assertThat(seen.get(seen.size() - 1).examples()).isEqualTo(40 * 192);
    assertThat(to.metrics()).isEqualTo(seen);
  }

  @Test
  void oneWorkerAveragedIsTheSameAsNoAveraging() throws IOException {
    INDArray averaged = weights(with(SETTINGS, 3, 1, 4), examples(200, 3), "averaged");
    INDArray local = weights(with(SETTINGS, 3, 0, 4), examples(200, 3), "local");
    assertThat(averaged.toFloatVector()).containsExactly(local.toFloatVector());
  }

  @InTurn
  @Test
  void sameSeedSameBitsWhateverThePartitionsOfTheInput() throws IOException {
    INDArray first = weights(with(SETTINGS, 2, 3, 2), examples(200, 1), "first");
    INDArray second = weights(with(SETTINGS, 2, 3, 2), examples(200, 7), "second");
    assertThat(first.toFloatVector()).containsExactly(second.toFloatVector());
  }

  @Test
  void resumedInMidEpochReachesTheSameBits() throws IOException {
    TrainingSettings often =
        new TrainingSettings(
            3, 8, 2, 3, Averaged.ALL, MODEL.optimizer(), 7, 3, Double.POSITIVE_INFINITY);
    Examples<int[]> examples = examples(200, 2);
    INDArray undisturbed = weights(often, examples, "undisturbed");

    ModelFolder to = model("killed");
    Training<int[]> killed =
        training(
            often,
            examples,
            to,
            new Seen(
                metric -> {
                  if (metric.iteration() == 18) {
                    throw new IllegalStateException("killed");
                  }
                }));
    assertThatThrownBy(() -> killed.run(false, false)).hasMessage("killed");
    assertThat(to.card().state().iteration()).isEqualTo(15);
    ModelCard resumed = training(often, examples, to).run(true, false);
    assertThat(to.weights(resumed.network(), MODEL, true).network(MODEL).params().toFloatVector())
        .containsExactly(undisturbed.toFloatVector());
    assertThat(to.metrics())
        .extracting(Metric::iteration)
        .containsExactlyElementsOf(
            model("undisturbed").metrics().stream().map(Metric::iteration).toList());
  }

  /** Rounds of 3 updates; 4 end inside the second one. */
  @Test
  void iterationsEndInsideOfARound() throws IOException {
    Examples<int[]> examples = examples(192, 2);
    for (int workers : new int[] {0, 2}) {
      TrainingSettings settings = with(SETTINGS, 3, workers, 3);
      ModelFolder to = model("four-" + workers);
      List<Double> left = new ArrayList<>();
      Training.Listener listener =
          new Training.Listener() {
            @Override
            public void trained(Metric metric, int epochs, double secondsLeft) {
              left.add(secondsLeft);
            }
          };
      ModelCard four =
          training(settings.iterations(4, 192), examples, to, listener).run(false, false);
      assertThat(left.get(0)).isPositive();
      assertThat(left.get(1)).isZero();
      assertThat(four.state().outcome()).isEqualTo(State.DONE);
      assertThat(four.state().iteration()).isEqualTo(4);
      assertThat(four.state().madeInRound()).isEqualTo(1);
      assertThat(four.state().examples()).isEqualTo(4L * 8 * Math.max(1, workers));
      assertThat(to.metrics()).extracting(Metric::iteration).containsExactly(3L, 4L);

      Training<int[]> more = training(settings.iterations(9, 192), examples, to);
      if (workers > 0) { // four updates straight through would not be averaged after the fourth
        assertThatMistake(() -> more.run(true, false)).is(Mistake.NOT_RESUMABLE);
        continue;
      }
      ModelCard resumed = more.run(true, false);
      assertThat(resumed.state().iteration()).isEqualTo(9);
      INDArray whole = weights(settings.iterations(9, 192), examples, "nine");
      assertThat(to.weights(resumed.network(), MODEL, true).network(MODEL).params().toFloatVector())
          .containsExactly(whole.toFloatVector());
    }
  }

  @InTurn
  @Test
  void moreEpochsGoOnFromTheLast() throws IOException {
    INDArray whole = weights(with(SETTINGS, 4, 2, 3), examples(200, 2), "whole");
    ModelFolder to = model("longer");
    training(with(SETTINGS, 2, 2, 3), examples(200, 2), to).run(false, false);
    ModelCard card = training(with(SETTINGS, 4, 2, 3), examples(200, 2), to).run(true, false);
    assertThat(to.weights(card.network(), MODEL, true).network(MODEL).params().toFloatVector())
        .containsExactly(whole.toFloatVector());
  }

  @Test
  void stopsWhenTimeIsUpAndCanGoOn() throws IOException {
    TrainingSettings short_ =
        new TrainingSettings(3, 8, 2, 3, Averaged.ALL, MODEL.optimizer(), 7, 1_000_000, 0);
    ModelFolder to = model("short");
    ModelCard card = training(short_, examples(200, 2), to).run(false, false);
    assertThatText(card.state().outcome()).names("stopped", "--max-minutes 0.0");
    ModelCard done = training(SETTINGS, examples(200, 2), to).run(true, false);
    assertThat(done.state().outcome()).isEqualTo(State.DONE);
  }

  @Test
  void aLostLossKeepsTheLastGoodCheckpoint() throws IOException {
    TrainingSettings wild =
        new TrainingSettings(
            5,
            8,
            2,
            3,
            Averaged.ALL,
            Optimizer.constant(1e6),
            7,
            1_000_000,
            Double.POSITIVE_INFINITY);
    ModelFolder to = model("wild");
    ModelCard card = training(wild, examples(200, 2), to).run(false, false);
    assertThatText(card.state().outcome()).names("diverged", "epoch 1", "iteration");
    assertThat(to.weights(to.card().network(), MODEL, true).network(MODEL).params().toFloatVector())
        .containsExactly(MODEL.network(7, Optimizer.constant(1e6)).params().toFloatVector());
  }

  @Test
  void tooFewExamplesAreCountedWithTheirReasons() throws IOException {
    Examples<int[]> few =
        new Examples<>(
            examples(12, 1).byNumber(), 12, Map.of("files without notes", 3L, "short ones", 2L));
    assertThatMistake(() -> training(SETTINGS, few, model("few")).run(false, false))
        .is(Mistake.TOO_FEW_EXAMPLES)
        .names("12", "8", "2", "16")
        .names("3 files")
        .names("2 short");
    assertThat(folder.resolve("few")).doesNotExist();
  }

  @Test
  void partsOfABatchAreUpdatesOfTheirOwn() throws IOException {
    ModelFolder to = model("parts");
    ModelCard card =
        new Training<>(
                spark,
                new NextClass(5, 3),
                with(SETTINGS, 1, 2, 2),
                LOSS,
                examples(80, 2),
                examples(0, 1),
                to,
                card("run"),
                new Seen(metric -> {}))
            .run(false, false);
    assertThat(card.state().iteration()).isEqualTo(5 * 3);
    String file = to.file(card.network().name()).toUri().getPath();
    assertThat(ModelSerializer.restoreComputationGraph(file).getConfiguration().getIterationCount())
        .isEqualTo(15);
    assertThat(card.state().metric().validationLoss()).isNull();
  }
}
