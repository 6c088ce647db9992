package io.partita.training;

import io.partita.StoredName;
import io.partita.UserException;
import io.partita.lstm.Mix;
import io.partita.model.PredictionSums;
import io.partita.model.TrainableModel;
import io.partita.model.archive.Metric;
import io.partita.model.archive.ModelCard;
import io.partita.model.archive.ModelFolder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * Trains a model: epochs of rounds, each round by a {@link RoundTrainer}, with metrics, checkpoints
 * and a model archive that is whole at any moment.
 *
 * <p>The same model, examples, settings and seed give the same weights bit for bit, resumed or not,
 * on any cluster: batches, their noise and the order of sums are fixed by the layout (batch,
 * workers, averaging frequency). Another layout is another run.
 */
public final class Training {
  private static final double NANOS = 1e9;

  /** A loss of so many times the first is no learning any more. */
  private static final double DIVERGED = 3;

  private static final long WRITE_METRICS_NANOS = 5_000_000_000L;

  /** Follows the training. */
  public interface Listener {
    /**
     * A round is over.
     *
     * @param epochs that there will be
     * @param secondsLeft estimated, at the present speed
     */
    void trained(Metric metric, int epochs, double secondsLeft) throws IOException;

    /** A model of the archive gives way, because of what a sentence says. */
    void replaces(String why);

    /**
     * The archive has a new version.
     *
     * @param metrics all of them, from the first
     */
    void saved(ModelCard card, List<Metric> metrics) throws IOException;
  }

  private final JavaSparkContext spark;
  private final TrainableModel model;
  private final TrainingSettings settings;
  private final Examples examples;
  private final Examples validation;
  private final ModelFolder folder;
  private final Listener listener;
  private final EpochLayout layout;

  private final List<Metric> metrics = new ArrayList<>();
  private ModelCard card;
  private ModelCard.State state;
  private long metricsWrittenNanos;
  private long checkpointIteration;

  /**
   * @param validation scored after each epoch; without examples, nothing is
   * @param card that the archive will have, with any state and network
   */
  public Training(
      JavaSparkContext spark,
      TrainableModel model,
      TrainingSettings settings,
      Examples examples,
      Examples validation,
      ModelFolder folder,
      ModelCard card,
      Listener listener) {
    this.spark = spark;
    this.model = model;
    this.settings = settings;
    this.examples = examples;
    this.validation = validation;
    this.folder = folder;
    this.card = card;
    this.listener = listener;
    this.layout = settings.layout(examples.count());
  }

  /**
   * Trains to the last epoch, or until time is up or the loss is lost.
   *
   * @param resume go on from the archive's checkpoint, if it has one of this run
   * @param replace begin anew where the archive has a model that is not to be gone on with; that
   *     one is live until the first checkpoint
   * @return the archive's card; its state's outcome says how training ended
   * @throws UserException when there are too few examples, or the folder has a model that this run
   *     may not touch
   */
  public ModelCard run(boolean resume, boolean replace) throws IOException {
    requireEnough();
    if (!resume && !replace) {
      folder.requireNone();
    }
    ComputationGraph network = resume && folder.exists() ? checkpoint(replace) : beginning();
    try (RoundTrainer trainer = trainer(network)) {
      long begun = System.nanoTime();
      while (state.epoch() < settings.epochs()) {
        Epoch epoch = new Epoch(examples, layout, Mix.of(settings.seed(), state.epoch()));
        while (state.round() < layout.rounds()) {
          if ((System.nanoTime() - begun) / NANOS > settings.maxMinutes() * 60) {
            if (state.iteration() > checkpointIteration) {
              save(trainer);
            }
            return end("stopped by --max-minutes " + settings.maxMinutes());
          }
          String lost = trainRound(trainer, epoch);
          if (lost != null) {
            return end(lost);
          }
        }
        endEpoch(trainer);
      }
      return end(ModelCard.State.DONE);
    }
  }

