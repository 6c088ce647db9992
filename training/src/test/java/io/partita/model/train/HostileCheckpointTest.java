package io.partita.model.train;

import static io.partita.MistakeAssert.assertThatMistake;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.Mistake;
import io.partita.model.ModelFigure;
import io.partita.model.archive.Metric;
import io.partita.model.archive.ModelCard;
import io.partita.model.archive.ModelFolder;
import io.partita.model.examples.Examples;
import io.partita.nn.optim.Optimizer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints that no training left: refused before there is anything to train on. */
@Tag("spark")
class HostileCheckpointTest {
  private static final NextClass MODEL = new NextClass(5, 1);
  private static final TrainingSettings SETTINGS =
      new TrainingSettings(
          3,
          8,
          0,
          3,
          Averaged.ALL,
          Optimizer.constant(0.01),
          7,
          1_000_000,
          Double.POSITIVE_INFINITY);
  private static final Metric METRIC =
      Metric.at(1, 25, 200).loss(1.5).learningRate(0.01).examplesPerS(10).seconds(1).build();

  @TempDir private Path temporary;

  private ModelFolder folder() throws IOException {
    return ModelFolder.at(temporary.toString(), new Configuration());
  }

  private static ModelCard card(int classes, List<Integer> vocabulary) {
    return NextClassCards.of(new NextClass(classes, 1), vocabulary, "run", Map.of());
  }

  private void resume() throws IOException {
    new Training<>(
            null,
            MODEL,
            SETTINGS,
            Selection.best(ModelFigure.nats("cross_entropy_nats")),
            new Examples<>(null, 200, Map.of()),
            new Examples<>(null, 0, Map.of()),
            folder(),
            card(5, List.of()),
            new TrainingFixture.Seen(metric -> {}))
        .run(true, false);
  }

  private static ModelCard.State state(
      int epoch, int round, long iteration, long examples, Double first, Metric metric) {
    return new ModelCard.State(
        epoch, round, null, iteration, examples, 1, first, ModelCard.State.TRAINING, metric);
  }

  @Test
  void aPlaceThatTheRunNeverCameToIsDamage() throws IOException {
    ComputationGraph network = MODEL.network(7, Optimizer.constant(0.01));
    for (ModelCard.State state :
        List.of(
            state(1, 0, 25, 199, 2.0, METRIC),
            state(1, 0, 0, 200, 2.0, METRIC),
            state(0, 0, 1, 0, 2.0, METRIC),
            state(1, 0, 25, 200, null, METRIC),
            state(1, 0, 25, 200, 2.0, null),
            state(0, 9, 25, 200, 2.0, METRIC),
            state(0, 1_000_000_000, 25, 200, 2.0, METRIC),
            state(1_000_000_000, 0, 25, 200, 2.0, METRIC),
            state(2, 8, 25, 600, 2.0, METRIC))) {
      folder().save(card(5, List.of()), state, network);
      assertThatMistake(this::resume).as(state.toString()).is(Mistake.DAMAGED_MODEL).names("card");
    }
  }

  @Test
  void anotherModelUnderTheRunsNameIsDamage() throws IOException {
    ComputationGraph network = MODEL.network(7, Optimizer.constant(0.01));
    for (ModelCard other : List.of(card(6, List.of()), card(5, List.of(60)))) {
      folder().save(other, ModelCard.State.BEGINNING, network);
      assertThatMistake(this::resume).is(Mistake.DAMAGED_MODEL).names("card");
    }
    folder()
        .save(
            card(5, List.of()),
            ModelCard.State.BEGINNING,
            new NextClass(6, 1).network(7, Optimizer.constant(1)));
    assertThatMistake(this::resume).is(Mistake.DAMAGED_MODEL).names("model.json", "214", "181");
  }

  @Test
  void numbersOutOfTheirRangesAreDamage() throws IOException {
    ComputationGraph network = MODEL.network(7, Optimizer.constant(0.01));
    for (ModelCard.State state :
        List.of(
            state(-1, 0, 0, 0, null, null),
            state(0, -1, 0, 0, null, null),
            state(0, 0, -1, 0, null, null),
            state(0, 0, Integer.MAX_VALUE, 0, null, null),
            state(0, 0, 0, -1, null, null),
            state(0, 0, 0, 0, Double.NaN, null))) {
      folder().save(card(5, List.of()), ModelCard.State.BEGINNING, network);
      ModelCard good = folder().card();
      folder().save(good.at(state, good.network()));
      assertThatMistake(this::resume).is(Mistake.DAMAGED_MODEL).names("card");
    }
    folder().save(card(5, List.of()), state(3, 0, 75, 600, 2.0, METRIC), network);
    folder().write("metrics.jsonl", "{\"epoch\": \"x\"}".getBytes(StandardCharsets.UTF_8));
    assertThatMistake(this::resume).is(Mistake.DAMAGED_MODEL).names("metrics.jsonl");
    assertThat(folder().card().state().epoch()).isEqualTo(3);
  }
}
