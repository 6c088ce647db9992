package io.partita.model.slices;

import io.partita.form.SliceCut;
import io.partita.lake.Lake;
import io.partita.lake.run.Suspects;
import io.partita.model.archive.ModelCard;
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
import io.partita.model.run.FileChoice;
import io.partita.model.train.TrainedModel;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** An evaluation of a model on the slices of a data set, as {@link SliceEvaluator} says. */
record SliceEvaluation<E, M extends SliceModel<E>>(
    SliceEvaluator<E, M> evaluator,
    EvaluateOptions options,
    TrainedModel<M> model,
    String dataset,
    Lake lake,
    SparkSession session) {
  /**
   * @param against a model that is measured on the same, or null
   */
  Evaluation run(TrainedModel<M> against) throws Exception {
    SliceExamples<E> slices = LearntSlices.of(model).uncapped().of(session, lake, dataset);
    options.requireSplit(dataset, slices.countBySplit());
    Leaks leaks =
        Leaks.of(
            options, ModelCard.LearntFiles.MD5, slices.contents(options.split()), model, against);
    SliceExamples<E> learnt = learnt(model, slices);
    Examples<E> train = split(learnt, model.card().provenance().trainSplit());
    Examples<E> validation = split(learnt, model.card().provenance().validationSplit());
    Examples<E> held = slices.of(options.split());
    JavaRDD<FileExample<E>> byFile = slices.byFile(options.split());
    Measured ours = measured(model, held, byFile, train);
    Measured theirs =
        against == null
            ? null
            : measured(
                against,
                held,
                byFile,
                split(learnt(against, slices), against.card().provenance().trainSplit()));
    SliceCut<E> cut = model.model().sliceCut();
    EvaluatedSplit split =
        new EvaluatedSplit(
            options.split(),
            dataset,
            SliceExamples.FILE,
            String.format(Locale.ROOT, "%,d slices of %d bars", held.count(), cut.bars()),
            "",
            "slices",
            held.leftOut().getOrDefault(Suspects.FILES, 0L),
            train.count() == 0
                ? null
                : SameExamples.count(
                    held.byNumber().values(), train.byNumber().values(), cut.form()::key),
            leaks);
    return new EvaluationReport(
            split,
            ours,
            theirs,
            evaluator.baselines(spark(), model.model(), train, validation, byFile))
        .evaluation(options.isAgainst(), evaluator.choices());
  }

  private JavaSparkContext spark() {
    return JavaSparkContext.fromSparkContext(session.sparkContext());
  }

  private TrainingData beside() {
    return new TrainingData(dataset, options.split());
  }

  /**
   * The slices that a model was trained and validated on; null, with a word, where the lake has
   * none of them.
   *
   * @param measured those of the data set that is evaluated on, of the files that the evaluated
   *     model chose
   */
  private SliceExamples<E> learnt(TrainedModel<M> of, SliceExamples<E> measured) throws Exception {
    LearntSlices<E> learnt = LearntSlices.of(of);
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
  private Examples<E> split(SliceExamples<E> of, String name) {
    return of == null ? Examples.of(spark().emptyRDD(), 0, Map.of()) : of.of(name);
  }

  private Measured measured(
      TrainedModel<M> of, Examples<E> held, JavaRDD<FileExample<E>> byFile, Examples<E> train)
      throws IOException {
    Examples<E> sample = beside().sample(of, split -> train, held.count());
    return evaluator.measured(
        new SliceScoring<>(spark(), of, of.weights(), held, byFile, train, sample));
  }
}
