package io.partita.kind.note;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.Lake;
import io.partita.lake.LakeReader;
import io.partita.lake.table.LakeTable;
import io.partita.model.archive.ModelCard;
import io.partita.model.evaluate.BaselineScores;
import io.partita.model.evaluate.EvaluateOptions;
import io.partita.model.evaluate.EvaluatedSplit;
import io.partita.model.evaluate.Evaluation;
import io.partita.model.evaluate.EvaluationReport;
import io.partita.model.evaluate.Leaks;
import io.partita.model.evaluate.Measured;
import io.partita.model.evaluate.SameExamples;
import io.partita.model.evaluate.TrainingData;
import io.partita.model.examples.Examples;
import io.partita.model.examples.FileExample;
import io.partita.model.examples.FileScores;
import io.partita.model.examples.Scoring;
import io.partita.model.run.FileChoice;
import io.partita.model.train.TrainedModel;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * What {@code model evaluate} does with a note model: figures of the model and of n-gram models of
 * the same notes.
 *
 * <p>The n-gram models are interpolated Witten–Bell, counted on the whole note lines of the data
 * that the model was trained on, with the model's classes; they predict exactly the notes that the
 * model predicts, from all notes before them in the file. Everything is computed on the processor,
 * on the workers; neither they nor the driver hold the whole split.
 */
record NoteEvaluation(
    EvaluateOptions options,
    TrainedModel<NoteModel> model,
    TrainedModel<NoteModel> against,
    String dataset,
    Map<LakeTable, Dataset<Row>> tables,
    JavaSparkContext spark,
    Lake lake) {
  /**
   * @param against a model that predicts the same notes, or null
   */
  static Evaluation run(
      EvaluateOptions options, TrainedModel<NoteModel> model, TrainedModel<NoteModel> against)
      throws Exception {
    Lake lake = options.lake.open();
    String dataset = options.dataset(model, lake, LakeTable.MIDI_FILES);
    try (SparkSession session = options.session(lake, dataset)) {
      JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
      return LakeReader.query(
          session,
          lake,
          tables ->
              new NoteEvaluation(options, model, against, dataset, tables, spark, lake)
                  .evaluation());
    }
  }

  private Evaluation evaluation() throws IOException {
    NoteLines lines = lines(dataset, model);
    options.requireSplit(dataset, lines.filesBySplit());
    Leaks leaks =
        Leaks.of(
            options,
            ModelCard.LearntFiles.MD5,
            NoteExamples.contents(
                lines, options.split(), model.model().vocabulary(), model.model().network()),
            model,
            against);
    NoteLines learnt = training(model, lines);
    Measured ours = measured(model, lines, learnt);
    Measured theirs = against == null ? null : measured(against, lines, training(against, lines));
    String trained = model.card().provenance().trainSplit();
    BaselineScores baselines =
        NoteBaselines.scores(
            spark,
            learnt == null
                ? null
                : classes(learnt, trained, model.model()).map(FileExample::example),
            learnt == null
                ? null
                : classes(learnt, model.card().provenance().validationSplit(), model.model()),
            classes(lines, options.split(), model.model()),
            model.model().vocabulary(),
            NoteExamples.firstPredicted(model.model().network()));
    EvaluatedSplit split =
        new EvaluatedSplit(
            options.split(),
            dataset,
            NoteLines.CONTENT,
            String.format(
                Locale.ROOT,
                "%,d notes of the line %s",
                ours.scores().sum().count(),
                model.model().line()),
            String.format(
                Locale.ROOT, ", %,d of them of unknown pitch", unknown(lines, model.model())),
            "lines",
            lines.suspects(options.split()),
            learnt == null
                ? null
                : SameExamples.count(
                    lines.pitches(options.split()).filter(line -> line.length > 0),
                    learnt.pitches(trained)),
            leaks);
    return new EvaluationReport(split, ours, theirs, baselines)
        .evaluation(options.isAgainst(), Map.of());
  }

  private TrainingData beside() {
    return new TrainingData(dataset, options.split());
  }

  private NoteLines lines(String of, TrainedModel<NoteModel> by) {
    return NoteLines.of(tables, of, by.model().line(), FileChoice.of(by));
  }

  /**
   * The lines that a model was trained on; null, with a word, where the lake has none of them.
   *
   * @param measured those of the data set that is evaluated on
   */
  private NoteLines training(TrainedModel<NoteModel> of, NoteLines measured) throws IOException {
    return beside()
        .of(
            of,
            FileChoice.of(of).equals(FileChoice.of(model)),
            measured,
            trained -> {
              lake.runId(trained, LakeTable.NOTES);
              return lines(trained, of);
            });
  }

  /**
   * @param learnt the lines that the model was trained on, or null
   */
  private Measured measured(TrainedModel<NoteModel> of, NoteLines lines, NoteLines learnt)
      throws IOException {
    NoteModel notes = of.model();
    NoteLstm network = notes.network();
    ComputationGraph weights = of.weights();
    Examples<int[]> examples = NoteExamples.of(lines, options.split(), notes.vocabulary(), network);
    if (examples.count() == 0) {
      throw new UserException(
          Mistake.NO_DATA,
          "Split %s of %s has no note to predict. %s"
              .formatted(options.split(), dataset, examples.whatWasLeftOut().strip()));
    }
    FileScores scores =
        Scoring.byFile(
            spark,
            network,
            weights,
            NoteExamples.byContent(lines, options.split(), notes.vocabulary(), network),
            NoteLstm.MEANS,
            network::scores);
    Map<String, Double> figures = new LinkedHashMap<>();
    network
        .figures(scores.sum())
        .forEach(
            (figure, value) -> {
              figures.put(figure, value);
              if (figure.equals(NoteKind.NATS)) {
                figures.put("perplexity", Math.exp(value));
              }
            });
    return new Measured(
        of,
        scores,
        figures,
        Map.of("unknown", unknown(lines, notes)),
        "",
        learnt == null ? null : training(of, weights, learnt, examples.count()));
  }

  /** As many examples of training, evenly spread. */
  private Measured.Training training(
      TrainedModel<NoteModel> of, ComputationGraph weights, NoteLines learnt, long count) {
    NoteLstm network = of.model().network();
    Examples<int[]> sample =
        beside()
            .sample(
                of,
                split -> NoteExamples.of(learnt, split, of.model().vocabulary(), network),
                count);
    return sample == null
        ? null
        : new Measured.Training(
            sample.count(), network.figures(Scoring.of(spark, network, weights, sample)));
  }

  private static JavaRDD<FileExample<int[]>> classes(
      NoteLines lines, String split, NoteModel read) {
    return NoteExamples.sequences(lines, split, read.vocabulary(), read.network());
  }

  /** How many of the predicted notes have a pitch that the model never saw. */
  private long unknown(NoteLines lines, NoteModel notes) {
    int unknownClass = notes.vocabulary().unknownClass();
    int from = NoteExamples.firstPredicted(notes.network());
    return classes(lines, options.split(), notes)
        .aggregate(
            0L,
            (count, line) -> {
              long more = 0;
              for (int i = from; i < line.example().length; i++) {
                more += line.example()[i] == unknownClass ? 1 : 0;
              }
              return count + more;
            },
            Long::sum);
  }
}
