package io.partita.model.run;

import static java.util.stream.Collectors.joining;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.Lake;
import io.partita.lake.LakeReader;
import io.partita.lake.run.ExitCode;
import io.partita.lake.run.RunningCommand;
import io.partita.lake.table.LakeTable;
import io.partita.model.ModelKind;
import io.partita.model.TrainableModel;
import io.partita.model.archive.ContentHashes;
import io.partita.model.archive.ModelCard;
import io.partita.model.examples.Examples;
import io.partita.model.examples.WorkerJvm;
import io.partita.model.train.EpochObserver;
import io.partita.model.train.ResultRoom;
import io.partita.model.train.Selection;
import io.partita.model.train.Training;
import io.partita.model.train.TrainingSettings;
import io.partita.model.train.WarmStart;
import io.partita.nn.device.Arithmetic;
import io.partita.nn.device.DeviceChoice;
import io.partita.option.SuspectOptions;
import io.partita.output.Answer;
import io.partita.progress.JobLog;
import io.partita.split.Fold;
import java.io.Closeable;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The frame of a command that trains a network. A command makes one, checks its own options, and
 * then prepares, opens and starts: the model's folder is locked and Spark runs. What it reads of
 * the lake it has trained, and closing ends Spark and gives the lock back, whatever happened.
 */
public final class TrainingRun implements Closeable {
  public static final String TRAIN = "train";

  private final TrainOptions options;
  private final Selection selection;
  private final ModelRun run;
  private SparkConf conf;
  private DeviceChoice choice;

  /** What the workers compute on, for the card. */
  private String device;

  private boolean areDuplicatesKnown;
  private WarmStart start;
  private long seed;

  /**
   * The clock runs from now on.
   *
   * @param options are checked here
   * @throws io.partita.UserException where one of them is out of its range
   */
  public TrainingRun(ModelKind<?> kind, TrainOptions options) {
    this.run = new ModelRun(kind, options.lake, options.dataset);
    options.check();
    this.options = options;
    this.selection = options.validation.selection(kind);
  }

  /** Decides what is trained on. */
  public void prepare() {
    prepare(true);
  }

  /**
   * The same for a kind with networks of several sorts.
   *
   * @param onCuda whether a GPU may compute the one to train
   */
  public void prepare(boolean onCuda) {
    conf = run.conf();
    choice = options.prepare(conf, onCuda);
  }

  /**
   * Looks at the lake, and whether the folder of each seed's model may be written.
   *
   * @param source the table whose run is that of the examples
   * @throws io.partita.UserException where the data set lacks it, or a model is there already
   */
  public Lake open(LakeTable source) throws IOException {
    Lake lake = run.open(source);
    areDuplicatesKnown = run.areDuplicatesKnown();
    start = options.from == null ? null : run.warmStart(options.from);
    if (options.seeds.areSeveral() && run.at(options.model).exists()) {
      throw new UserException(
          Mistake.OCCUPIED,
          "There is a model in " + options.model + ": give the models of --seeds another folder.");
    }
    for (long each : options.seeds.all()) {
      if (!options.resume && !options.replace) {
        run.at(options.seeds.folder(options.model, each)).requireNone();
      }
    }
    return lake;
  }

  /** Takes the lock of the folder of the first seed's model and starts Spark. */
  public void start() throws IOException {
    turnTo(options.seeds.all().get(0));
    run.start(conf);
  }

  private void turnTo(long next) throws IOException {
    seed = next;
    run.turnTo(options.seeds.folder(options.model, seed));
  }

  /** A training of one seed: {@link #settings} and {@link #train} are of that seed. */
  public interface SeedTraining {
    /**
     * @return the exit code
     */
    int train(long seed) throws Exception;
  }

  /**
   * Trains for each seed, one after another; one that diverges keeps none from its turn.
   *
   * @return the worst exit code
   */
  public int eachSeed(SeedTraining training) throws Exception {
    List<Long> seeds = options.seeds.all();
    int worst = ExitCode.OK;
    for (int i = 0; i < seeds.size(); i++) {
      if (i > 0) {
        turnTo(seeds.get(i));
      }
      if (options.seeds.areSeveral()) {
        JobLog.sayf("Seed %d, %d of %d: %s", seed, i + 1, seeds.size(), run.folder().name());
      }
      worst = Math.max(worst, training.train(seed));
    }
    return worst;
  }

  /**
   * Reads examples from the lake's tables.
   *
   * @param what they are, for people
   */
  public <T> T read(String what, LakeReader.Query<T> examples) throws Exception {
    return run.read(what, examples);
  }

