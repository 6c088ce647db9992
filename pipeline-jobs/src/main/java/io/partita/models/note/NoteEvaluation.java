package io.partita.models.note;

import io.partita.UserException;
import io.partita.lake.Lake;
import io.partita.lake.LakeReader;
import io.partita.lake.table.LakeTable;
import io.partita.model.PredictionSums;
import io.partita.model.note.NoteKind;
import io.partita.model.note.NoteLstm;
import io.partita.model.note.NoteModel;
import io.partita.models.EvaluateOptions;
import io.partita.models.Evaluation;
import io.partita.models.FoldOption;
import io.partita.symbolic.NgramScore;
import io.partita.training.Examples;
import io.partita.training.Scoring;
import io.partita.training.TrainedModel;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * What {@code evaluate} does with a note model: figures of the model and of n-gram models of the
 * same notes.
 *
 * <p>The n-gram models are interpolated Witten–Bell, counted on the whole note lines of the split
 * that the model was trained on, with the model's classes; they predict exactly the notes that the
 * model predicts, from all notes before them in the file. Everything is computed on the processor,
 * on the workers; neither they nor the driver hold the whole split.
 */
final class NoteEvaluation {
  private final EvaluateOptions options;
  private final TrainedModel<NoteModel> model;
  private final TrainedModel<NoteModel> against;
  private final String dataset;

  private NoteEvaluation(
      EvaluateOptions options,
      TrainedModel<NoteModel> model,
      TrainedModel<NoteModel> against,
      String dataset) {
    this.options = options;
    this.model = model;
    this.against = against;
    this.dataset = dataset;
  }

  /** What one model makes of the notes; those of unknown pitch are of its own vocabulary. */
  private record Measured(PredictionSums score, long unknown) {
    Map<String, Object> figures(TrainedModel<NoteModel> of) {
      Map<String, Object> figures = new LinkedHashMap<>();
      figures.put("examples", score.count());
      figures.put(NoteKind.NATS, score.mean(PredictionSums.LOSS_NATS));
      figures.put("perplexity", Math.exp(score.mean(PredictionSums.LOSS_NATS)));
      figures.put(NoteLstm.TOP1, score.mean(NoteLstm.TOP1));
      figures.put(NoteLstm.TOP5, score.mean(NoteLstm.TOP5));
      figures.put("unknown", unknown);
      figures.putAll(of.facts());
      figures.putAll(Evaluation.origin(of));
      return figures;
    }

    String row(String name) {
      String top5 = String.format(Locale.ROOT, "%6.1f", 100 * score.mean(NoteLstm.TOP5));
      return NoteEvaluation.row(
          name, score.mean(PredictionSums.LOSS_NATS), score.mean(NoteLstm.TOP1), top5);
    }
  }

  /** The figures of one evaluation, all of the same notes; the second model's may be null. */
  private record Answer(
      Measured first, Measured second, List<NgramScore> baselines, long suspectsLeftOut) {}

  /**
   * @param against a model that predicts the same notes, or null
   */
  static Evaluation run(
      EvaluateOptions options, TrainedModel<NoteModel> model, TrainedModel<NoteModel> against)
      throws Exception {
    Lake lake = options.lake.open();
    String dataset = options.dataset(model, against, lake, LakeTable.NOTES);
    NoteEvaluation evaluation = new NoteEvaluation(options, model, against, dataset);
    try (SparkSession spark = options.session(dataset)) {
      Answer answer =
          LakeReader.query(spark, lake, () -> true, tables -> evaluation.answer(spark, tables));
      return new Evaluation(evaluation.figures(answer), evaluation.table(answer));
    }
  }

  private Answer answer(SparkSession spark, Map<LakeTable, Dataset<Row>> tables) throws Exception {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    NoteLines lines =
        NoteLines.of(
            tables,
            dataset,
            model.model().line(),
            Evaluation.areSuspectsIncluded(model),
            FoldOption.of(model));
    options.requireSplit(dataset, lines.filesBySplit());
    Measured first = measured(context, lines, model);
    JavaRDD<int[]> train = classes(lines, model.card().provenance().trainSplit(), model.model());
    JavaRDD<int[]> held = classes(lines, options.split, model.model());
    int from = NoteExamples.firstPredicted(model.model().network());
    List<NgramScore> baselines =
        NoteBaselines.score(context, train, held, model.model().vocabulary(), from);
    if (baselines.get(0).count() != first.score().count()) {
      throw new IllegalStateException(
          "The model predicted "
              + first.score().count()
              + " notes, but the n-gram models "
              + baselines.get(0).count());
    }
    return new Answer(
        first,
        against == null ? null : measured(context, lines, against),
        baselines,
        lines.suspects(options.split));
  }

