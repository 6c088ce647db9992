package io.partita.model.run;

import io.partita.StoredName;
import io.partita.lake.Lake;
import io.partita.lake.LakeReader;
import io.partita.lake.WriterLock;
import io.partita.lake.run.RunIdentity;
import io.partita.lake.run.RunningCommand;
import io.partita.lake.run.Spark;
import io.partita.lake.run.Version;
import io.partita.lake.table.LakeTable;
import io.partita.model.ModelKind;
import io.partita.model.archive.ContentHashes;
import io.partita.model.archive.Metric;
import io.partita.model.archive.ModelCard;
import io.partita.model.archive.ModelFolder;
import io.partita.model.archive.ProvenanceBuilder;
import io.partita.model.train.WarmStart;
import io.partita.option.LakeOption;
import io.partita.progress.JobLog;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The frame of every train command, however its model learns. It has the clock, the data set, the
 * lock of the model's folder and Spark, and it writes cards, checkpoints and rows of training_runs.
 * Closing ends Spark and then gives the lock back, whatever happened.
 */
public final class ModelRun implements Closeable {
  private static final double MILLIS = 1e3;

  private final Instant started = Instant.now();
  private final ModelKind<?> kind;
  private final LakeOption from;
  private final String dataset;
  private Lake lake;
  private String datasetRun;
  private String hash;
  private ContentHashes learnt;
  private ModelFolder folder;
  private WriterLock lock;
  private SparkSession spark;

  /** The clock runs from now on. */
  public ModelRun(ModelKind<?> kind, LakeOption from, String dataset) {
    this.kind = kind;
    this.from = from;
    this.dataset = dataset;
  }

  /**
   * Opens the lake.
   *
   * @param source the table whose run is that of the examples
   * @throws io.partita.UserException where there is no lake, or the data set lacks the table
   */
  public Lake open(LakeTable source) throws IOException {
    lake = from.open();
    datasetRun = lake.runId(dataset, source);
    return lake;
  }

  /** Whether the data set has the table dup_files. */
  public boolean areDuplicatesKnown() throws IOException {
    return lake.snapshot().get(dataset).containsKey(LakeTable.DUP_FILES);
  }

  /**
   * The folder of a model, there or not.
   *
   * @throws io.partita.UserException where it is no path
   */
  public ModelFolder at(String model) throws IOException {
    return ModelFolder.at(model, Spark.hadoopConfiguration());
  }

  /**
   * The weights of a trained model of this kind, to begin with.
   *
   * @throws io.partita.UserException as {@link WarmStart#read} does
   */
  WarmStart warmStart(String model) throws IOException {
    return WarmStart.read(kind, model, Spark.hadoopConfiguration());
  }

  /**
   * Takes the lock of a model's folder, and gives back that of the model before.
   *
   * @throws IOException where another run holds it
   */
  public void turnTo(String model) throws IOException {
    if (lock != null) {
      lock.close();
      lock = null;
    }
    folder = at(model);
    lock = folder.lock(kind.trainCommand());
    RunningCommand.begin(lake, kind.trainCommand(), dataset, folder.location());
  }

  /** The usual settings of Spark. */
  SparkConf conf() {
    return Spark.conf(kind.trainCommand() + " " + dataset);
  }

  void start(SparkConf conf) {
    spark = Spark.session(conf);
  }

  /** Takes the lock of the model's folder and starts Spark. */
  public void start(String model) throws IOException {
    turnTo(model);
    start(conf());
  }

  /** The lake's tables as of now. */
  public Map<LakeTable, Dataset<Row>> tables() throws IOException {
    RunningCommand.stage("Reading the lake");
    return LakeReader.tables(spark, lake);
  }

  /**
   * Reads examples from the lake's tables.
   *
   * @param what they are, for people
   */
  <T> T read(String what, LakeReader.Query<T> examples) throws Exception {
    RunningCommand.stage("Reading " + what);
    JobLog.say("Reading " + what + " of " + dataset + " …");
    return LakeReader.query(spark, lake, examples);
  }

  /**
   * Keeps which files give examples to train on, for the card.
   *
   * @param of their contents, one of {@link ModelCard.LearntFiles}
   * @param contents of the files
   */
  public void learnsFrom(String of, ContentHashes contents) {
    hash = of;
    learnt = contents;
  }

  /** Writes the hashes of the files that give examples, once, before the first card names them. */
  public void addLearntFiles() throws IOException {
    folder.add(hash, learnt);
  }

  /**
   * Begins what the card says of where the model comes from; a training adds its counts.
   *
   * @param decisive options that decide the weights, as the command line spells them
   */
  public ProvenanceBuilder provenance(Map<String, Object> decisive) {
    Map<String, Object> options = StoredName.ofKeys(decisive);
    RunningCommand.settings(lossUnit(), options);
    RunIdentity identity = RunIdentity.ofDataset(kind.trainCommand(), options, dataset, datasetRun);
    return new ProvenanceBuilder()
        .command(identity.command())
        .version(Version.current())
        .runId(identity.runId())
        .lake(from.folder)
        .dataset(dataset)
        .datasetRun(datasetRun)
        .options(options)
        .sparkMaster(spark.sparkContext().master())
        .startedAt(started)
        .learnt(ModelFolder.learnt(hash, learnt));
  }

  /** Seconds since this run began. */
  public double seconds() {
    return Duration.between(started, Instant.now()).toMillis() / MILLIS;
  }

  /**
   * Fails where another run took the folder, as this one had not been heard of for too long.
   *
   * @throws IOException where the lock is lost
   */
  void requireHeld() throws IOException {
    lock.requireHeld();
  }

  /**
   * Makes a model that is no network the folder's live version.
   *
   * @param card of the model, at any state
   * @param numbers that it has at the state; at least one, finite
   * @param metrics all of them, from the first
   * @return the card as it was written
   * @throws IOException where the lock is lost
   */
  public ModelCard publish(
      ModelCard card, ModelCard.State state, float[] numbers, List<Metric> metrics)
      throws IOException {
    requireHeld();
    ModelCard reached = card.at(state, folder.add(state.iteration(), numbers));
    folder.write(metrics);
    folder.publish(reached);
    writeRows(reached, metrics);
    return reached;
  }

  /** Writes the model's rows of the table training_runs. */
  void writeRows(ModelCard card, List<Metric> metrics) throws IOException {
    TrainingRuns.write(lake, folder.name(), card, metrics, context().hadoopConfiguration());
  }

  /** The folder whose lock is held. */
  public ModelFolder folder() {
    return folder;
  }

  /** The unit of the losses. */
  public String lossUnit() {
    return kind.lossUnit();
  }

  /** Spark, once it has been started. */
  public JavaSparkContext context() {
    return JavaSparkContext.fromSparkContext(spark.sparkContext());
  }

  @Override
  public void close() throws IOException {
    WriterLock held = lock;
    SparkSession session = spark;
    Closeable told = held == null ? () -> {} : RunningCommand::end;
    try (held;
        told;
        session) {
      // Spark ends first, and the lock is given back whatever becomes of it.
    }
  }
}
