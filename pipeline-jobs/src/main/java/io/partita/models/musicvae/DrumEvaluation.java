package io.partita.models.musicvae;

import io.partita.lake.Lake;
import io.partita.lake.LakeReader;
import io.partita.lake.table.LakeTable;
import io.partita.model.PredictionSums;
import io.partita.model.musicvae.MusicVae;
import io.partita.model.musicvae.MusicVaeKind;
import io.partita.model.musicvae.MusicVaeScore;
import io.partita.models.EvaluateOptions;
import io.partita.models.Evaluation;
import io.partita.models.FoldOption;
import io.partita.run.Suspects;
import io.partita.training.Examples;
import io.partita.training.Scoring;
import io.partita.training.TrainedModel;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * What {@code evaluate} does with a MusicVAE: it encodes and decodes a split's slices, and sets
 * beside them what simple guesses make of the same slices ({@link DrumBaselines}), counted on all
 * slices of the split that the model was trained on.
 */
final class DrumEvaluation {
  private final EvaluateOptions options;
  private final TrainedModel<MusicVae> model;
  private final TrainedModel<MusicVae> against;
  private final MusicVaeScore.Z z;
  private final String dataset;

  private DrumEvaluation(
      EvaluateOptions options,
      TrainedModel<MusicVae> model,
      TrainedModel<MusicVae> against,
      MusicVaeScore.Z z,
      String dataset) {
    this.options = options;
    this.model = model;
    this.against = against;
    this.z = z;
    this.dataset = dataset;
  }

  /** The figures of one evaluation, all of the same slices; the second model's may be null. */
  private record Answer(
      PredictionSums first,
      PredictionSums second,
      Map<String, Double> baselines,
      long suspectsLeftOut) {}

  /**
   * @param against a model of slices of the same length, or null
   */
  static Evaluation run(
      EvaluateOptions options,
      TrainedModel<MusicVae> model,
      TrainedModel<MusicVae> against,
      MusicVaeScore.Z z)
      throws Exception {
    Lake lake = options.lake.open();
    String dataset = options.dataset(model, against, lake, LakeTable.MIDI_SOURCES);
    DrumExamples.require(lake, dataset, model.model().bars());
    DrumEvaluation evaluation = new DrumEvaluation(options, model, against, z, dataset);
    try (SparkSession session = options.session(dataset)) {
      Answer answer = evaluation.answer(session, lake);
      return new Evaluation(evaluation.figures(answer), evaluation.table(answer));
    }
  }

  private Answer answer(SparkSession session, Lake lake) throws Exception {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    DrumExamples slices =
        LakeReader.query(
            session,
            lake,
            () -> true,
            tables ->
                DrumExamples.of(
                    tables,
                    dataset,
                    model.model().bars(),
                    null,
                    0,
                    Evaluation.areSuspectsIncluded(model),
                    FoldOption.of(model)));
    options.requireSplit(dataset, slices.countBySplit());
    Examples examples = slices.of(options.split);
    Examples train = slices.of(model.card().provenance().trainSplit());
    return new Answer(
        score(spark, model, examples),
        against == null ? null : score(spark, against, examples),
        DrumBaselines.accuracies(spark, train, examples),
        examples.leftOut().getOrDefault(Suspects.FILES, 0L));
  }

  private PredictionSums score(JavaSparkContext spark, TrainedModel<MusicVae> of, Examples examples)
      throws IOException {
    MusicVae network = of.model();
    MusicVaeScore.Z from = z;
    return Scoring.of(
        spark,
        network,
        of.weights(),
        examples,
        (weights, batch) -> MusicVaeScore.of(network, weights, batch, from));
  }

  private Map<String, Object> figures(Answer answer) {
    Map<String, Object> figures = figures(model, answer.first());
    Map<String, Object> baselines = new LinkedHashMap<>();
    answer
        .baselines()
        .forEach(
            (name, accuracy) ->
                baselines.put(name, Collections.singletonMap(MusicVaeKind.ACCURACY, accuracy)));
    figures.put(Evaluation.BASELINES, baselines);
    figures.put("z", z.name().toLowerCase(Locale.ROOT));
    figures.put("split", options.split);
    figures.put("dataset", dataset);
    figures.put(Evaluation.SUSPECTS, answer.suspectsLeftOut());
    if (options.isAgainst()) {
      figures.put(Evaluation.AGAINST, against == null ? null : figures(against, answer.second()));
    }
    return figures;
  }

  private static Map<String, Object> figures(TrainedModel<MusicVae> of, PredictionSums score) {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("examples", score.count());
    figures.putAll(of.network().figures(score));
    Map<String, Object> drums = new LinkedHashMap<>();
    MusicVaeScore.drums(score)
        .forEach((drum, found) -> drums.put(drum.name().toLowerCase(Locale.ROOT), found));
    figures.put("drums", drums);
    figures.putAll(Evaluation.origin(of));
    return figures;
  }

  private String table(Answer answer) {
    StringBuilder table = new StringBuilder();
    table.append(
        String.format(
            Locale.ROOT,
            "%,d slices of %d bars of the split %s of %s%s%n%n",
            answer.first().count(),
            model.model().bars(),
            options.split,
            dataset,
            Evaluation.leftOut(answer.suspectsLeftOut())));
    table.append(summary(model.model(), answer.first()));
    answer
        .baselines()
        .forEach(
            (name, accuracy) ->
                table.append(
                    String.format(
                        Locale.ROOT,
                        "  %-14s%8s %%%n",
                        name.replace('_', ' '),
                        percent(accuracy))));
    table.append(drums(answer.first()));
    if (against != null) {
      table.append(String.format(Locale.ROOT, "%nagainst %s%n%n", against.folder().name()));
      table.append(summary(against.model(), answer.second()));
      table.append(drums(answer.second()));
    }
    return table.toString();
  }

  private static String summary(MusicVae network, PredictionSums score) {
    Map<String, Double> of = network.figures(score);
    return String.format(
        Locale.ROOT,
        "loss            %8.3f nats a slice%n"
            + "reconstruction  %8.3f nats%n"
            + "KL              %8.3f nats, %.1f bits (%.0f of them free)%n"
            + "active z        %8.1f %% of %d dimensions%n"
            + "accuracy        %8.1f %% of steps teacher-forced, %.1f %% free-running%n",
        of.get("loss"),
        of.get("reconstruction_nats"),
        of.get("kl_nats"),
        of.get("kl_bits"),
        network.freeBits(),
        100 * of.get("active_z"),
        network.latent(),
        100 * of.get(MusicVaeScore.TEACHER_FORCED),
        100 * of.get(MusicVaeScore.FREE_RUNNING));
  }

  private static String drums(PredictionSums score) {
    StringBuilder lines = new StringBuilder();
    lines.append(String.format(Locale.ROOT, "%nfree-running        hits  precision  recall%n"));
    lines.append(String.format(Locale.ROOT, "                                  %%       %%%n"));
    MusicVaeScore.drums(score)
        .forEach(
            (drum, hits) ->
                lines.append(
                    String.format(
                        Locale.ROOT,
                        "%-14s %,9d  %9s  %6s%n",
                        drum.title(),
                        hits.hits(),
                        percent(hits.precision()),
                        percent(hits.recall()))));
    return lines.toString();
  }

  /** A share that may be of nothing. */
  private static String percent(Double share) {
    return share == null ? "-" : String.format(Locale.ROOT, "%.1f", 100 * share);
  }
}