  private void requireEnough() {
    if (examples.count() >= settings.leastExamples()) {
      return;
    }
    throw new UserException(
        String.format(
            Locale.ROOT,
            "There are %,d examples to train on, and one batch of %,d for each of %d workers needs"
                + " %,d. %sUse a smaller --batch, fewer --workers or more data.",
            examples.count(),
            settings.batch(),
            Math.max(1, settings.workers()),
            settings.leastExamples(),
            examples.whatWasLeftOut()));
  }

  private ComputationGraph beginning() throws IOException {
    ComputationGraph network = model.network(settings.seed(), settings.optimizer());
    state = ModelCard.State.BEGINNING;
    card = folder.save(card, state, network);
    folder.installBeside(Map.of()); // what another model left
    return network;
  }

  private ComputationGraph checkpoint(boolean replace) throws IOException {
    try {
      ModelCard found = folder.card();
      requireThisRun(found);
      List<Metric> measured = folder.metrics();
      ComputationGraph network =
          folder
              .weights(found, model, true)
              .network(model, settings.seed(), settings.optimizer(), found.state().iteration());
      card = found;
      state = found.state().stopped(ModelCard.State.TRAINING);
      checkpointIteration = state.iteration();
      if (state.iteration() == 0) {
        folder.installBeside(Map.of()); // of another model, if this one's beginning was cut short
      }
      measured.stream()
          .filter(metric -> metric.iteration() <= state.iteration())
          .forEach(metrics::add);
      return network;
    } catch (UserException e) {
      if (!replace) {
        throw e;
      }
      listener.replaces(e.getMessage());
      return beginning();
    }
  }

  private void requireThisRun(ModelCard found) throws IOException {
    if (!found.provenance().runId().equals(card.provenance().runId())) {
      throw new UserException(
          "The model in "
              + folder.name()
              + " comes from another run: "
              + differences(found.provenance(), card.provenance())
              + ". Resume with the same data and options, put another in its place with --replace,"
              + " or give another --model.");
    }
    if (!found.isOfTheSameModelAs(card) || !isPlaceOfThisRun(found.state())) {
      throw folder.damaged("its card is not one that its own run writes", null);
    }
  }

  /** Whether the layout can have led there. */
  private boolean isPlaceOfThisRun(ModelCard.State of) {
    long trained = of.epoch() * layout.examplesUsed();
    for (int round = 0; round < Math.min(of.round(), layout.rounds()); round++) {
      trained += layout.steps(round) * layout.workers() * layout.batch();
    }
    boolean isBegun = of.epoch() > 0 || of.round() > 0;
    return of.round() < layout.rounds()
        && of.examples() == trained
        && isBegun == (of.iteration() > 0)
        && (!isBegun || (of.metric() != null && of.firstLossNats() != null));
  }

  private static String differences(ModelCard.Provenance theirs, ModelCard.Provenance ours) {
    List<String> differences = new ArrayList<>();
    difference(differences, "the command", theirs.command(), ours.command());
    difference(differences, "version", theirs.version(), ours.version());
    difference(differences, "--dataset", theirs.dataset(), ours.dataset());
    difference(differences, "the data set's run", theirs.datasetRun(), ours.datasetRun());
    for (Map.Entry<String, Object> option : ours.options().entrySet()) {
      Object their = theirs.options().get(option.getKey());
      difference(
          differences,
          StoredName.option(option.getKey()),
          String.valueOf(their),
          String.valueOf(option.getValue()));
    }
    if (differences.isEmpty()) {
      difference(differences, "the run's id", theirs.runId(), ours.runId());
    }
    return String.join(", ", differences);
  }

  private static void difference(List<String> to, String what, String theirs, String ours) {
    if (!ours.equals(theirs)) {
      to.add(what + " was " + theirs + " and is " + ours);
    }
  }

  private RoundTrainer trainer(ComputationGraph network) {
    return settings.workers() == 0
        ? new LocalTrainer(model, network)
        : new AveragingTrainer(spark, model, network, settings);
  }

