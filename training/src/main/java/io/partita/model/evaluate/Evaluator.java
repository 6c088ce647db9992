package io.partita.model.evaluate;

import io.partita.model.job.KindJob;
import io.partita.model.train.TrainedModel;

/**
 * What {@code model evaluate} does with models of one kind. Its help says how such a model is
 * measured and what of it {@code --json} tells.
 */
public interface Evaluator<M> extends KindJob<M> {
  /** What a model is measured on: two that say the same can be compared. */
  String measuredOn(M model);

  /**
   * Evaluates on a split.
   *
   * @param against a model that is measured on the same, or null
   */
  Evaluation run(EvaluateOptions options, TrainedModel<M> model, TrainedModel<M> against)
      throws Exception;
}
