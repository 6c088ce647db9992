package io.partita.model.train;

import io.partita.Mistake;
import io.partita.SplitMix64;
import io.partita.UserException;
import io.partita.model.TrainableModel;
import io.partita.model.archive.Metric;
import io.partita.model.archive.ModelCard;
import io.partita.model.archive.ModelFolder;
import io.partita.model.archive.NetworkWeights;
import io.partita.model.examples.Examples;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
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
public final class Training<E> {
  private static final double NANOS = 1e9;

  private static final double MINUTE_S = 60;

  /** Follows the training. */
  public interface Listener extends EpochObserver {
    /**
     * A round is over.
     *
     * @param epochs of the whole training
     * @param secondsLeft until the last update at the present speed, or until time is up if sooner
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
  private final TrainableModel<E> model;
  private final TrainingSettings settings;
  private final Selection selection;
  private final Examples<E> examples;
  private final ModelFolder folder;
  private final Listener listener;
  private final EpochLayout layout;
  private final ValidationPlan plan;
  private final NewWeights<E> newWeights;
  private final Divergence divergence;
  private final Checkpoints checkpoints;

  private WarmStart start;
  private ModelCard.State state = ModelCard.State.BEGINNING;
  private MovingAverage average;

  /** Whether the network is as {@link TrainableModel#settle} left it. */
  private boolean isSettled = true;

  private long begunNanos;
  private long begunIteration;

  /**
   * @param validation scored now and then; without examples, nothing is
   * @param card that the archive will have, with any state and network
   */
  public Training(
      JavaSparkContext spark,
      TrainableModel<E> model,
      TrainingSettings settings,
      Selection selection,
      Examples<E> examples,
      Examples<E> validation,
      ModelFolder folder,
      ModelCard card,
      Listener listener) {
    this.spark = spark;
    this.model = model;
    this.settings = settings;
    this.selection = selection;
    this.examples = examples;
    this.folder = folder;
    this.listener = listener;
    this.layout = settings.layout(examples.trained());
    this.plan =
        new ValidationPlan(
            settings.epochs(),
            layout.examplesUsed(),
            validation.count(),
            listener.observed(),
            selection.validateEvery());
    this.newWeights = new NewWeights<>(spark, model, examples, validation, plan);
    this.divergence = new Divergence(model, newWeights);
    this.checkpoints =
        new Checkpoints(folder, card, selection, settings.checkpointEvery(), listener);
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
    divergence.passed(state);
    try (RoundTrainer<E> trainer = trainer(network)) {
      ModelCard ended = checkpoints.end(train(trainer));
      listener.trainingEnded(folder);
      return ended;
    }
  }

  /**
   * @return the outcome
   */
  private String train(RoundTrainer<E> trainer) throws IOException {
    begunNanos = System.nanoTime();
    begunIteration = state.iteration();
    while (whyOver() == null) {
      Epoch<E> epoch = new Epoch<>(examples, layout, SplitMix64.of(settings.seed(), state.epoch()));
      for (int number = state.epoch(); state.epoch() == number && whyOver() == null; ) {
        String lost = trainRound(trainer, epoch);
        if (lost != null) {
          return lost;
        }
      }
    }
    return stop(trainer, whyOver());
  }

