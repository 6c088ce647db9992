package io.partita.model.train;

import io.partita.Mistake;
import io.partita.SplitMix64;
import io.partita.UserException;
import io.partita.model.TrainableModel;
import io.partita.model.archive.FilesBeside;
import io.partita.model.archive.Metric;
import io.partita.model.archive.ModelCard;
import io.partita.model.archive.ModelFolder;
import io.partita.model.archive.NetworkWeights;
import io.partita.model.examples.Examples;
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

  private static final double MINUTE_S = 60;

  private static final long WRITE_METRICS_NANOS = 5_000_000_000L;

  /** Follows the training. */
  public interface Listener extends EpochObserver {
    /**
     * A round is over.
     *
     * @param epochs of the whole training
     * @param secondsLeft until the last epoch at the present speed, or until time is up if sooner
     */
    default void trained(Metric metric, int epochs, double secondsLeft) throws IOException {}

    /** A model of the archive gives way, because of what a sentence says. */
    default void replaces(String why) {}

    /**
     * The metrics were written.
     *
     * @param card of the archive
     * @param metrics all of them, from the first; they may be ahead of the card
     */
    default void measured(ModelCard card, List<Metric> metrics) throws IOException {}

    /**
     * The archive has a new version.
     *
     * @param metrics all of them, from the first
     */
    default void saved(ModelCard card, List<Metric> metrics) throws IOException {}
  }

  private final JavaSparkContext spark;
  private final TrainableModel model;
  private final TrainingSettings settings;
  private final Selection selection;
  private final Examples examples;
  private final ModelFolder folder;
  private final Listener listener;
  private final EpochLayout layout;
  private final ValidationPlan plan;
  private final NewWeights newWeights;

  private final List<Metric> metrics = new ArrayList<>();
  private WarmStart start;
  private ModelCard card;
  private ModelCard.State state;
  private ModelCard.Best best;
  private MovingAverage average;
  private int stale;
  private long metricsWrittenNanos;
  private long checkpointIteration;
  private long begunNanos;

  /**
   * @param validation scored now and then; without examples, nothing is
   * @param card that the archive will have, with any state and network
   */
  public Training(
      JavaSparkContext spark,
      TrainableModel model,
      TrainingSettings settings,
      Selection selection,
      Examples examples,
      Examples validation,
      ModelFolder folder,
      ModelCard card,
      Listener listener) {
    this.spark = spark;
    this.model = model;
    this.settings = settings;
    this.selection = selection;
    this.examples = examples;
    this.folder = folder;
    this.card = card;
    this.listener = listener;
    this.layout = settings.layout(examples.trained());
    this.plan =
        new ValidationPlan(
            settings.epochs(),
            layout.examplesUsed(),
            validation.count(),
            listener.observed(),
            selection.validateEvery());
    this.newWeights = new NewWeights(spark, model, examples, validation, plan);
  }

  /**
   * Begins with a model's weights.
   *
   * @param weights null for random ones
   */
  public void beginWith(WarmStart weights) {
    start = weights;
  }

  /**
   * Trains to the last epoch, or until time or patience is up or training has diverged. A run
   * trains at least one round, however little time it has.
   *
   * @param resume go on from the archive's checkpoint, if it has one of this run
   * @param replace begin again where the archive has a model that is not to be gone on with; that
   *     one is live until the first checkpoint
   * @return the archive's card; its state's outcome says how training ended
   * @throws UserException when there are too few examples, or the folder has a model that this run
   *     may not touch
   */
  public ModelCard run(boolean resume, boolean replace) throws IOException {
    requireReady(resume, replace);
    ComputationGraph network = resume && folder.exists() ? checkpoint(replace) : beginning();
    try (RoundTrainer trainer = trainer(network)) {
      begunNanos = System.nanoTime();
      long begunIteration = state.iteration();
      while (state.epoch() < settings.epochs()) {
        Epoch epoch = new Epoch(examples, layout, SplitMix64.of(settings.seed(), state.epoch()));
        for (int number = state.epoch(); state.epoch() == number; ) {
          if (stale >= selection.patience()) {
            return end(selection.outcome(best));
          }
          boolean isDone = state.iteration() >= settings.maxIterations();
          boolean isTimeUp = isDone || (state.iteration() > begunIteration && secondsToStop() <= 0);
          String lost = isTimeUp ? stop(trainer) : trainRound(trainer, epoch);
          if (lost != null) {
            return end(lost);
          }
          if (isTimeUp) {
            return end(
                isDone
                    ? ModelCard.State.DONE
                    : "stopped by --max-minutes " + settings.maxMinutes());
          }
        }
      }
      return end(ModelCard.State.DONE);
    }
  }

  /**
   * What {@link #run} asks for before it writes anything.
   *
   * @throws UserException when there are too few examples, or the folder has a model that this run
   *     may not touch
   */
  public void requireReady(boolean resume, boolean replace) throws IOException {
    requireEnough();
    if (!resume && !replace) {
      folder.requireNone();
    }
  }

  private void requireEnough() {
    if (examples.trained() >= settings.leastExamples()) {
      return;
    }
    throw new UserException(
        Mistake.TOO_FEW_EXAMPLES,
        String.format(
            Locale.ROOT,
            "There are %,d examples to train on, and one batch of %,d for each of %d workers needs"
                + " %,d. %sUse a smaller --batch, fewer --workers or more data.",
            examples.trained(),
            settings.batch(),
            Math.max(1, settings.workers()),
            settings.leastExamples(),
            examples.whatWasLeftOut()));
  }

  private ComputationGraph beginning() throws IOException {
    ComputationGraph network = model.network(settings.seed(), settings.optimizer());
    if (start != null) {
      start.applyTo(network);
    }
    state = ModelCard.State.BEGINNING;
    card = folder.save(card, state, network);
    new FilesBeside(folder).install(Map.of()); // what another model left
    showUntrained(network);
    if (selection.isAveraged()) {
      average = new MovingAverage(selection.ema(), model, network.params().toFloatVector(), 0);
    }
    return network;
  }

  private void showUntrained(ComputationGraph network) throws IOException {
    if (listener.observed() > 0) {
      listener.trainingBegins(folder, network::clone);
    }
  }

  private ComputationGraph checkpoint(boolean replace) throws IOException {
    try {
      ModelCard found = folder.card();
      SameRun.require(folder, found, card, layout);
      requireRoundsEnd(found.state());
      List<Metric> measured = folder.metrics();
      folder.verify(found);
      NetworkWeights weights = folder.weights(found.network(), model, true);
      ComputationGraph network =
          weights.network(model, settings.seed(), settings.optimizer(), found.state().iteration());
      if (selection.isAveraged()) {
        average =
            new MovingAverage(
                selection.ema(), model, averaged(found, weights), found.state().iteration());
      }
      best = selection.kept(found.best());
      state = found.state().stopped(ModelCard.State.TRAINING);
      card = found.at(state, found.network(), found.average(), best);
      checkpointIteration = state.iteration();
      if (state.iteration() == 0) {
        // of another model, if this one's beginning was cut short
        new FilesBeside(folder).install(Map.of());
        showUntrained(network);
      }
      measured.stream()
          .filter(metric -> metric.iteration() <= state.iteration())
          .forEach(metrics::add);
      stale = selection.stale(best, metrics);
      return network;
    } catch (UserException e) {
      if (!replace) {
        throw e;
      }
      listener.replaces(e.getMessage());
      return beginning();
    }
  }

  /** Fails where a run straight through would not have averaged at the checkpoint. */
  private void requireRoundsEnd(ModelCard.State found) {
    boolean isOver = found.iteration() >= settings.maxIterations();
    if (found.madeInRound() > 0 && !isOver && (settings.workers() > 0 || selection.isAveraged())) {
      throw new UserException(
          Mistake.NOT_RESUMABLE,
          ("The model in %s stopped after %,d iterations, between two averagings, and cannot go on"
                  + " as if it had not stopped. Train it again with --replace, or begin with its"
                  + " weights: --from %s.")
              .formatted(folder.name(), found.iteration(), folder.name()));
    }
  }

  /** The average of a checkpoint, which before the first round is of the weights themselves. */
  private float[] averaged(ModelCard found, NetworkWeights last) throws IOException {
    return found.average() == null
        ? last.parameters()
        : folder.weights(found.average(), model, false).parameters();
  }

  private RoundTrainer trainer(ComputationGraph network) {
    return settings.workers() == 0
        ? new LocalTrainer(model, network)
        : new AveragingTrainer(spark, model, network, settings);
  }

  /**
   * @return null, or how training is lost
   */
  private String trainRound(RoundTrainer trainer, Epoch epoch) throws IOException {
    long begun = System.nanoTime();
    int from = state.madeInRound();
    int to = (int) Math.min(Integer.MAX_VALUE, settings.maxIterations() - state.iteration() + from);
    List<Update> updates = trainer.train(epoch, state.round(), from, to);
    double seconds = (System.nanoTime() - begun) / NANOS;
    double loss = Update.meanLossNats(updates);
    double first = state.firstLoss() == null ? Update.firstLossNats(updates) : state.firstLoss();
    int made = Update.madeByAWorker(updates);
    int round = Update.endRound(updates) ? state.round() + 1 : state.round();
    int inside = Update.endRound(updates) ? 0 : from + made;
    String lost = lostByRound(trainer, state.iteration() + made - 1, loss, first);
    if (lost != null) {
      return lost;
    }
    double trainedSeconds = state.seconds() + seconds;
    long examplesSoFar = layout.examplesBefore(state.epoch(), round, inside);
    long trained = examplesSoFar - state.examples();
    double rounds = Update.endRound(updates) ? round : round + layout.share(round, inside);
    Metric metric =
        new Metric(
            state.epoch() + rounds / layout.rounds(),
            state.iteration() + made,
            examplesSoFar,
            loss,
            null,
            settings.optimizer().rate(state.iteration() + made - 1),
            trained / seconds,
            trainedSeconds,
            model.schedules(state.iteration() + made - 1),
            Map.of(),
            Map.of(),
            Update.figures(updates));
    if (average != null) {
      average.take(trainer.network().params(), made);
    }
    return reach(trainer, metric, first, round, inside);
  }

  /**
   * By the mean loss of a round. One that is high, but weighted otherwise than the first, does not
   * decide: then the weights after the round do.
   *
   * @param iteration of the last update
   */
  private String lostByRound(RoundTrainer trainer, long iteration, double loss, double first) {
    String lost = DivergenceCheck.byLoss(state, loss, first);
    boolean isAnnealed = !model.schedules(iteration).equals(model.schedules(0));
    return lost != null && Double.isFinite(loss) && isAnnealed
        ? newWeights.lost(state, trainer.network(), iteration, first)
        : lost;
  }

  /**
   * Takes the weights after a round for the state of training, and saves them where it is time to.
   *
   * @param trained the round's metric
   * @param first loss of the first update, nats
   * @param round rounds of the epoch that are finished
   * @param inside updates of each worker in the next round that are made
   * @return null, or how training is lost, and stays where it was
   */
  private String reach(RoundTrainer trainer, Metric trained, double first, int round, int inside)
      throws IOException {
    boolean isEpochOver = round == layout.rounds();
    int epochs = isEpochOver ? state.epoch() + 1 : state.epoch();
    boolean isValidated =
        plan.isDue(state.iteration(), trained.iteration(), isEpochOver ? epochs : 0);
    boolean isSaved =
        isValidated
            || isEpochOver
            || trained.iteration() - checkpointIteration >= settings.checkpointEvery();
    String lost = isSaved ? DivergenceCheck.byNumbers(state, trainer.network(), average) : null;
    Metric metric =
        isValidated && lost == null ? newWeights.validated(trained, used(trainer)) : trained;
    if (isSaved && lost == null) {
      lost = lostByLoss(trainer, metric, first);
    }
    if (lost != null) {
      return lost;
    }
    state =
        ModelCard.State.at(
            metric, epochs, isEpochOver ? 0 : round, inside, first, ModelCard.State.TRAINING);
    report(metric);
    if (plan.isObserved(isEpochOver ? epochs : 0)) {
      listener.epochEnded(folder, metric, () -> used(trainer).clone());
    }
    if (isSaved) {
      save(trainer);
    }
    return null;
  }

  /**
   * By what was validated and, where these are not the last weights themselves, by those. What
   * training has by heart, and what is held out not, is no divergence: then training decides.
   */
  private String lostByLoss(RoundTrainer trainer, Metric metric, double first) {
    Double validated = metric.validationLoss();
    String lost = validated == null ? null : DivergenceCheck.byLoss(state, validated, first);
    boolean isNumber = validated == null || Double.isFinite(validated);
    return isNumber && (lost != null || validated == null || average != null)
        ? newWeights.lost(state, trainer.network(), metric.iteration() - 1, first)
        : lost;
  }

  private ComputationGraph used(RoundTrainer trainer) {
    return average == null ? trainer.network() : average.network();
  }

  private void report(Metric metric) throws IOException {
    metrics.add(metric);
    listener.trained(metric, settings.epochs(), secondsLeft());
    if (System.nanoTime() - metricsWrittenNanos > WRITE_METRICS_NANOS) {
      writeMetrics();
      metricsWrittenNanos = System.nanoTime();
    }
  }

  private void writeMetrics() throws IOException {
    folder.write(metrics);
    listener.measured(card, metrics);
  }

  private double secondsLeft() {
    double all = (double) settings.epochs() * layout.examplesUsed();
    double toLastEpoch = state.seconds() * (all - state.examples()) / state.examples();
    return Math.min(toLastEpoch, Math.max(0, secondsToStop()));
  }

  /** Until --max-minutes are over; below 0 afterwards. */
  private double secondsToStop() {
    return settings.maxMinutes() * MINUTE_S - (System.nanoTime() - begunNanos) / NANOS;
  }

  /**
   * Saves what no checkpoint has yet.
   *
   * @return null, or how training is lost
   */
  private String stop(RoundTrainer trainer) throws IOException {
    if (state.iteration() == checkpointIteration) {
      return null;
    }
    String lost = DivergenceCheck.byNumbers(state, trainer.network(), average);
    if (lost == null) {
      lost = newWeights.lost(state, trainer.network(), state.iteration() - 1, state.firstLoss());
    }
    if (lost == null) {
      save(trainer);
    }
    return lost;
  }

  private void save(RoundTrainer trainer) throws IOException {
    writeMetrics();
    ModelCard.NetworkFile last = folder.add(state.iteration(), trainer.network());
    ModelCard.NetworkFile averaged =
        average == null ? null : folder.add(state.iteration(), average.network());
    best = selection.best(best, state.metric(), averaged == null ? last : averaged);
    stale = selection.stale(best, metrics);
    card = card.at(state, last, averaged, best);
    folder.publish(card);
    checkpointIteration = state.iteration();
    listener.saved(card, metrics);
  }

  /** Leaves the last checkpoint, whose card now says how training ended. */
  private ModelCard end(String outcome) throws IOException {
    // of rounds whose weights are in no checkpoint, as training diverged after them
    metrics.removeIf(metric -> metric.iteration() > card.state().iteration());
    writeMetrics();
    card = card.at(card.state().stopped(outcome), card.network(), card.average(), card.best());
    folder.publish(card);
    listener.saved(card, metrics);
    listener.trainingEnded(folder);
    return card;
  }
}
