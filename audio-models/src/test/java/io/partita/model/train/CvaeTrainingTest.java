package io.partita.model.train;

import static io.partita.TextAssert.assertThatText;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partita.InTurn;
import io.partita.kind.cvae.Cvae;
import io.partita.kind.cvae.CvaeKind;
import io.partita.kind.cvae.CvaeScore;
import io.partita.model.archive.ModelCard;
import io.partita.model.archive.ModelFolder;
import io.partita.model.examples.Examples;
import io.partita.nn.optim.Optimizer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Variational autoencoders of audio in a training: with and without workers, resumed, lost. */
@InTurn
class CvaeTrainingTest extends TrainingFixture {
  private static final Cvae SEED =
      Cvae.named("gtzan-resnet1d-seed").with(Map.of("length", "60", "channels", "[4, 8]"));

  static List<Cvae> models() {
    return List.of(
        Cvae.named("mel-conv-tiny").with(Map.of("bands", "8", "length", "8")),
        Cvae.named("wave-conv-tiny").with(Map.of("length", "64")),
        Cvae.named("wave-conv-tiny").with(Map.of("length", "64", "sigma", "0", "scales", "2")),
        SEED);
  }

  private static Examples<float[]> windows(Cvae model, int count) {
    return windows(model, count, 1);
  }

  private static Examples<float[]> windows(Cvae model, int count, double scale) {
    SplittableRandom random = new SplittableRandom(1);
    List<float[]> windows = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      float[] window = new float[model.input().size()];
      for (int i = 0; i < window.length; i++) {
        window[i] = (float) (scale * random.nextDouble(-0.5, 0.4));
      }
      windows.add(window);
    }
    return Examples.of(spark.parallelize(windows, 2), count, Map.of());
  }

  private Training<float[]> training(
      Cvae model, int workers, Optimizer optimizer, ModelFolder to, Seen listener) {
    return training(model, workers, optimizer, windows(model, 4), to, listener);
  }

  private Training<float[]> training(
      Cvae model,
      int workers,
      Optimizer optimizer,
      Examples<float[]> heldOut,
      ModelFolder to,
      Seen listener) {
    TrainingSettings settings =
        new TrainingSettings(
            4, 4, workers, 2, Averaged.ALL, optimizer, 7, 2, Double.POSITIVE_INFINITY);
    return new Training<>(
        spark,
        model,
        settings,
        Selection.best(CvaeKind.KIND.measures().get(0)),
        windows(model, 16),
        heldOut,
        to,
        card("run"),
        listener);
  }

  private float[] weights(Cvae model, ModelFolder folder) throws IOException {
    return folder.weights(folder.card().network(), model, true).parameters();
  }

  @ParameterizedTest
  @MethodSource("models")
  void oneWorkerIsNoneAndAResumedTrainingIsOneThatWasNotKilled(Cvae model) throws IOException {
    ModelFolder local = model("local");
    training(model, 0, model.optimizer(), local, new Seen(metric -> {})).run(false, false);
    ModelFolder averaged = model("averaged");
    training(model, 1, model.optimizer(), averaged, new Seen(metric -> {})).run(false, false);
    ModelFolder killed = model("killed");
    Seen killer =
        new Seen(
            metric -> {
              if (metric.iteration() > 8) {
                throw new IllegalStateException("killed");
              }
            });
    assertThatThrownBy(
            () -> training(model, 1, model.optimizer(), killed, killer).run(false, false))
        .hasMessage("killed");
    training(model, 1, model.optimizer(), killed, new Seen(metric -> {})).run(true, false);

    assertThat(local.card().state().iteration()).isEqualTo(16);
    assertThat(weights(model, averaged)).as("one worker").containsExactly(weights(model, local));
    assertThat(weights(model, killed)).as("resumed").containsExactly(weights(model, local));
    assertThat(local.card().best().figure()).isEqualTo(CvaeScore.ELBO);
  }

  /** As a density is that is sure of the few recordings that it knows. */
  @Test
  void heldOutWindowsThatNobodyWouldExpectAreNoDivergence() throws IOException {
    Cvae model = models().get(0);
    ModelFolder to = model("surprised");
    Examples<float[]> strange = windows(model, 4, 30);
    ModelCard card =
        training(model, 0, model.optimizer(), strange, to, new Seen(metric -> {}))
            .run(false, false);

    double first = card.state().firstLoss();
    assertThat(card.state().metric().validationLoss()).isGreaterThan(3 * first);
    assertThat(card.state().metric().loss()).isLessThan(first);
    assertThat(card.state().outcome()).isEqualTo(ModelCard.State.DONE);
  }

  @Test
  void aLossWithoutALowerBoundEndsByName() throws IOException {
    ModelFolder to = model("seed");
    ModelCard card =
        training(SEED, 0, Optimizer.constant(1e4), to, new Seen(metric -> {})).run(false, false);
    assertThatText(card.state().outcome()).names("diverged", "epoch 1", "iteration");
    assertThat(weights(SEED, to)).as("of the last good checkpoint").doesNotContain(Float.NaN);
  }
}
