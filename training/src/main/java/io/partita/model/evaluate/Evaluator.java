package io.partita.model.evaluate;

import io.partita.lake.Lake;
import io.partita.lake.LakeReader;
import io.partita.lake.table.LakeTable;
import io.partita.model.job.KindJob;
import io.partita.model.train.TrainedModel;
import java.io.IOException;
import org.apache.spark.sql.SparkSession;

/**
 * What {@code model evaluate} does with models of one kind. Its help says how such a model is
 * measured and what of it {@code --json} tells.
 */
public interface Evaluator<M> extends KindJob<M> {
  @Override
  default String verb() {
    return "evaluate";
  }

  /** What a model is measured on: two that say the same can be compared. */
  String measuredOn(M model);

  /** A table that a data set must have. */
  LakeTable table(M model);

  /**
   * Fails where a data set is of no use, which needs no Spark to be told.
   *
   * @throws io.partita.UserException saying why
   */
  default void check(Lake lake, String dataset, TrainedModel<M> model) throws IOException {}

  /** Measures in one evaluation. */
  Measuring<M, ?> measuring(EvaluationRun run, TrainedModel<M> model);

  /**
   * Evaluates on a split.
   *
   * @param against a model that is measured on the same, or null
   */
  default Evaluation run(EvaluateOptions options, TrainedModel<M> model, TrainedModel<M> against)
      throws Exception {
    Lake lake = options.lake.open();
    String dataset = options.dataset(model, lake, table(model.model()));
    check(lake, dataset, model);
    try (SparkSession session = options.session(lake, dataset, model)) {
      EvaluationRun run =
          new EvaluationRun(options, lake, dataset, session, LakeReader.tables(session, lake));
      return run.evaluation(measuring(run, model), model, against);
    }
  }
}