  private Measured measured(JavaSparkContext context, NoteLines lines, TrainedModel<NoteModel> of)
      throws IOException {
    NoteModel notes = of.model();
    NoteLstm network = notes.network();
    Examples examples = NoteExamples.of(lines, options.split, notes.vocabulary(), network);
    if (examples.count() == 0) {
      throw new UserException(
          "Split "
              + options.split
              + " of "
              + dataset
              + " has no note to predict. "
              + examples.whatWasLeftOut().strip());
    }
    return new Measured(
        Scoring.of(context, network, of.weights(), examples),
        unknown(
            classes(lines, options.split, notes),
            notes.vocabulary().unknownClass(),
            NoteExamples.firstPredicted(network)));
  }

  private static JavaRDD<int[]> classes(NoteLines lines, String split, NoteModel read) {
    return NoteExamples.sequences(lines, split, read.vocabulary(), read.network());
  }

  /** How many of the predicted notes have a pitch that the model never saw. */
  private static long unknown(JavaRDD<int[]> lines, int unknownClass, int from) {
    return lines.aggregate(
        0L,
        (count, line) -> {
          long more = 0;
          for (int i = from; i < line.length; i++) {
            more += line[i] == unknownClass ? 1 : 0;
          }
          return count + more;
        },
        Long::sum);
  }

  private Map<String, Object> figures(Answer answer) {
    Map<String, Object> figures = answer.first().figures(model);
    Map<String, Object> baselines = new LinkedHashMap<>();
    for (int i = 0; i < answer.baselines().size(); i++) {
      NgramScore baseline = answer.baselines().get(i);
      Map<String, Object> ofOne = new LinkedHashMap<>();
      ofOne.put(NoteKind.NATS, baseline.crossEntropyNats());
      ofOne.put(NoteLstm.TOP1, baseline.top1Share());
      baselines.put(NoteKind.BASELINES.get(i), ofOne);
    }
    figures.put(Evaluation.BASELINES, baselines);
    figures.put("split", options.split);
    figures.put("dataset", dataset);
    figures.put(Evaluation.SUSPECTS, answer.suspectsLeftOut());
    if (options.isAgainst()) {
      figures.put(Evaluation.AGAINST, against == null ? null : answer.second().figures(against));
    }
    return figures;
  }

  private String table(Answer answer) {
    StringBuilder table = new StringBuilder();
    table.append(
        String.format(
            Locale.ROOT,
            "%,d notes of the line %s of the split %s of %s, %,d of them of unknown pitch%s%n%n",
            answer.first().score().count(),
            model.model().line(),
            options.split,
            dataset,
            answer.first().unknown(),
            Evaluation.leftOut(answer.suspectsLeftOut())));
    table.append(
        String.format(Locale.ROOT, "         cross-entropy  perplexity   top-1   top-5%n"));
    table.append(
        String.format(Locale.ROOT, "                  nats                   %%       %%%n"));
    table.append(answer.first().row("model"));
    if (against != null) {
      table.append(answer.second().row("against"));
    }
    for (int i = 0; i < answer.baselines().size(); i++) {
      NgramScore baseline = answer.baselines().get(i);
      table.append(
          row(NoteKind.BASELINES.get(i), baseline.crossEntropyNats(), baseline.top1Share(), ""));
    }
    return table.toString();
  }

  private static String row(String name, double nats, double top1, String top5) {
    String row =
        String.format(
            Locale.ROOT,
            "%-8s %13.3f  %10.2f  %6.1f  %s",
            name,
            nats,
            Math.exp(nats),
            100 * top1,
            top5);
    return row.stripTrailing() + System.lineSeparator();
  }
}
