package io.partita.model.train;

import static io.partita.MistakeAssert.assertThatMistake;
import static io.partita.TextAssert.assertThatText;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.partita.InTurn;
import io.partita.Mistake;
import io.partita.model.ModelFigure;
import io.partita.model.archive.Metric;
import io.partita.model.archive.ModelCard;
import io.partita.model.archive.ModelCard.State;
import io.partita.model.archive.ModelFolder;
import io.partita.nn.optim.Optimizer;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Which weights of a training are kept, resumed or not, and that lost ones never are. */
@InTurn
class BestWeightsTest extends TrainingFixture {
  /** The loss falls, so that by this figure the first validation is the best. */
  private static final ModelFigure HIGH_LOSS = ModelFigure.share("cross_entropy_nats");

  private static final Selection FIRST = Selection.best(HIGH_LOSS);

  /** A checkpoint for each round of 3 iterations; an epoch of 200 examples has 12. */
  private static final TrainingSettings OFTEN = settings(4, 2, 3, 0.01, 3);

  private static TrainingSettings settings(
      int epochs, int workers, int frequency, double rate, int checkpointEvery) {
    return new TrainingSettings(
        epochs,
        8,
        workers,
        frequency,
        Averaged.ALL,
        Optimizer.constant(rate),
        7,
        checkpointEvery,
        Double.POSITIVE_INFINITY);
  }

  private Training<int[]> training(
      TrainingSettings settings, Selection selection, ModelFolder to, long killedAt) {
    return new Training<>(
        spark,
        MODEL,
        settings,
        selection,
        examples(200, 2),
        examples(40, 1),
        to,
        card("run"),
        new Seen(
            metric -> {
              if (metric.iteration() == killedAt) {
                throw new IllegalStateException("killed");
              }
            }));
  }

  private ModelCard trained(TrainingSettings settings, Selection selection, String name)
      throws IOException {
    return training(settings, selection, model(name), -1).run(false, false);
  }

  private ModelCard killedAndResumed(Selection selection, String name) throws IOException {
    ModelFolder to = model(name);
    Training<int[]> killed = training(OFTEN, selection, to, 30);
    assertThatThrownBy(() -> killed.run(false, false)).hasMessage("killed");
    assertThat(to.card().state().iteration()).isEqualTo(27);
    return training(OFTEN, selection, to, -1).run(true, false);
  }

  private List<Long> validated(String name) throws IOException {
    return model(name).metrics().stream()
        .filter(metric -> !metric.validation().isEmpty())
        .map(Metric::iteration)
        .toList();
  }

  private static void assertSameWeights(ModelCard.NetworkFile one, ModelCard.NetworkFile other) {
    assertThat(one.parametersSha256()).isEqualTo(other.parametersSha256());
  }

  @Test
  void theBestWeightsAreUsedWhileTrainingGoesOnFromTheLast() throws IOException {
    ModelCard card = trained(OFTEN, FIRST, "m");
    ModelCard one = trained(with(OFTEN, 1, 2, 3), FIRST, "one");
    ModelCard last = trained(OFTEN, new Selection(HIGH_LOSS, false, 9, 0, 0), "last");
    assertThat(card.best().iteration()).isEqualTo(12);
    assertThat(card.best().epoch()).isEqualTo(1);
    assertThat(card.state().iteration()).isEqualTo(48);
    assertThat(card.used()).isEqualTo(card.best().network()).isNotEqualTo(card.network());
    assertSameWeights(card.used(), one.network());
    assertThat(card.best().value())
        .isEqualTo(model("one").metrics().get(3).validation().get("cross_entropy_nats"));
    assertThat(folder.resolve("m").toFile().list())
        .containsExactlyInAnyOrder(
            "model.json", "metrics.jsonl", card.network().name(), card.used().name());

    assertSameWeights(last.network(), card.network());
    assertThat(last.best()).isEqualTo(card.best().withoutNetwork());
    assertThat(last.used()).isEqualTo(last.network());
  }

