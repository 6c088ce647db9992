package io.partita.model.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partita.InTurn;
import io.partita.kind.rave.Rave;
import io.partita.kind.rave.RaveKind;
import io.partita.kind.rave.RaveScore;
import io.partita.model.archive.ModelFolder;
import io.partita.model.examples.Examples;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

/** A RAVE in a training, whose statistics are estimated before each validation. */
@InTurn
class RaveTrainingTest extends TrainingFixture {
  private static final Rave MODEL =
      Rave.named("rave-tiny")
          .with(
              Map.of(
                  "length", "4608",
                  "subbands", "4",
                  "capacity", "2",
                  "latents", "3",
                  "ratios", "[4, 4, 2]"));

  private static Examples<float[]> windows(int count) {
    SplittableRandom random = new SplittableRandom(1);
    List<float[]> windows = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      float[] window = new float[MODEL.input().size()];
      for (int i = 0; i < window.length; i++) {
        window[i] = (float) (random.nextDouble(-0.1, 0.1) + 0.5 * Math.sin(0.01 * (k + 1) * i));
      }
      windows.add(window);
    }
    return Examples.of(spark.parallelize(windows, 2), count, Map.of());
  }

  private Training<float[]> training(int workers, ModelFolder to, Seen listener) {
    return training(workers, to, listener, Double.POSITIVE_INFINITY);
  }

  private Training<float[]> training(
      int workers, ModelFolder to, Seen listener, double maxMinutes) {
    TrainingSettings settings =
        new TrainingSettings(
            2,
            4,
            workers,
            2,
            Averaged.ALL,
            MODEL.optimizer().with(MODEL.optimizer().schedule().over(8)),
            7,
            2,
            maxMinutes);
    return new Training<>(
        spark,
        MODEL,
        settings,
        Selection.best(RaveKind.KIND.measures().get(0)),
        windows(16),
        windows(4),
        to,
        card("run"),
        listener);
  }

  private static float[] weights(ModelFolder folder) throws IOException {
    return folder.weights(folder.card().network(), MODEL, true).parameters();
  }

  @Test
  void oneWorkerIsNoneAndAResumedTrainingIsOneThatWasNotKilled() throws IOException {
    ModelFolder local = model("local");
    training(0, local, new Seen(metric -> {})).run(false, false);
    ModelFolder averaged = model("averaged");
    training(1, averaged, new Seen(metric -> {})).run(false, false);
    ModelFolder killed = model("killed");
    Seen killer =
        new Seen(
            metric -> {
              if (metric.iteration() > 4) {
                throw new IllegalStateException("killed");
              }
            });
    assertThatThrownBy(() -> training(1, killed, killer).run(false, false)).hasMessage("killed");
    training(1, killed, new Seen(metric -> {})).run(true, false);

    assertThat(local.card().state().iteration()).isEqualTo(8);
    assertThat(weights(averaged)).as("one worker").containsExactly(weights(local));
    assertThat(weights(killed)).as("resumed").containsExactly(weights(local));
    assertThat(local.card().best().figure()).isEqualTo(RaveScore.DISTANCE);
  }

  /** Between validations, too, so that the model that is kept can be used. */
  @Test
  void statisticsAreThoseOfManyWindowsWhereTimeIsOver() throws IOException {
    ModelFolder stopped = model("stopped");
    training(1, stopped, new Seen(metric -> {}), 1e-9).run(false, false);
    assertThat(stopped.card().state().outcome()).contains("--max-minutes");
    float[] found = weights(stopped);
    ComputationGraph network = MODEL.network(7, MODEL.optimizer());
    network.setParams(Nd4j.createFromArray(found).reshape(1, found.length));
    MODEL.settle(network, windows(16).byNumber().sortByKey().values().collect());
    assertThat(network.params().toFloatVector()).containsExactly(found);

    training(1, stopped, new Seen(metric -> {})).run(true, false);
    ModelFolder whole = model("whole");
    training(1, whole, new Seen(metric -> {})).run(false, false);
    assertThat(weights(stopped)).as("resumed").containsExactly(weights(whole));
  }
}
