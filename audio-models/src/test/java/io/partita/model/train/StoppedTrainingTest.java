package io.partita.model.train;

import static io.partita.TextAssert.assertThatText;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partita.InTurn;
import io.partita.drum.DrumMap;
import io.partita.form.SliceVoice;
import io.partita.kind.cvae.Cvae;
import io.partita.kind.musicvae.MusicVae;
import io.partita.kind.slicegpt.SliceGpt;
import io.partita.kind.slicegpt.SliceGptVae;
import io.partita.model.ModelFigure;
import io.partita.model.ModelKinds;
import io.partita.model.NetworkKind;
import io.partita.model.TrainableModel;
import io.partita.model.archive.Metric;
import io.partita.model.archive.ModelCard;
import io.partita.model.archive.ModelCard.State;
import io.partita.model.archive.ModelFolder;
import io.partita.model.audio.AudioInput;
import io.partita.model.examples.Examples;
import io.partita.model.slices.vae.SliceVae;
import io.partita.nn.optim.Optimizer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.DoubleConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A training whose time is up keeps what it learnt, whatever its loss anneals; others diverge. */
@InTurn
class StoppedTrainingTest extends TrainingFixture {
  private static final int EXAMPLES = 8;

  /** So heavy that the full divergence of untrained weights is many times the first loss. */
  private static final String HEAVY = "1000";

  private static final long LATE = 1_000_000;

  /** Every config of every kind that has configs, and slice GPTs with z, small enough to train. */
  static Stream<TrainableModel<?>> configs() {
    SliceGpt loops = new SliceGpt(32, 8, 1, 2, 0, DrumMap.GM.label(), "drums");
    SliceGpt tunes = new SliceGpt(32, 8, 1, 2, 0, DrumMap.GM.label(), "melody");
    return Stream.of(
            MusicVae.names().stream().map(MusicVae::named).map(StoppedTrainingTest::small),
            Stream.of(
                new SliceGptVae(loops, 4, 4, 0, 1000, 0.99, 0, 0, 0, 0L, 0.0, 0.0, false),
                new SliceGptVae(tunes, 4, 4, 0, 1000, 0, 0, 0, 1, 1000L, 0.001, 0.3, false)),
            Cvae.names().stream().map(Cvae::named).map(StoppedTrainingTest::small))
        .flatMap(models -> models);
  }

  private static TrainableModel<int[]> small(MusicVae model) {
    MusicVae small =
        model.with(
            Map.of(
                "encoderUnits", units(model.encoderUnits()),
                "decoderUnits", units(model.decoderUnits()),
                "conductorUnits", units(model.conductorUnits()),
                "steps", String.valueOf(2 * Math.max(4, model.segments())),
                "latent", "4"));
    return isAnnealed(small) ? small.with(Map.of("maxBeta", HEAVY)) : small;
  }

  private static TrainableModel<float[]> small(Cvae model) {
    boolean isMel = model.input().source() == AudioInput.Source.MEL;
    Cvae small =
        model.with(
            isMel
                ? Map.of(
                    "bands", "16", "length", "16", "shifts", "1", "latents", "2", "scales", "0")
                : Map.of("length", "256", "shifts", "1", "latents", "2"));
    return isAnnealed(small) ? small.with(Map.of("maxBeta", HEAVY)) : small;
  }

  private static String units(List<Integer> of) {
    return Collections.nCopies(of.size(), 4).toString();
  }

  private static boolean isAnnealed(TrainableModel<?> model) {
    return !model.schedules(0).get("beta").equals(model.schedules(LATE).get("beta"));
  }

  @SuppressWarnings("unchecked") // slices of the one, windows of the other
  private static <E> Examples<E> examples(TrainableModel<E> model) {
    SplittableRandom random = new SplittableRandom(1);
    List<E> examples = new ArrayList<>();
    for (int k = 0; k < EXAMPLES; k++) {
      Object example =
          model instanceof SliceVae of ? slice(of, random) : window((Cvae) model, random);
      examples.add((E) example);
    }
    return Examples.of(spark.parallelize(examples, 2), EXAMPLES, Map.of());
  }

  private static int[] slice(SliceVae model, SplittableRandom random) {
    return model.form().voices().stream()
        .mapToInt(SliceVoice::classes)
        .flatMap(classes -> IntStream.range(0, model.steps()).map(step -> random.nextInt(classes)))
        .toArray();
  }

  private static float[] window(Cvae model, SplittableRandom random) {
    float[] window = new float[model.input().size()];
    for (int i = 0; i < window.length; i++) {
      window[i] = (float) random.nextDouble(-1, 1);
    }
    return window;
  }

  private static ModelFigure measure(TrainableModel<?> model) {
    return ModelKinds.named(model.kind()).orElseThrow().measures().get(0);
  }

  private <E> ModelCard stopped(
      TrainableModel<E> model, int workers, Optimizer optimizer, ModelFolder to, Seen seen)
      throws IOException {
    TrainingSettings settings =
        new TrainingSettings(9, 1, workers, 1, Averaged.ALL, optimizer, 7, 1000, 0);
    return new Training<>(
            spark,
            model,
            settings,
            Selection.best(measure(model)),
            examples(model),
            examples(model),
            to,
            card("run"),
            seen)
        .run(false, false);
  }

