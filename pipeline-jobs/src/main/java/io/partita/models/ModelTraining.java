package io.partita.models;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.device.Backend;
import io.partita.lake.Lake;
import io.partita.lake.WriterLock;
import io.partita.model.TrainableModel;
import io.partita.model.archive.ModelCard;
import io.partita.model.archive.ModelFolder;
import io.partita.run.ExitCode;
import io.partita.run.RunIdentity;
import io.partita.run.SuspectOptions;
import io.partita.run.Version;
import io.partita.training.Examples;
import io.partita.training.Training;
import io.partita.training.TrainingSettings;
import io.partita.training.WorkerJvm;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * What every train command does once it knows its model and its examples.
 *
 * @param datasetRun the run that the examples come from
 * @param lock of the folder, held
 */
public record ModelTraining(
    String command,
    TrainOptions options,
    Backend backend,
    Instant started,
    Lake lake,
    String datasetRun,
    ModelFolder folder,
    WriterLock lock,
    JavaSparkContext spark) {
  public static final String TRAIN = "train";

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Says what the workers compute on; fails where one of them cannot. */
  public void askWorkers(TrainingSettings settings) {
    WorkerJvm.ask(spark, Math.max(1, settings.workers()))
        .forEach(report -> System.err.println("Training on " + report));
  }

  /** Says so where a split to validate on has nothing in it. */
  public void warnOfNoValidation(Map<String, Long> countBySplit) {
    if (!options.validation.equals(TrainOptions.NO_SPLIT)
        && countBySplit.getOrDefault(options.validation, 0L) == 0) {
      System.err.println(
          "Split "
              + options.validation
              + " is empty, so no loss is held against training's; what there is by split: "
              + countBySplit);
    }
  }

  /**
   * Trains, with all reports.
   *
   * @param vocabulary what the card says of the classes
   * @param prompts beginnings that the card keeps
   * @param hyperParameters by their names on the command line
   * @return the exit code
   */
  public int run(
      TrainableModel model,
      List<Integer> vocabulary,
      List<int[]> prompts,
      Map<String, Object> hyperParameters,
      TrainingSettings settings,
      Examples examples,
      Examples validation)
      throws IOException {
    Map<String, Object> decisive = new LinkedHashMap<>(settings.decisive());
    decisive.put("--threads", options.threads);
    decisive.put(SuspectOptions.NAME, options.suspects.areIncluded);
    decisive.putAll(hyperParameters);
    RunIdentity identity = RunIdentity.ofDataset(command, decisive, options.dataset, datasetRun);
    ModelCard card =
        new ModelCard(
            ModelCard.FORMAT,
            model.kind(),
            JSON.valueToTree(model),
            vocabulary,
            prompts,
            new ModelCard.Provenance(
                identity.command(),
                Version.current(),
                identity.runId(),
                options.lake,
                options.dataset,
                datasetRun,
                TRAIN,
                options.validation,
                examples.count(),
                validation.count(),
                examples.leftOut(),
                decisive,
                options.others(),
                backend.toString(),
                spark.master(),
                started.toString()),
            null,
            null);
    lock.requireHeld();
    try (TrainingReport report = new TrainingReport(lake, folder, spark.hadoopConfiguration())) {
      ModelCard trained =
          new Training(spark, model, settings, examples, validation, folder, card, report)
              .run(options.resume, options.replace);
      report.finish(trained, options.json);
      return trained.state().isLost() ? ExitCode.NOT_GOOD_ENOUGH : ExitCode.OK;
    }
  }
}
