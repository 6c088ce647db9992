package io.partita.jobs;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.UserException;
import io.partita.lake.Lake;
import io.partita.lake.LakeReader;
import io.partita.lake.LakeTable;
import io.partita.model.NoteLstm;
import io.partita.symbolic.PitchVocabulary;
import io.partita.training.Backend;
import io.partita.training.Examples;
import io.partita.training.ModelCard;
import io.partita.training.ModelFolder;
import io.partita.training.Training;
import io.partita.training.TrainingSettings;
import io.partita.training.WorkerJvm;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The note lines of a data set to a language model of notes. Input: the tables notes and midi_files
 * of a lake; output: a model archive, and rows of the table training_runs.
 */
@Command(
    name = "train-lstm",
    description = "Train a language model of notes (LSTM) on a data set of the lake.",
    footer = {
      "",
      "It learns the pitches of each file's first track that has notes, at most 1,000 of them.",
      "",
      "Examples:",
      "  partita train-lstm --lake lake --dataset cello --model models/bach",
      "  partita train-lstm --lake lake --dataset cello --model models/bach --workers 2 --resume",
      "  partita train-lstm --lake lake --dataset cello --model models/suite --mode sequence"
    })
public final class TrainLstm implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TRAIN = "train";
  private static final int WINDOWS_IN_A_BATCH = 64;
  private static final int PIECES_IN_A_BATCH = 4;
  private static final int PROMPTS = 64;

  @Mixin private TrainOptions options;

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      description =
          "window: predict the note after --sequence-length notes; sequence: every note of a whole"
              + " piece from all before it (default: ${DEFAULT-VALUE}).")
  private NoteLstm.Mode mode = NoteLstm.Mode.WINDOW;

  @Option(
      names = "--sequence-length",
      paramLabel = "N",
      description = "Notes in a window (default: ${DEFAULT-VALUE}).")
  private int sequenceLength = 20;

  @Option(
      names = "--segment-length",
      paramLabel = "N",
      description =
          "Mode sequence: notes that one update learns from; the state goes on, the gradient ends"
              + " there (default: ${DEFAULT-VALUE}).")
  private int segmentLength = 50;

  @Option(
      names = "--layers",
      paramLabel = "N",
      description = "LSTMs on top of each other, 1 or 2 (default: ${DEFAULT-VALUE}).")
  private int layers = 1;

  @Option(
      names = "--units",
      paramLabel = "N",
      description = "Of each LSTM and of the dense layer (default: ${DEFAULT-VALUE}).")
  private int units = 256;

  @Option(
      names = "--dropout",
      paramLabel = "SHARE",
      description = "Of values dropped in training (default: ${DEFAULT-VALUE}).")
  private double dropout = 0.3;

  @Option(
      names = "--lstm",
      paramLabel = "WHOSE",
      description =
          "own: Partita's LSTM; dl4j: DL4J's layer, slower, windows only (default: own; dl4j on a"
              + " GPU, where own does not run).")
  private NoteLstm.Recurrent recurrent;

  @Override
  public Integer call() throws Exception {
    Instant started = Instant.now();
    options.check();
    SparkConf settled = Spark.conf("train-lstm " + options.dataset);
    Backend backend = options.prepare(settled);
    settleRecurrent(backend);
    model(2); // ranges
    Configuration conf = Spark.hadoopConfiguration();
    Lake lake = Lake.existing(options.lake, conf);
    String datasetRun = lake.runId(options.dataset, LakeTable.NOTES);
    ModelFolder folder = ModelFolder.at(options.model, conf);
    if (!options.resume) {
      folder.requireNone();
    }
    try (SparkSession session = Spark.session(settled)) {
      JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
      System.err.println("Reading note lines of " + options.dataset + " …");
      NoteLines lines =
          LakeReader.query(
              session, lake, () -> true, tables -> NoteLines.of(tables, options.dataset));
      PitchVocabulary vocabulary = vocabulary(lines);
      NoteLstm model = model(vocabulary.size());
      TrainingSettings settings =
          options.settings(
              session.sparkContext(),
              mode == NoteLstm.Mode.WINDOW ? WINDOWS_IN_A_BATCH : PIECES_IN_A_BATCH);
      WorkerJvm.ask(spark, Math.max(1, settings.workers()))
          .forEach(report -> System.err.println("Training on " + report));
      warnOfNoValidation(lines);
      Examples examples = NoteExamples.of(lines, TRAIN, vocabulary, model);
      Examples validation = NoteExamples.of(lines, options.validation, vocabulary, model);
      ModelCard card =
          card(
              spark,
              backend,
              started,
              datasetRun,
              model,
              vocabulary,
              settings,
              examples,
              validation);
      try (TrainingReport report = new TrainingReport(lake, folder, spark.hadoopConfiguration())) {
        ModelCard trained =
            new Training(spark, model, settings, examples, validation, folder, card, report)
                .run(options.resume);
        report.finish(trained, options.json);
        return trained.state().isLost() ? ExitCode.NOT_GOOD_ENOUGH : ExitCode.OK;
      }
    }
  }

  private void settleRecurrent(Backend backend) {
    if (backend == Backend.CUDA && recurrent == NoteLstm.Recurrent.OWN) {
      throw new UserException(
          "--lstm own computes on the processor only: --lstm dl4j, or --device cpu.");
    }
    if (backend == Backend.CUDA && mode == NoteLstm.Mode.SEQUENCE) {
      throw new UserException("--mode sequence trains on the processor only: add --device cpu.");
    }
    if (recurrent == null) {
      recurrent = backend == Backend.CUDA ? NoteLstm.Recurrent.DL4J : NoteLstm.Recurrent.OWN;
    }
  }

  private NoteLstm model(int vocabularySize) {
    try {
      return new NoteLstm(
          vocabularySize,
          sequenceLength,
          layers,
          units,
          units,
          dropout,
          mode,
          recurrent,
          segmentLength);
    } catch (IllegalArgumentException e) {
      throw new UserException("Not a network: " + e.getMessage(), e);
    }
  }

  private PitchVocabulary vocabulary(NoteLines lines) {
    List<Integer> pitches = lines.pitchesSeen(TRAIN);
    if (pitches.isEmpty()) {
      throw new UserException(
          "Split train of data set "
              + options.dataset
              + " has no notes; its files by split: "
              + lines.filesBySplit()
              + ".");
    }
    return new PitchVocabulary(pitches);
  }

  private void warnOfNoValidation(NoteLines lines) {
    if (!options.validation.equals(TrainOptions.NO_SPLIT) && lines.files(options.validation) == 0) {
      System.err.println(
          "Split "
              + options.validation
              + " has no files, so no loss is held against training's; files by split: "
              + lines.filesBySplit());
    }
  }

  private ModelCard card(
      JavaSparkContext spark,
      Backend backend,
      Instant started,
      String datasetRun,
      NoteLstm model,
      PitchVocabulary vocabulary,
      TrainingSettings settings,
      Examples examples,
      Examples validation) {
    Map<String, Object> decisive = new LinkedHashMap<>(settings.decisive());
    decisive.put("--threads", options.threads);
    decisive.put("--mode", mode.name());
    decisive.put("--sequence-length", sequenceLength);
    decisive.put("--segment-length", segmentLength);
    decisive.put("--layers", layers);
    decisive.put("--units", units);
    decisive.put("--dropout", dropout);
    decisive.put("--lstm", recurrent.name());
    RunIdentity identity =
        RunIdentity.ofDataset("train-lstm", decisive, options.dataset, datasetRun);
    return new ModelCard(
        ModelCard.FORMAT,
        model.kind(),
        JSON.valueToTree(model),
        vocabulary.pitches(),
        prompts(examples, model),
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
  }

  /** Beginnings to generate from, spread over the training examples. */
  private static List<short[]> prompts(Examples examples, NoteLstm model) {
    long apart = Math.max(1, examples.count() / PROMPTS);
    return examples
        .byNumber()
        .filter(example -> example._1 % apart == 0)
        .values()
        .take(PROMPTS)
        .stream()
        .map(example -> Arrays.copyOf(example, Math.min(example.length, model.sequenceLength())))
        .toList();
  }
}
