package io.partita.models;

import io.partita.StoredName;
import io.partita.device.Backend;
import io.partita.lake.Lake;
import io.partita.lake.LakeReader;
import io.partita.lake.WriterLock;
import io.partita.lake.table.LakeTable;
import io.partita.model.archive.ModelCard;
import io.partita.model.archive.ModelFolder;
import io.partita.run.ExitCode;
import io.partita.run.RunIdentity;
import io.partita.run.Spark;
import io.partita.run.SuspectOptions;
import io.partita.run.Version;
import io.partita.split.Fold;
import io.partita.training.Examples;
import io.partita.training.Training;
import io.partita.training.TrainingSettings;
import io.partita.training.WorkerJvm;
import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * The frame of a train command. A command makes one, checks its own options, and then prepares,
 * opens and starts: the model's folder is locked and Spark runs. What it reads of the lake it has
 * trained, and closing ends Spark and gives the lock back, whatever happened.
 */
public final class TrainingRun implements Closeable {
  public static final String TRAIN = "train";

  private final Instant started = Instant.now();
  private final String command;
  private final TrainOptions options;
  private SparkConf conf;
  private Backend backend;
  private Lake lake;
  private String datasetRun;
  private ModelFolder folder;
  private WriterLock lock;
  private SparkSession spark;

  /**
   * The clock runs from now on.
   *
   * @param options are checked here
   * @throws io.partita.UserException where one of them is out of its range
   */
  public TrainingRun(String command, TrainOptions options) {
    options.check();
    this.command = command;
    this.options = options;
  }

  /**
   * Decides what is trained on.
   *
   * @return what the workers compute on
   */
  public Backend prepare() {
    conf = Spark.conf(command + " " + options.dataset);
    backend = options.prepare(conf);
    return backend;
  }

  /**
   * Looks at the lake, and whether the model's folder may be written.
   *
   * @param source the table whose run is that of the examples
   * @throws io.partita.UserException where the data set lacks it, or a model is there already
   */
  public Lake open(LakeTable source) throws IOException {
    Configuration files = Spark.hadoopConfiguration();
    lake = options.lake.open();
    datasetRun = lake.runId(options.dataset, source);
    folder = ModelFolder.at(options.model, files);
    if (!options.resume && !options.replace) {
      folder.requireNone();
    }
    return lake;
  }

  /** Takes the lock of the model's folder and starts Spark. */
  public void start() throws IOException {
    lock = WriterLock.ofModel(folder, command, Spark.hadoopConfiguration());
    spark = Spark.session(conf);
  }

  /**
   * Reads examples from the lake's tables.
   *
   * @param what they are, for people
   */
  public <T> T read(String what, LakeReader.Query<T> examples) throws Exception {
    System.err.println("Reading " + what + " of " + options.dataset + " …");
    return LakeReader.query(spark, lake, () -> true, examples);
  }

  /**
   * Settles how the model is trained, and says what the workers compute on and where there is
   * nothing to validate on; fails where a worker cannot compute.
   *
   * @param usualBatch where none was asked for
   * @param usualRate likewise, of learning
   * @param countBySplit of what was read
   */
  public TrainingSettings settings(
      int usualBatch, double usualRate, Map<String, Long> countBySplit) {
    TrainingSettings settings = options.settings(spark.sparkContext(), usualBatch, usualRate);
    WorkerJvm.ask(context(), Math.max(1, settings.workers()))
        .forEach(report -> System.err.println("Training on " + report));
    if (!options.validation.equals(TrainOptions.NO_SPLIT)
        && countBySplit.getOrDefault(options.validation, 0L) == 0) {
      System.err.println(
          "Split "
              + options.validation
              + " is empty, so no loss is held against training's; what there is by split: "
              + countBySplit);
    }
    return settings;
  }

  /**
   * Trains, with all reports.
   *
   * @return the exit code
   */
  public int train(
      ModelDraft draft, TrainingSettings settings, Examples examples, Examples validation)
      throws IOException {
    ModelCard card = draft.card(provenance(draft, settings, examples, validation));
    lock.requireHeld();
    try (TrainingReport report =
        new TrainingReport(lake, folder, context().hadoopConfiguration())) {
      ModelCard trained =
          new Training(
                  context(), draft.model(), settings, examples, validation, folder, card, report)
              .run(options.resume, options.replace);
      report.finish(trained, options.json);
      return trained.state().isLost() ? ExitCode.NOT_GOOD_ENOUGH : ExitCode.OK;
    }
  }

  private ModelCard.Provenance provenance(
      ModelDraft draft, TrainingSettings settings, Examples examples, Examples validation) {
    Map<String, Object> told = new LinkedHashMap<>(settings.decisive());
    told.put("--threads", options.threads);
    told.put(SuspectOptions.NAME, options.suspects.areIncluded);
    Fold fold = options.fold.fold();
    told.put(FoldOption.NAME, fold.toString());
    told.putAll(draft.hyperParameters());
    Map<String, Object> decisive = StoredName.ofKeys(told);
    RunIdentity identity = RunIdentity.ofDataset(command, decisive, options.dataset, datasetRun);
    return new ModelCard.Provenance(
        identity.command(),
        Version.current(),
        identity.runId(),
        options.lake.folder,
        options.dataset,
        datasetRun,
        fold.name(TRAIN),
        fold.name(options.validation),
        examples.count(),
        validation.count(),
        examples.leftOut(),
        decisive,
        options.others(),
        backend.toString(),
        spark.sparkContext().master(),
        started.toString());
  }

  private JavaSparkContext context() {
    return JavaSparkContext.fromSparkContext(spark.sparkContext());
  }

  @Override
  public void close() throws IOException {
    WriterLock held = lock;
    SparkSession session = spark;
    try (held;
        session) {
      // Spark ends first, and the lock is given back whatever becomes of it.
    }
  }
}