  /**
   * @return null, or how the loss was lost
   */
  private String trainRound(RoundTrainer trainer, Epoch epoch) throws IOException {
    long begun = System.nanoTime();
    List<Update> updates = trainer.train(epoch, state.round());
    double seconds = (System.nanoTime() - begun) / NANOS;
    double loss = Update.meanLossNats(updates);
    double first =
        state.firstLossNats() == null ? Update.firstLossNats(updates) : state.firstLossNats();
    if (!Double.isFinite(loss) || loss > DIVERGED * first) {
      return String.format(
          Locale.ROOT,
          ModelCard.State.LOST
              + " in epoch %d after iteration %d: the loss is %.3g nats, at first it was %.3g",
          state.epoch() + 1,
          state.iteration(),
          loss,
          first);
    }
    if (!Double.isFinite(trainer.network().params().sumNumber().doubleValue())) {
      return String.format(
          Locale.ROOT,
          ModelCard.State.LOST
              + " in epoch %d after iteration %d: weights are no finite numbers any more",
          state.epoch() + 1,
          state.iteration());
    }
    double trainedSeconds = state.seconds() + seconds;
    int made = Update.madeByAWorker(updates);
    long trained = layout.steps(state.round()) * layout.workers() * layout.batch();
    Metric metric =
        new Metric(
            state.epoch() + (state.round() + 1.0) / layout.rounds(),
            state.iteration() + made,
            state.examples() + trained,
            loss,
            null,
            settings.optimizer().rate(state.iteration() + made - 1),
            trained / seconds,
            trainedSeconds,
            model.schedules(state.iteration() + made - 1),
            Map.of(),
            Map.of(),
            Update.figures(updates));
    state =
        new ModelCard.State(
            state.epoch(),
            state.round() + 1,
            metric.iteration(),
            metric.examples(),
            trainedSeconds,
            first,
            ModelCard.State.TRAINING,
            metric);
    if (state.round() < layout.rounds()) {
      report(metric);
      if (state.iteration() - checkpointIteration >= settings.checkpointEvery()) {
        save(trainer);
      }
    }
    return null;
  }

  private void endEpoch(RoundTrainer trainer) throws IOException {
    Metric last = state.metric();
    boolean isHeldOut = validation.count() > 0;
    PredictionSums score = isHeldOut ? score(trainer, validation) : PredictionSums.NONE;
    Map<String, Double> ofTraining =
        isHeldOut ? model.figures(score(trainer, examples.sample(validation.count()))) : Map.of();
    Metric metric =
        new Metric(
            state.epoch() + 1,
            last.iteration(),
            last.examples(),
            last.lossNats(),
            isHeldOut ? score.mean(PredictionSums.LOSS_NATS) : null,
            last.learningRate(),
            last.examplesPerS(),
            last.seconds(),
            last.schedules(),
            ofTraining,
            isHeldOut ? model.figures(score) : Map.of(),
            last.updates());
    state =
        new ModelCard.State(
            state.epoch() + 1,
            0,
            state.iteration(),
            state.examples(),
            state.seconds(),
            state.firstLossNats(),
            ModelCard.State.TRAINING,
            metric);
    report(metric);
    save(trainer);
  }

  private PredictionSums score(RoundTrainer trainer, Examples of) {
    return Scoring.of(spark, model, trainer.network(), of);
  }

  private void report(Metric metric) throws IOException {
    metrics.add(metric);
    listener.trained(metric, settings.epochs(), secondsLeft());
    if (System.nanoTime() - metricsWrittenNanos > WRITE_METRICS_NANOS) {
      folder.write(metrics);
      metricsWrittenNanos = System.nanoTime();
    }
  }

  private double secondsLeft() {
    double all = (double) settings.epochs() * layout.examplesUsed();
    return state.seconds() * (all - state.examples()) / state.examples();
  }

  private void save(RoundTrainer trainer) throws IOException {
    folder.write(metrics);
    card = folder.save(card, state, trainer.network());
    checkpointIteration = state.iteration();
    listener.saved(card, metrics);
  }

  /** Leaves the last checkpoint, whose card now says how training ended. */
  private ModelCard end(String outcome) throws IOException {
    folder.write(metrics);
    card = card.at(card.state().stopped(outcome), card.network());
    folder.save(card);
    listener.saved(card, metrics);
    return card;
  }
}