  @Test
  void theBestIsTheSameOverAKillAndResume() throws IOException {
    ModelCard whole = trained(OFTEN, FIRST, "whole");
    ModelCard resumed = killedAndResumed(FIRST, "killed");
    assertThat(resumed.best().withoutNetwork()).isEqualTo(whole.best().withoutNetwork());
    assertSameWeights(resumed.used(), whole.used());
    assertSameWeights(resumed.network(), whole.network());
    assertThat(validated("killed"))
        .isEqualTo(validated("whole"))
        .containsExactly(12L, 24L, 36L, 48L);
    model("killed").verify(resumed);
  }

  @Test
  void aResumedTrainingMayKeepTheLastOrChooseByAnotherFigure() throws IOException {
    TrainingSettings half = with(OFTEN, 2, 2, 3);
    ModelCard first = trained(half, FIRST, "m");
    ModelCard same = training(half, LOSS, model("m"), -1).run(true, false);
    assertThat(same.best()).as("nothing new was validated").isEqualTo(first.best());
    ModelCard other = training(OFTEN, LOSS, model("m"), -1).run(true, false);
    assertThat(other.best().iteration()).isGreaterThan(12);
    Selection last = new Selection(HIGH_LOSS, false, Selection.NO_LIMIT, 0, 0);
    ModelCard kept = training(OFTEN, last, model("m"), -1).run(true, false);
    assertThat(kept.best().network()).isNull();
    assertThat(folder.resolve("m").toFile().list())
        .containsExactlyInAnyOrder("model.json", "metrics.jsonl", kept.network().name());
  }

  @Test
  void aDamagedBestNetworkIsRefusedBeforeTrainingGoesOn() throws IOException {
    ModelCard card = trained(with(OFTEN, 2, 2, 3), FIRST, "m");
    Files.write(folder.resolve("m").resolve(card.used().name()), new byte[1]);
    assertThatMistake(() -> training(OFTEN, FIRST, model("m"), -1).run(true, false))
        .is(Mistake.DAMAGED_MODEL)
        .names("network-12-");
  }

  @Test
  void trainingStopsWhenPatienceIsOverAndGoesOnWithMore() throws IOException {
    Selection two = new Selection(HIGH_LOSS, true, 2, 0, 0);
    ModelCard card = trained(with(OFTEN, 9, 2, 3), two, "m");
    assertThatText(card.state().outcome())
        .names("stopped", "--patience 2", "cross_entropy_nats", "iteration 12");
    assertThat(card.state().epoch()).isEqualTo(3);
    ModelCard again = training(with(OFTEN, 9, 2, 3), two, model("m"), -1).run(true, false);
    assertThat(again).usingRecursiveComparison().isEqualTo(model("m").card());
    assertThat(again.state().iteration()).isEqualTo(36);

    Selection four = new Selection(HIGH_LOSS, true, 4, 0, 0);
    ModelCard more = training(with(OFTEN, 9, 2, 3), four, model("m"), -1).run(true, false);
    assertThat(more.state().epoch()).isEqualTo(5);
    assertThatText(more.state().outcome()).names("stopped", "--patience 4");
    assertSameWeights(more.network(), trained(with(OFTEN, 5, 2, 3), FIRST, "five").network());
  }

  @Test
  void patienceCountsValidationsBeforeAKill() throws IOException {
    ModelCard resumed = killedAndResumed(new Selection(HIGH_LOSS, true, 2, 0, 0), "killed");
    assertThat(resumed.state().iteration()).isEqualTo(36);
    assertThatText(resumed.state().outcome()).names("stopped", "--patience 2");
  }

  @Test
  void validationsAreAsFarApartAsAsked() throws IOException {
    ModelCard card = trained(with(SETTINGS, 2, 2, 3), new Selection(HIGH_LOSS, true, 9, 5, 0), "m");
    assertThat(validated("m")).containsExactly(6L, 12L, 15L, 21L, 24L);
    assertThat(card.best().iteration()).isEqualTo(6);
    assertThat(card.best().epoch()).isEqualTo(0.5);
    assertThat(card.used().name()).startsWith("network-6-");
  }

