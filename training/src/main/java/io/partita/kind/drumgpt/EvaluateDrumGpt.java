package io.partita.kind.drumgpt;

import io.partita.lake.Lake;
import io.partita.lake.run.Suspects;
import io.partita.lake.table.LakeTable;
import io.partita.model.ModelKind;
import io.partita.model.archive.ModelCard;
import io.partita.model.evaluate.EvaluateOptions;
import io.partita.model.evaluate.EvaluatedSplit;
import io.partita.model.evaluate.Evaluation;
import io.partita.model.evaluate.EvaluationReport;
import io.partita.model.evaluate.Evaluator;
import io.partita.model.evaluate.Leaks;
import io.partita.model.evaluate.Measured;
import io.partita.model.evaluate.SameExamples;
import io.partita.model.evaluate.TrainingData;
import io.partita.model.examples.Examples;
import io.partita.model.examples.FileExample;
import io.partita.model.examples.FileScores;
import io.partita.model.examples.Scoring;
import io.partita.model.run.FileChoice;
import io.partita.model.slices.LearntSlices;
import io.partita.model.slices.SliceBaselines;
import io.partita.model.slices.SliceExamples;
import io.partita.model.train.TrainedModel;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * What {@code evaluate} does with a drum GPT: it predicts a split's slices, beside what simple
 * models make of the same slices ({@link SliceBaselines}), counted on the slices that the model was
 * trained on.
 */
final class EvaluateDrumGpt implements Evaluator<DrumGpt> {
  @Override
  public ModelKind<DrumGpt> kind() {
    return DrumGptKind.KIND;
  }

  @Override
  public List<String> help() {
    return List.of(
        "A drum GPT's figures are per slice. nats_per_slice is the exact -ln p of a slice, to be",
        "compared with the nats of unigram to fivegram and bar_trigram, and with a MusicVAE's",
        "elbo_nats. accuracy_teacher_forced is the share of right steps after a slice's own",
        "steps. history_nats is what another slice's history adds to the nats of a slice: near 0",
        "where a model ignores what was played. The baselines are those of a MusicVAE, counted",
        "on the model's training data.",
        "Fields of --json: nats_per_slice, bits_per_step, accuracy_teacher_forced,",
        "history_nats.");
  }

  @Override
  public String measuredOn(DrumGpt model) {
    return "%d steps of drum loops by the drum map %s".formatted(model.steps(), model.drumMap());
  }

  @Override
  public Evaluation run(
      EvaluateOptions options, TrainedModel<DrumGpt> model, TrainedModel<DrumGpt> against)
      throws Exception {
    Lake lake = options.lake.open();
    String dataset = options.dataset(model, lake, LakeTable.MIDI_SOURCES);
    learntSlices(model).require(lake, dataset);
    try (SparkSession session = options.session(dataset)) {
      return new On(options, model, dataset, lake, session).evaluation(against);
    }
  }

  private static LearntSlices learntSlices(TrainedModel<DrumGpt> of) {
    return LearntSlices.of(of, of.model().sliceCut());
  }

  /** The data set that is evaluated on. */
  private record On(
      EvaluateOptions options,
      TrainedModel<DrumGpt> model,
      String dataset,
      Lake lake,
      SparkSession session) {
    private JavaSparkContext spark() {
      return JavaSparkContext.fromSparkContext(session.sparkContext());
    }

    private TrainingData beside() {
      return new TrainingData(dataset, options.split());
    }

    Evaluation evaluation(TrainedModel<DrumGpt> against) throws Exception {
      SliceExamples slices = learntSlices(model).uncapped().of(session, lake, dataset);
      options.requireSplit(dataset, slices.countBySplit());
      Leaks leaks =
          Leaks.of(
              options, ModelCard.LearntFiles.MD5, slices.contents(options.split()), model, against);
      SliceExamples learnt = learnt(model, slices);
      Examples train = split(learnt, model.card().provenance().trainSplit());
      Examples validation = split(learnt, model.card().provenance().validationSplit());
      Examples held = slices.of(options.split());
      JavaRDD<FileExample> byFile = slices.byFile(options.split());
      Measured ours = measured(model, held, byFile, train);
      Measured theirs =
          against == null
              ? null
              : measured(
                  against,
                  held,
                  byFile,
                  split(learnt(against, slices), against.card().provenance().trainSplit()));
      EvaluatedSplit split =
          new EvaluatedSplit(
              options.split(),
              dataset,
              SliceExamples.FILE,
              String.format(
                  Locale.ROOT,
                  "%,d slices of %d bars",
                  held.count(),
                  model.model().sliceCut().bars()),
              "",
              "slices",
              held.leftOut().getOrDefault(Suspects.FILES, 0L),
              train.count() == 0
                  ? null
                  : SameExamples.count(held.byNumber().values(), train.byNumber().values()),
              leaks);
      return new EvaluationReport(
              split,
              ours,
              theirs,
              SliceBaselines.scores(
                  spark(), model.model().sliceCut().form(), train, validation, byFile))
          .evaluation(options.isAgainst(), Map.of());
    }

    /** The slices that a model learnt from; null, with a word, where the lake has none of them. */
    private SliceExamples learnt(TrainedModel<DrumGpt> of, SliceExamples measured)
        throws Exception {
      LearntSlices learnt = learntSlices(of);
      return beside()
          .of(
              of,
              learnt.cap() == null && learnt.choice().equals(FileChoice.of(model)),
              measured,
              from -> {
                learnt.require(lake, from);
                return learnt.of(session, lake, from);
              });
    }

    /** Those of a split; none of null. */
    private Examples split(SliceExamples of, String name) {
      return of == null ? Examples.of(spark().emptyRDD(), 0, Map.of()) : of.of(name);
    }

    private Measured measured(
        TrainedModel<DrumGpt> of, Examples held, JavaRDD<FileExample> byFile, Examples train) {
      DrumGpt network = of.model();
      ComputationGraph weights = of.weights();
      FileScores scores =
          Scoring.byFile(
              spark(),
              network,
              weights,
              byFile,
              DrumGptScore.MEANS,
              (loaded, batch) -> DrumGptScore.withHistory(network, loaded, batch));
      Examples sample = beside().sample(of, split -> train, held.count());
      Measured.Training training =
          sample == null
              ? null
              : new Measured.Training(
                  sample.count(), network.figures(Scoring.of(spark(), network, weights, sample)));
      return new Measured(of, scores, network.figures(scores.sum()), Map.of(), "", training);
    }
  }
}
