package io.partita.models.note;

import io.partita.UserException;
import io.partita.device.Backend;
import io.partita.lake.Lake;
import io.partita.lake.LakeReader;
import io.partita.lake.WriterLock;
import io.partita.lake.table.LakeTable;
import io.partita.model.archive.ModelFolder;
import io.partita.model.note.NoteKind;
import io.partita.model.note.NoteLstm;
import io.partita.models.ModelTraining;
import io.partita.models.TrainOptions;
import io.partita.run.Spark;
import io.partita.symbolic.LineRule;
import io.partita.symbolic.PitchVocabulary;
import io.partita.training.Examples;
import io.partita.training.TrainingSettings;
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
      "It learns the pitches of one line of each file, at most 1,000 of them, and evaluate and"
          + " generate keep",
      "to that line. A part is a track and a channel; percussion is channel 10, 9 in the tables.",
      "  first        the first track that has notes other than percussion, without percussion",
      "  top          the highest note that sounds, percussion left out",
      "  bass         the lowest note that sounds, percussion left out",
      "  longest      the part with the most notes, percussion left out",
      "  drums        the percussion of all tracks",
      "  first-track  the first track that has notes, with percussion, as before there was a"
          + " choice",
      "Files without such a line are left out and counted.",
      "",
      "Examples:",
      "  partita train-lstm --lake lake --dataset cello --model models/bach",
      "  partita train-lstm --lake lake --dataset cello --model models/bach --workers 2 --resume",
      "  partita train-lstm --lake lake --dataset cello --model models/suite --mode sequence",
      "  partita train-lstm --lake lake --dataset lmd_matched --line bass --model models/bass"
    })
public final class TrainLstm implements Callable<Integer> {
  private static final int WINDOWS_IN_A_BATCH = 64;
  private static final double LEARNING_RATE = 1e-3;
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
      names = NoteKind.LINE_OPTION,
      paramLabel = "LINE",
      description =
          "Which notes of a file to learn: ${COMPLETION-CANDIDATES}, see below (default:"
              + " ${DEFAULT-VALUE}).")
  private LineRule line = LineRule.FIRST;

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
    if (!options.resume && !options.replace) {
      folder.requireNone();
    }
    try (WriterLock lock = WriterLock.ofModel(folder, "train-lstm", conf);
        SparkSession session = Spark.session(settled)) {
      JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
      ModelTraining training =
          new ModelTraining(
              "train-lstm", options, backend, started, lake, datasetRun, folder, lock, spark);
      System.err.println("Reading note lines of " + options.dataset + " …");
      NoteLines lines =
          LakeReader.query(
              session,
              lake,
              () -> true,
              tables -> NoteLines.of(tables, options.dataset, line, options.suspects.areIncluded));
      PitchVocabulary vocabulary = vocabulary(lines);
      NoteLstm model = model(vocabulary.size());
      TrainingSettings settings =
          options.settings(
              session.sparkContext(),
              mode == NoteLstm.Mode.WINDOW ? WINDOWS_IN_A_BATCH : PIECES_IN_A_BATCH,
              LEARNING_RATE);
      training.askWorkers(settings);
      training.warnOfNoValidation(lines.filesBySplit());
      Examples examples = NoteExamples.of(lines, ModelTraining.TRAIN, vocabulary, model);
      return training.run(
          model,
          vocabulary.pitches(),
          prompts(examples, model),
          hyperParameters(),
          settings,
          examples,
          NoteExamples.of(lines, options.validation, vocabulary, model));
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
    List<Integer> pitches = lines.pitchesSeen(ModelTraining.TRAIN);
    if (pitches.isEmpty()) {
      throw new UserException(
          "Split train of data set "
              + options.dataset
              + " has no notes of the line "
              + line
              + "; its files by split: "
              + lines.filesBySplit()
              + ".");
    }
    return new PitchVocabulary(pitches);
  }

  private Map<String, Object> hyperParameters() {
    Map<String, Object> hyperParameters = new LinkedHashMap<>();
    hyperParameters.put(NoteKind.LINE_OPTION, line.toString());
    hyperParameters.put("--mode", mode.name());
    hyperParameters.put("--sequence-length", sequenceLength);
    hyperParameters.put("--segment-length", segmentLength);
    hyperParameters.put("--layers", layers);
    hyperParameters.put("--units", units);
    hyperParameters.put("--dropout", dropout);
    hyperParameters.put("--lstm", recurrent.name());
    return hyperParameters;
  }

  /** Beginnings to generate from, spread over the training examples. */
  private static List<int[]> prompts(Examples examples, NoteLstm model) {
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