  @ParameterizedTest
  @MethodSource("configs")
  void everyConfigKeepsWhatItLearntUntilTheStop(TrainableModel<?> model) throws IOException {
    float[] untrained = model.network(7, model.optimizer()).params().toFloatVector();
    for (int workers : new int[] {0, 2}) {
      ModelFolder to = model("stopped-" + workers);
      ModelCard card = stopped(model, workers, model.optimizer(), to, new Seen(metric -> {}));
      assertThatText(card.state().outcome()).names("stopped", "--max-minutes 0.0");
      assertThat(card.usedIteration()).isEqualTo(1);
      assertThat(card.network().name()).startsWith("network-1-");
      assertThat(to.weights(card.network(), model, true).parameters()).isNotEqualTo(untrained);
    }
  }

  @Test
  void someConfigsAnneal() {
    assertThat(configs().filter(StoppedTrainingTest::isAnnealed))
        .as("or the test above is of nothing")
        .hasSizeGreaterThan(4);
  }

  @Test
  void everyKindWithAPosteriorIsHere() {
    List<String> kinds = configs().map(model -> model.kind()).distinct().toList();
    assertThat(ModelKinds.all().stream().filter(NetworkKind.class::isInstance))
        .filteredOn(kind -> kind.measures().get(0).figure().startsWith("elbo"))
        .extracting(kind -> kind.name())
        .containsExactlyInAnyOrderElementsOf(kinds);
  }

  @ParameterizedTest
  @MethodSource("configs")
  void anyConfigThatIsRuinedBeforeTheStopHasDiverged(TrainableModel<?> model) throws IOException {
    Optimizer wild = Optimizer.constant(1e30);
    ModelFolder to = model("ruined");
    ModelCard card = stopped(model, 0, wild, to, new Seen(metric -> {}));
    assertThat(card.state().isLost()).as(card.state().outcome()).isTrue();
    assertThat(to.weights(card.network(), model, true).parameters())
        .as("the last good ones")
        .isEqualTo(model.network(7, wild).params().toFloatVector());
  }

  /** As both are drawn on one axis. */
  @Test
  void validationHasTheWeightOfTrainingAtTheSameMoment() throws IOException {
    TrainableModel<int[]> model = small(MusicVae.named("cat-mel_2bar_tiny"));
    List<Metric> seen = new ArrayList<>();
    TrainingSettings oneEpoch =
        new TrainingSettings(
            1, 1, 0, 1, Averaged.ALL, model.optimizer(), 7, 1000, Double.POSITIVE_INFINITY);
    ModelCard card =
        new Training<>(
                spark,
                model,
                oneEpoch,
                Selection.best(measure(model)),
                examples(model),
                examples(model),
                model("validated"),
                card("run"),
                new Seen(seen::add))
            .run(false, false);
    assertThat(card.state().outcome()).isEqualTo(State.DONE);
    Metric last = seen.get(seen.size() - 1);
    assertThat(last.validation().get("loss")).isGreaterThan(3 * last.loss());
    assertThat(last.validationLoss()).isBetween(0.5 * last.loss(), 1.5 * last.loss());
  }

  @Test
  void theTimeLeftCountsTheMinutesThatAreLeft() throws IOException {
    assertThat(secondsLeft(1_000_000_000, 10)).isBetween(0.0, 600.0);
    assertThat(secondsLeft(1, 1_000_000)).as("of one short epoch").isLessThan(6_000_000.0);
  }

  /** As it is told after the first round. */
  private double secondsLeft(int epochs, double maxMinutes) throws IOException {
    TrainingSettings settings =
        new TrainingSettings(
            epochs, 8, 0, 3, Averaged.ALL, MODEL.optimizer(), 7, 1_000_000, maxMinutes);
    List<Double> told = new ArrayList<>();
    Training<int[]> training =
        training(
            settings,
            examples(200, 2),
            model("left-" + epochs),
            new SecondsLeft(
                seconds -> {
                  told.add(seconds);
                  throw new IllegalStateException("enough");
                }));
    assertThatThrownBy(() -> training.run(false, false)).hasMessage("enough");
    return told.get(0);
  }

  private record SecondsLeft(DoubleConsumer told) implements Training.Listener {
    @Override
    public void trained(Metric metric, int epochs, double secondsLeft) {
      told.accept(secondsLeft);
    }
  }

  @Test
  void lossesAreHeldAgainstTheFirst() {
    assertThat(byLoss(441, 147)).isNull();
    assertThat(byLoss(442, 147)).contains("diverged", "442", "147");
    assertThat(byLoss(Double.NaN, 147)).contains("diverged");
    assertThat(byLoss(Double.POSITIVE_INFINITY, 147)).contains("diverged");
    assertThat(byLoss(-0.1, -2)).as("of a density").isNull();
    assertThat(byLoss(1.9, 0.01)).as("of a density near 0").isNull();
    assertThat(byLoss(2.1, 0.01)).contains("diverged");
  }

  private static String byLoss(double loss, double first) {
    return Divergence.byLoss(State.BEGINNING, loss, first);
  }

  @Test
  void anAnnealedLossMayGrowAndNotRunAway() {
    assertThat(Divergence.byLosses(State.BEGINNING, 58, 512, 147)).isNull();
    assertThat(Divergence.byLosses(State.BEGINNING, 512, 512, 147)).contains("diverged");
    assertThat(Divergence.byLosses(State.BEGINNING, 58, 1e30, 147)).contains("diverged");
    assertThat(Divergence.byLosses(State.BEGINNING, 58, Double.NaN, 147)).contains("diverged");
  }
}