  /**
   * Keeps which files give examples to train on, for the card, with those of the model that
   * training begins with.
   *
   * @param of their contents, one of {@link ModelCard.LearntFiles}
   * @param contents of the files
   */
  public void learnsFrom(String of, ContentHashes contents) throws IOException {
    run.learnsFrom(of, start == null ? contents : start.learnt(of, contents));
  }

  /**
   * Settles how the model is trained, and says what the workers compute on and where there is
   * nothing to validate on; fails where a worker cannot compute, or the driver cannot take what the
   * workers make.
   *
   * @param usualBatch where none was asked for
   * @param model whose own optimizer is taken for what was not asked for
   * @param examples to train on
   * @param countBySplit of what was read
   */
  public TrainingSettings settings(
      int usualBatch, TrainableModel<?> model, long examples, Map<String, Long> countBySplit) {
    TrainingSettings settings = options.settings(context().sc(), seed, usualBatch, model, examples);
    ResultRoom.require(conf, settings, model.parameters());
    List<WorkerJvm.Report> reports = WorkerJvm.ask(context(), Math.max(1, settings.workers()));
    reports.forEach(report -> JobLog.say("Training on " + report));
    device =
        choice.isOnGpu()
            ? reports.stream().map(WorkerJvm.Report::device).distinct().collect(joining("; "))
            : "cpu";
    if (settings.workers() > 1) {
      JobLog.sayf(
          "Each averaging moves %,d bytes between %d workers and the driver, on a machine each.",
          settings.averaged().movedBytes(model.parameters(), settings.workers()),
          settings.workers());
    }
    if (!options.validation.split.equals(ValidationOptions.NO_SPLIT)
        && countBySplit.getOrDefault(options.validation.split, 0L) == 0) {
      JobLog.say(
          "Split %s is empty: no validation loss. Examples by split: %s"
              .formatted(options.validation.split, countBySplit));
    }
    return settings;
  }

  /**
   * Trains, with all reports.
   *
   * @return the exit code
   */
  public <E> int train(
      ModelDraft<E> draft, TrainingSettings settings, Examples<E> examples, Examples<E> validation)
      throws IOException {
    return train(draft, settings, examples, validation, EpochObserver.NONE);
  }

  /**
   * The same while somebody looks.
   *
   * @param observer is told of epochs
   */
  public <E> int train(
      ModelDraft<E> draft,
      TrainingSettings settings,
      Examples<E> examples,
      Examples<E> validation,
      EpochObserver observer)
      throws IOException {
    run.requireHeld();
    ModelCard card = draft.card(provenance(draft, settings, examples, validation));
    if (start != null) {
      start.require(draft.model(), card);
    }
    try (TrainingReport report = new TrainingReport(run, options.tensorboard, observer)) {
      Training<E> training =
          new Training<>(
              context(),
              draft.model(),
              settings,
              selection,
              examples,
              validation,
              run.folder(),
              card,
              report);
      training.beginWith(start);
      training.requireReady(options.resume, options.replace);
      run.addLearntFiles();
      ModelCard trained = training.run(options.resume, options.replace);
      if (trained.state().isLost()) {
        RunningCommand.failed("Training " + trained.state().outcome());
      }
      int told = Answer.print(options.json, trained, report::text);
      return trained.state().isLost() ? ExitCode.NOT_GOOD_ENOUGH : told;
    }
  }

  private <E> ModelCard.Provenance provenance(
      ModelDraft<E> draft,
      TrainingSettings settings,
      Examples<E> examples,
      Examples<E> validation) {
    Map<String, Object> told = new LinkedHashMap<>(settings.decisive());
    told.put("--threads", options.threads);
    // A training goes on on another device: what our kernels do not serve is native all the time.
    told.put("arithmetic", choice.arithmetic() == Arithmetic.ND4J ? "nd4j" : "native");
    told.put(SuspectOptions.NAME, options.suspects.areIncluded);
    options.where.addTo(told);
    options.duplicates.addTo(told, areDuplicatesKnown);
    told.putAll(selection.decisive());
    Fold fold = options.fold.fold();
    told.put(FoldOption.NAME, fold.toString());
    told.putAll(draft.hyperParameters());
    if (start != null) {
      told.put(TrainOptions.FROM, start.sha256());
    }
    return run.provenance(told)
        .trainSplit(fold.name(TRAIN))
        .validationSplit(fold.name(options.validation.split))
        .examples(examples.count())
        .validationExamples(validation.count())
        .leftOut(examples.leftOut())
        .otherOptions(options.others(selection))
        .backend(device)
        .build();
  }

  /** Spark, once it has been started. */
  public JavaSparkContext context() {
    return run.context();
  }

  @Override
  public void close() throws IOException {
    run.close();
  }
}
