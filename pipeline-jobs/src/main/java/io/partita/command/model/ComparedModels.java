package io.partita.command.model;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.model.evaluate.EvaluateOptions;
import io.partita.model.evaluate.Evaluation;
import io.partita.model.evaluate.Evaluator;
import io.partita.model.run.FoldOption;
import io.partita.model.train.TrainedModel;
import java.util.Locale;

/**
 * A model to measure and another to measure on the same examples.
 *
 * @param against of the same kind; null if absent
 */
record ComparedModels(TrainedModel<?> model, TrainedModel<?> against) {
  /**
   * @throws UserException where they are of two kinds
   */
  ComparedModels {
    if (against != null) {
      requireEqual(model, against, model.card().kind(), against.card().kind());
    }
  }

  /**
   * Evaluates both.
   *
   * @param evaluator of their kind
   * @throws UserException where they are not measured on the same
   */
  <M> Evaluation evaluation(Evaluator<M> evaluator, EvaluateOptions options) throws Exception {
    TrainedModel<M> first = model.as(evaluator.kind());
    TrainedModel<M> second = against == null ? null : against.as(evaluator.kind());
    if (second != null) {
      requireEqual(
          first, second, evaluator.measuredOn(first.model()), evaluator.measuredOn(second.model()));
      FoldOption.requireOne(first, second, options.split());
    }
    return evaluator.run(options, first, second);
  }

  private static void requireEqual(
      TrainedModel<?> model, TrainedModel<?> against, String ours, String theirs) {
    if (!ours.equals(theirs)) {
      throw new UserException(
          Mistake.NOT_COMPARABLE,
          String.format(
              Locale.ROOT,
              "Models %s (%s) and %s (%s) cannot be compared.",
              model.folder().name(),
              ours,
              against.folder().name(),
              theirs));
    }
  }
}
