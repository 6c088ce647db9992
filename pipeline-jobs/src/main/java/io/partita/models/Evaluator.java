package io.partita.models;

import io.partita.model.ModelKind;
import io.partita.training.TrainedModel;
import java.util.List;

/**
 * What {@code evaluate} does with models of one kind. Its annotated fields, if any, are the options
 * that only they have.
 */
public interface Evaluator<M> {
  ModelKind<M> kind();

  /** Of help: how such a model is measured and what of it {@code --json} tells. */
  List<String> help();

  /** What models of other kinds have not, so that these options mean nothing there. */
  default String whatOthersLack() {
    return "has no such options";
  }

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
