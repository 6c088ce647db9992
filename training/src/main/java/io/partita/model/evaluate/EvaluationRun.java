package io.partita.model.evaluate;

import io.partita.UserException;
import io.partita.lake.Lake;
import io.partita.lake.table.LakeTable;
import io.partita.model.archive.ModelCard;
import io.partita.model.examples.Examples;
import io.partita.model.train.TrainedModel;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * An evaluation on a split, the same steps for all kinds: no file that a model has learnt, the
 * model beside its training, another model likewise, simple models.
 *
 * @param dataset that is evaluated on
 * @param tables of the lake, as of the beginning
 */
public record EvaluationRun(
    EvaluateOptions options,
    Lake lake,
    String dataset,
    SparkSession session,
    Map<LakeTable, Dataset<Row>> tables) {
  public String split() {
    return options.split();
  }

  public JavaSparkContext spark() {
    return JavaSparkContext.fromSparkContext(session.sparkContext());
  }

  <M, D> Evaluation evaluation(
      Measuring<M, D> measuring, TrainedModel<M> model, TrainedModel<M> against) throws Exception {
    D held = measuring.held();
    options.requireSplit(dataset, measuring.bySplit(held));
    Leaks leaks = Leaks.of(options, measuring.hash(), measuring.contents(held), model, against);
    D learnt = learnt(measuring, model, held);
    Measured ours = measuring.measured(model, held, learnt);
    Measured theirs =
        against == null
            ? null
            : measuring.measured(against, held, learnt(measuring, against, held));
    BaselineScores baselines = measuring.baselines(held, learnt, ours);
    EvaluatedSplit split = measuring.split(held, learnt, ours, leaks);
    return new EvaluationReport(split, ours, theirs, baselines)
        .evaluation(options.isAgainst(), measuring.choices(held));
  }

  /** The data that a model was trained on; null, with a word, where the lake has none of them. */
  private <M, D> D learnt(Measuring<M, D> measuring, TrainedModel<M> by, D held) throws Exception {
    String trained = by.card().provenance().dataset();
    if (!measuring.isBesideTraining()) {
      return null;
    }
    if (trained.equals(dataset) && measuring.isReadAlike(by)) {
      return held;
    }
    try {
      return measuring.read(trained, by);
    } catch (UserException e) {
      Evaluation.sayThatNothingIsCompared(by, e);
      return null;
    }
  }

  /**
   * As many examples of training, evenly spread; null where there are none, or where training is
   * what is measured.
   *
   * @param ofSplit the examples of a split of the training data
   */
  public <E> Examples<E> sample(
      TrainedModel<?> model, Function<String, Examples<E>> ofSplit, long count) {
    ModelCard.Provenance provenance = model.card().provenance();
    if (provenance.dataset().equals(dataset) && provenance.trainSplit().equals(split())) {
      return null;
    }
    Examples<E> sample = ofSplit.apply(provenance.trainSplit()).spread(count);
    return sample.count() == 0 ? null : sample;
  }
}