  @Test
  void anAverageOfTheWeightsIsUsedInTheirPlace() throws IOException {
    Selection ema = new Selection(HIGH_LOSS, false, 9, 0, 0.9);
    TrainingSettings oneRound = settings(1, 0, 25, 0.01, 99);
    ModelCard card = trained(oneRound, ema, "m");
    float[] last = weights("m", card.network());
    float[] average = weights("m", card.used());
    float[] first = MODEL.network(7, Optimizer.constant(0.01)).params().toFloatVector();
    assertThat(card.used()).isEqualTo(card.average()).isNotEqualTo(card.network());
    double kept = 1;
    for (int update = 1; update <= 25; update++) {
      kept *= Math.min(0.9, update / (9.0 + update));
    }
    for (int i = 0; i < average.length; i++) {
      assertThat(average[i])
          .isCloseTo((float) (kept * first[i] + (1 - kept) * last[i]), within(1e-6f));
    }
    assertSameWeights(trained(oneRound, FIRST, "plain").network(), card.network());
  }

  @Test
  void anAverageIsValidatedInPlaceOfTheWeights() throws IOException {
    Selection ema = new Selection(HIGH_LOSS, false, 9, 0, 0.9);
    TrainingSettings fiveRounds = settings(1, 0, 5, 0.01, 99);
    ModelCard card = trained(fiveRounds, ema, "m");
    ModelCard plain = trained(fiveRounds, FIRST, "plain");
    assertSameWeights(plain.network(), card.network());
    assertThat(card.best().value()).isNotEqualTo(plain.best().value());
  }

  @Test
  void anAverageIsTheSameOverAKillAndResume() throws IOException {
    Selection ema = new Selection(HIGH_LOSS, true, 9, 0, 0.9);
    ModelCard whole = trained(OFTEN, ema, "whole");
    ModelCard resumed = killedAndResumed(ema, "killed");
    assertSameWeights(resumed.average(), whole.average());
    assertSameWeights(resumed.used(), whole.used());
    assertSameWeights(resumed.network(), whole.network());
    assertThat(resumed.used()).isEqualTo(resumed.best().network());
    assertThat(folder.resolve("killed").toFile().list()).hasSize(5);
  }

  @Test
  void aRuinedLastUpdateIsNotSaved() throws IOException {
    for (int workers : new int[] {0, 2}) {
      for (int heldOut : new int[] {0, 40}) {
        ModelFolder to = model("ruined-" + workers + "-" + heldOut);
        int examples = 8 * Math.max(1, workers);
        ModelCard card =
            new Training<>(
                    spark,
                    MODEL,
                    settings(1, workers, 3, 1e30, 99),
                    LOSS,
                    examples(examples, 1),
                    examples(heldOut, 1),
                    to,
                    card("run"),
                    new Seen(metric -> {}))
                .run(false, false);
        assertThatText(card.state().outcome())
            .as("%d workers, %d held out", workers, heldOut)
            .names("diverged", "epoch 1", "iteration 0");
        assertThat(card.state().isLost()).isTrue();
        assertThat(to.weights(to.card().used(), MODEL, false).parameters())
            .containsExactly(MODEL.network(7, Optimizer.constant(1e30)).params().toFloatVector());
        assertThat(to.metrics()).isEmpty();
      }
    }
  }

  @Test
  void oneNumberThatIsNotFiniteIsSeen() {
    ComputationGraph network = MODEL.network(7, Optimizer.constant(0.01));
    assertThat(Divergence.byNumbers(State.BEGINNING, network)).isNull();
    INDArray state = network.getUpdater().getStateViewArray();
    state.putScalar(state.length() - 1, Float.POSITIVE_INFINITY);
    assertThatText(Divergence.byNumbers(State.BEGINNING, network))
        .names("diverged", "epoch 1", "iteration 0", "updater");
    network.params().putScalar(180, Float.NaN);
    assertThatText(Divergence.byNumbers(State.BEGINNING, network))
        .names("diverged", "epoch 1", "iteration 0", "weights");
  }

  private float[] weights(String name, ModelCard.NetworkFile file) throws IOException {
    return model(name).weights(file, MODEL, false).parameters();
  }
}
