package io.partita.model.run;

import static io.partita.option.OptionRange.atLeast;
import static io.partita.option.OptionRange.require;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.Lake;
import io.partita.model.TrainableModel;
import io.partita.model.examples.JvmSettings;
import io.partita.model.train.Averaged;
import io.partita.model.train.Selection;
import io.partita.model.train.TrainingSettings;
import io.partita.nn.device.DeviceChoice;
import io.partita.option.DeviceOption;
import io.partita.option.LakeOption;
import io.partita.option.SuspectOptions;
import io.partita.option.WhereOption;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that every training has, whatever the model. */
public final class TrainOptions {
  /** The option of a training that begins with another model's weights. */
  static final String FROM = "--from";

  private static final int USUAL_EPOCHS = 10;

  /** Epochs where neither they nor iterations are given. */
  private int usualEpochs = USUAL_EPOCHS;

  @Mixin public LakeOption lake = new LakeOption();

  @Option(
      names = "--dataset",
      required = true,
      paramLabel = "NAME",
      description = "Data set to train on.")
  public String dataset;

  @Mixin public WhereOption where = new WhereOption();

  @Option(
      names = "--model",
      required = true,
      paramLabel = "OUT",
      description = "Folder of the model, local, hdfs: or s3a:; made if missing.")
  public String model;

  @Option(
      names = FROM,
      paramLabel = "MODEL",
      description = "Trained model of the same size to begin with (default: random weights).")
  public String from;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Passes over the examples (default: " + USUAL_EPOCHS + ", or the config's).")
  private Integer epochs;

  @Option(
      names = "--iterations",
      paramLabel = "N",
      description = "Iterations to train for (default: those of --epochs).")
  private Long iterations;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Examples per update of one worker (default: the model's).")
  public Integer batch;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description =
          "Workers to average; 0 trains in the driver (default: 0 on a local master, else"
              + " all cores).")
  public Integer workers;

  @Option(
      names = "--averaging-frequency",
      paramLabel = "N",
      description = "Updates of each worker between averagings (default: ${DEFAULT-VALUE}).")
  public int averagingFrequency = 10;

  @Option(
      names = "--average",
      paramLabel = "WHAT",
      description =
          "State to average: all, parameters, or differences as bfloat16 (default:"
              + " ${DEFAULT-VALUE}).")
  public Averaged average = Averaged.ALL;

  @Mixin public OptimizerOptions optimizer = new OptimizerOptions();

  @Mixin public SeedOptions seeds = new SeedOptions();

  @Option(
      names = "--checkpoint-every",
      paramLabel = "N",
      description =
          "Iterations between checkpoints, besides one per epoch (default: ${DEFAULT-VALUE}).")
  public int checkpointEvery = 500;

  @Option(names = "--resume", description = "Continue from the model's last checkpoint, if any.")
  public boolean resume;

  @Option(
      names = "--replace",
      description =
          "Overwrite the model after the first checkpoint; with --resume, only if unusable.")
  public boolean replace;

  @Option(
      names = "--max-minutes",
      paramLabel = "N",
      description = "Minutes after which the training stops with a checkpoint (default: no limit).")
  public double maxMinutes = Double.POSITIVE_INFINITY;

  @Mixin public ValidationOptions validation = new ValidationOptions();

  @Option(
      names = "--tensorboard",
      description = "Also write the metrics for TensorBoard, into the model's folder.")
  public boolean tensorboard;

  @Mixin public DeviceOption device = new DeviceOption();

  @Option(
      names = "--threads",
      paramLabel = "N",
      description =
          "Cores of each worker; the number changes the last digits (default: ${DEFAULT-VALUE}).")
  public int threads = 1;

  @Mixin public SuspectOptions suspects = new SuspectOptions();

  @Mixin public DuplicateOptions duplicates = new DuplicateOptions();

  @Mixin public FoldOption fold = new FoldOption();

  @Option(
      names = "--json",
      description = "Print the model's card as one JSON object; with --seeds one per line.")
  public boolean json;

  /** Fails on what can be told from the options alone. */
  public void check() {
    Lake.requireDatasetName(dataset);
    seeds.check();
    fold.fold();
    atLeast("--epochs", 1, epochs);
    if (iterations != null) {
      if (epochs != null) {
        throw new UserException(
            Mistake.OPTIONS_EXCLUDE, "Give --epochs or --iterations, not both.");
      }
      require(iterations >= 1, "--iterations must be at least 1", iterations);
    }
    atLeast("--batch", 1, batch);
    atLeast("--workers", 0, workers);
    atLeast("--averaging-frequency", 1, averagingFrequency);
    atLeast("--checkpoint-every", 1, checkpointEvery);
    atLeast("--threads", 1, threads);
    optimizer.check();
    require(maxMinutes > 0, "--max-minutes must be above 0", maxMinutes);
    validation.check();
  }

  /**
   * Takes a number of epochs where none is given.
   *
   * @param epochs that a config trains for
   */
  public void usually(int epochs) {
    usualEpochs = epochs;
  }

  private int epochs() {
    return epochs == null ? usualEpochs : epochs;
  }

  /**
   * Decides what is trained on, makes the session's settings say so and this JVM obey.
   *
   * @param trainsOnCuda whether a GPU may compute the network
   */
  DeviceChoice prepare(SparkConf conf, boolean trainsOnCuda) {
    DeviceChoice choice =
        DeviceChoice.training(device.device, device.tf32, trainsOnCuda, conf, workers);
    JvmSettings.applyHere();
    JvmSettings.applyTo(conf, choice, threads);
    choice.use(conf);
    return choice;
  }

  /**
   * @param usualBatch where none was asked for
   * @param model whose own optimizer is taken for what was not asked for
   * @param examples to train on
   */
  public TrainingSettings settings(
      SparkContext spark, long seed, int usualBatch, TrainableModel<?> model, long examples) {
    int usualWorkers = spark.isLocal() ? 0 : Math.max(1, spark.defaultParallelism() / threads);
    TrainingSettings settings =
        new TrainingSettings(
            epochs(),
            batch == null ? usualBatch : batch,
            workers == null ? usualWorkers : workers,
            averagingFrequency,
            average,
            optimizer.of(model),
            seed,
            checkpointEvery,
            maxMinutes);
    TrainingSettings counted =
        iterations == null ? settings : settings.iterations(iterations, examples);
    return counted.optimizer().schedule().hasLength() ? counted : counted.overAll(examples);
  }

  /** Those that do not decide which weights come out at an iteration, by their names. */
  Map<String, Object> others(Selection selection) {
    Map<String, Object> options = new LinkedHashMap<>();
    if (iterations == null) {
      options.put("--epochs", epochs());
    } else {
      options.put("--iterations", iterations);
    }
    options.put("--checkpoint-every", checkpointEvery);
    device.addTo(options);
    validation.addTo(options, selection);
    return options;
  }
}
