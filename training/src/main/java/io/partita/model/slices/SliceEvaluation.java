package io.partita.model.slices;

import io.partita.form.SliceCut;
import io.partita.lake.run.Suspects;
import io.partita.model.archive.ContentHashes;
import io.partita.model.archive.ModelCard;
import io.partita.model.evaluate.BaselineScores;
import io.partita.model.evaluate.EvaluatedSplit;
import io.partita.model.evaluate.EvaluationRun;
import io.partita.model.evaluate.Leaks;
import io.partita.model.evaluate.Measured;
import io.partita.model.evaluate.Measuring;
import io.partita.model.evaluate.SameExamples;
import io.partita.model.examples.Examples;
import io.partita.model.run.FileChoice;
import io.partita.model.train.TrainedModel;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;

/** An evaluation of a model on the slices of a data set, as {@link SliceEvaluator} says. */
record SliceEvaluation<E, M extends SliceModel<E>>(
    SliceEvaluator<E, M> evaluator, EvaluationRun run, TrainedModel<M> model)
    implements Measuring<M, SliceExamples<E>> {
  @Override
  public SliceExamples<E> held() throws Exception {
    return LearntSlices.of(model).uncapped().of(run.session(), run.lake(), run.dataset());
  }

  @Override
  public SliceExamples<E> read(String dataset, TrainedModel<M> by) throws Exception {
    LearntSlices<E> learnt = LearntSlices.of(by);
    learnt.require(run.lake(), dataset);
    return learnt.of(run.session(), run.lake(), dataset);
  }

  @Override
  public boolean isReadAlike(TrainedModel<M> other) {
    LearntSlices<E> learnt = LearntSlices.of(other);
    return learnt.cap() == null && learnt.choice().equals(FileChoice.of(model));
  }

  @Override
  public Map<String, Long> bySplit(SliceExamples<E> slices) {
    return slices.countBySplit();
  }

  @Override
  public ContentHashes contents(SliceExamples<E> slices) {
    return slices.contents(run.split());
  }

  @Override
  public Measured measured(TrainedModel<M> of, SliceExamples<E> slices, SliceExamples<E> learnt)
      throws IOException {
    Examples<E> held = slices.of(run.split());
    Examples<E> train = split(learnt, of.card().provenance().trainSplit());
    return evaluator.measured(
        new SliceScoring<>(
            run.spark(),
            of,
            of.weights(),
            held,
            slices.byFile(run.split()),
            train,
            run.sample(of, split -> train, held.count())));
  }

  @Override
  public BaselineScores baselines(SliceExamples<E> slices, SliceExamples<E> learnt, Measured ours) {
    ModelCard.Provenance provenance = model.card().provenance();
    return evaluator.baselines(
        run.spark(),
        model.model(),
        split(learnt, provenance.trainSplit()),
        split(learnt, provenance.validationSplit()),
        slices.byFile(run.split()));
  }

  @Override
  public EvaluatedSplit split(
      SliceExamples<E> slices, SliceExamples<E> learnt, Measured ours, Leaks leaks) {
    SliceCut<E> cut = model.model().sliceCut();
    Examples<E> held = slices.of(run.split());
    Examples<E> train = split(learnt, model.card().provenance().trainSplit());
    return new EvaluatedSplit(
        run.split(),
        run.dataset(),
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
  }

  @Override
  public Map<String, Object> choices(SliceExamples<E> slices) {
    return evaluator.choices();
  }

  /** Those of a split; none of null. */
  private Examples<E> split(SliceExamples<E> of, String name) {
    return of == null ? Examples.of(run.spark().emptyRDD(), 0, Map.of()) : of.of(name);
  }
}