  /** The outcome of a training that is to stop here, or null. */
  private String whyOver() {
    if (state.epoch() >= settings.epochs()) {
      return ModelCard.State.DONE;
    }
    if (checkpoints.isPatienceOver()) {
      return checkpoints.outcomeOfPatience();
    }
    if (state.iteration() >= settings.maxIterations()) {
      return ModelCard.State.DONE;
    }
    return state.iteration() > begunIteration && secondsToStop() <= 0
        ? "stopped by --max-minutes " + settings.maxMinutes()
        : null;
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
    if (start == null) {
      model.begin(network, examples.byNumber()::values);
    } else {
      start.applyTo(network);
    }
    state = ModelCard.State.BEGINNING;
    checkpoints.begin(network);
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
      SameRun.require(folder, found, checkpoints.card(), layout);
      requireRoundsEnd(found.state());
      List<Metric> measured = folder.metrics();
      folder.verify(found);
      NetworkWeights weights = folder.weights(found.network(), model, true);
      long iteration = found.state().iteration();
      ComputationGraph network =
          weights.network(model, settings.seed(), settings.optimizer(), iteration);
      if (selection.isAveraged()) {
        average = new MovingAverage(selection.ema(), model, averaged(found, weights), iteration);
      }
      state = checkpoints.goOnFrom(found, measured);
      if (iteration == 0) {
        showUntrained(network);
      }
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

  private RoundTrainer<E> trainer(ComputationGraph network) {
    return settings.workers() == 0
        ? new LocalTrainer<>(model, network)
        : new AveragingTrainer<>(spark, model, network, settings);
  }

  /**
   * Trains a round, takes the weights after it for the state of training, and saves them where it
   * is time to.
   *
   * @return null, or how training is lost, and stays where it was
   */
  private String trainRound(RoundTrainer<E> trainer, Epoch<E> epoch) throws IOException {
    long begun = System.nanoTime();
    int from = state.madeInRound();
    int to = (int) Math.min(Integer.MAX_VALUE, settings.maxIterations() - state.iteration() + from);
    List<Update> updates = trainer.train(epoch, state.round(), from, to);
    isSettled = model.settledOn() == 0;
    double seconds = (System.nanoTime() - begun) / NANOS;
    boolean isRoundOver = Update.endRound(updates);
    int round = isRoundOver ? state.round() + 1 : state.round();
    int inside = isRoundOver ? 0 : from + Update.madeByAWorker(updates);
    double first = divergence.firstLoss(updates);
    Metric metric = metric(updates, round, inside, seconds);
    String lost = divergence.ofRound(metric, trainer);
    if (lost != null) {
      return lost;
    }
    if (average != null) {
      average.take(trainer.network().params(), Update.madeByAWorker(updates));
    }
    boolean isEpochOver = round == layout.rounds();
    int epochs = isEpochOver ? state.epoch() + 1 : state.epoch();
    int finished = isEpochOver ? epochs : 0;
    boolean isValidated = plan.isDue(state.iteration(), metric.iteration(), finished);
    boolean isSaved = isValidated || isEpochOver || checkpoints.isDue(metric.iteration());
    if (isSaved) {
      lost = divergence.ofNumbers(trainer.network(), average);
      if (lost == null && (isValidated || finished == settings.epochs())) {
        settle(trainer);
      }
      if (lost == null) {
        metric = isValidated ? newWeights.validated(metric, used(trainer)) : metric;
        lost = divergence.ofValidation(metric, trainer.network(), average != null);
      }
      if (lost != null) {
        return lost;
      }
    }
    state =
        ModelCard.State.at(
            metric, epochs, isEpochOver ? 0 : round, inside, first, ModelCard.State.TRAINING);
    divergence.passed(state);
    listener.trained(metric, settings.epochs(), secondsLeft());
    checkpoints.take(metric);
    if (plan.isObserved(finished)) {
      listener.epochEnded(folder, metric, () -> used(trainer).clone());
    }
    if (isSaved) {
      checkpoints.save(state, trainer.network(), average);
    }
    return null;
  }

  /** The network that is used settles; where that is an average, it lasts until the next one. */
  private void settle(RoundTrainer<E> trainer) {
    if (model.settledOn() > 0) {
      model.settle(
          used(trainer),
          examples.spread(model.settledOn()).byNumber().sortByKey().values().collect());
    }
    isSettled = true;
  }

  /**
   * What a round was.
   *
   * @param round rounds of the epoch that are finished
   * @param inside updates of each worker in the next round that are made
   * @param seconds that it took
   */
  private Metric metric(List<Update> updates, int round, int inside, double seconds) {
    long iteration = state.iteration() + Update.madeByAWorker(updates);
    long examplesSoFar = layout.examplesBefore(state.epoch(), round, inside);
    double rounds = inside == 0 ? round : round + layout.share(round, inside);
    return Metric.at(state.epoch() + rounds / layout.rounds(), iteration, examplesSoFar)
        .loss(Update.meanLossNats(updates))
        .learningRate(settings.optimizer().rate(iteration - 1))
        .examplesPerS((examplesSoFar - state.examples()) / seconds)
        .seconds(state.seconds() + seconds)
        .schedules(model.schedules(iteration - 1))
        .updates(Update.figures(updates))
        .build();
  }

  private ComputationGraph used(RoundTrainer<E> trainer) {
    return average == null ? trainer.network() : average.network();
  }

  private double secondsLeft() {
    long all = Math.min(settings.maxIterations(), settings.epochs() * layout.updates());
    double toTheLast = state.seconds() * (all - state.iteration()) / state.iteration();
    return Math.min(toTheLast, Math.max(0, secondsToStop()));
  }

  /** Until --max-minutes are over; below 0 afterwards. */
  private double secondsToStop() {
    return settings.maxMinutes() * MINUTE_S - (System.nanoTime() - begunNanos) / NANOS;
  }

  /**
   * Saves what no checkpoint has yet, settled as before a validation.
   *
   * @param why training is over
   * @return that, or how training is lost
   */
  private String stop(RoundTrainer<E> trainer, String why) throws IOException {
    if (checkpoints.has(state) && isSettled) {
      return why;
    }
    String lost = divergence.ofNumbers(trainer.network(), average);
    if (lost == null) {
      lost = divergence.ofWeights(trainer.network(), state.iteration());
    }
    if (lost == null) {
      settle(trainer);
      checkpoints.save(state, trainer.network(), average);
    }
    return lost == null ? why : lost;
  }
}
