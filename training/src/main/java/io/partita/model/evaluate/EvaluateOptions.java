package io.partita.model.evaluate;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.Lake;
import io.partita.lake.file.AtomicFile;
import io.partita.lake.run.InputGuard;
import io.partita.lake.run.RunningCommand;
import io.partita.lake.run.Spark;
import io.partita.lake.table.LakeTable;
import io.partita.model.archive.BuiltinModel;
import io.partita.model.archive.ModelFolder;
import io.partita.model.archive.ModelPublication;
import io.partita.model.train.TrainedModel;
import io.partita.option.DeviceOption;
import io.partita.option.LakeOption;
import io.partita.progress.JobLog;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of {@code model evaluate} that every model has. */
public final class EvaluateOptions {
  @Option(names = "--model", required = true, paramLabel = "DIR", description = BuiltinModel.HELP)
  public String model;

  @Mixin public LakeOption lake = new LakeOption();

  @Option(
      names = "--dataset",
      paramLabel = "NAME",
      description = "Data set of the lake (default: the model's training data).")
  private String dataset;

  @Option(
      names = "--split",
      paramLabel = "NAME",
      description = "Split: train, validation or test (default: test; with --against validation).")
  private String split;

  @Option(
      names = "--against",
      paramLabel = "DIR",
      description =
          "Model to compare with on the same examples; of a published one, the best ever"
              + " published.")
  private String against;

  @Mixin private DeviceOption device = new DeviceOption();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "File for the result as one JSON object, local, hdfs: or s3a:.")
  private String out;

  @Option(
      names = "--per-file",
      paramLabel = "FILE",
      description =
          "Parquet file for each file's figures, baselines included, local, hdfs: or s3a:.")
  private String perFile;

  @Option(
      names = "--leaky",
      description = "Include files that the model was trained on; the JSON object says so.")
  public boolean leaky;

  @Option(
      names = "--json",
      description =
          "One object: figures of the model's kind, intervals, training, baselines, dataset, …")
  public boolean json;

  /**
   * Options of an evaluation that is not written.
   *
   * @param dataset null for the model's training data
   */
  public static EvaluateOptions of(String model, String lake, String dataset, String split) {
    EvaluateOptions options = new EvaluateOptions();
    options.model = model;
    options.lake.folder = lake;
    options.dataset = dataset;
    options.split = split;
    return options;
  }

  /**
   * The file of {@code --out}, or nothing.
   *
   * @throws UserException when it is a folder, or a part of what is read
   */
  public Optional<AtomicFile> out(Configuration conf) throws IOException {
    return written("--out", out, conf);
  }

  /**
   * The file of {@code --per-file}, likewise.
   *
   * @throws UserException also when it is that of {@code --out}
   */
  public Optional<AtomicFile> perFile(Configuration conf) throws IOException {
    Optional<AtomicFile> file = written("--per-file", perFile, conf);
    if (file.isPresent() && file.map(AtomicFile::path).equals(out(conf).map(AtomicFile::path))) {
      throw new UserException(Mistake.SAME_FILE, "--per-file and --out are one file: give two.");
    }
    return file;
  }

  private Optional<AtomicFile> written(String option, String name, Configuration conf)
      throws IOException {
    if (name == null) {
      return Optional.empty();
    }
    InputGuard inputs =
        new InputGuard(conf).lake(lake.folder).model(model, ModelFolder.at(model, conf).path());
    if (against != null) {
      inputs.model(against, ModelFolder.at(against, conf).path());
    }
    return Optional.of(inputs.output(option, name));
  }

  /** The split to measure on. */
  public String split() {
    if (split != null) {
      return split;
    }
    return against == null ? "test" : "validation";
  }

  /** Whether another model was asked for, there or not. */
  public boolean isAgainst() {
    return against != null;
  }

  /** The model of {@code --against}; nothing where none was asked for or there is none yet. */
  public Optional<TrainedModel<?>> against(Configuration conf) throws IOException {
    if (against == null) {
      return Optional.empty();
    }
    ModelFolder folder = ModelFolder.at(against, conf);
    ModelPublication publication = new ModelPublication(folder);
    if (!publication.best().exists()) {
      JobLog.say("There is no model in " + against + " yet to compare with.");
      return Optional.empty();
    }
    TrainedModel<?> best = publication.readBest(found -> TrainedModel.read(found.name(), conf));
    if (!best.folder().name().equals(folder.name())) {
      JobLog.say(
          "The best model ever published in %s is %s: against that one."
              .formatted(against, best.folder().name()));
    }
    return Optional.of(best);
  }

  /**
   * The data set to evaluate on.
   *
   * @param model decides where no data set was given
   * @throws UserException where the lake has no such data set, or that has no such table
   */
  public String dataset(TrainedModel<?> model, Lake opened, LakeTable table) throws IOException {
    String chosen = dataset == null ? model.card().provenance().dataset() : dataset;
    opened.runId(chosen, table);
    return chosen;
  }

  /** A session whose workers compute with a model on the device. */
  public SparkSession session(Lake opened, String chosen, TrainedModel<?> model) {
    RunningCommand.begin(opened, "evaluate", chosen, null);
    return Spark.session(device.conf("evaluate " + chosen, model));
  }

  /**
   * @param countBySplit what the data set has
   * @throws UserException where the split is not among it
   */
  public void requireSplit(String chosen, Map<String, Long> countBySplit) {
    if (!countBySplit.containsKey(split())) {
      throw new UserException(
          Mistake.NO_SUCH_SPLIT,
          "Data set %s has no split %s; it has %s."
              .formatted(chosen, split(), countBySplit.keySet()));
    }
  }
}
