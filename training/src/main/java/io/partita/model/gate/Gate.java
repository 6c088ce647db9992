package io.partita.model.gate;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.model.job.KindJob;
import io.partita.model.job.KindJobs;
import io.partita.model.train.TrainedModel;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What {@code model check --gate} holds models of a kind to: what they draw beside real music. */
public interface Gate<M> extends KindJob<M> {
  @Override
  default String verb() {
    return "check";
  }

  /** What was found: for people its lines, for programs the fields of a JSON object. */
  record Answer(List<GateLine> lines, Map<String, Object> fields) {}

  /** What it is called, as {@code songs}. */
  String gate();

  /**
   * Measures a model.
   *
   * @param lake folder of it
   * @param dataset with the split; null for the model's training data
   * @param temperature to draw at; null for that of {@code generate}
   */
  Answer answer(
      TrainedModel<M> model, String lake, String dataset, String split, Double temperature)
      throws Exception;

  /**
   * That of a model's kind.
   *
   * @throws UserException where it has none of the name
   */
  static Gate<?> of(String gate, TrainedModel<?> model) {
    return KindJobs.of(model, Gate.class)
        .map(job -> (Gate<?>) job)
        .filter(job -> job.gate().equals(gate))
        .findFirst()
        .orElseThrow(
            () ->
                new UserException(
                    Mistake.WRONG_MODEL,
                    "--gate %s is of other models than %s, a %s."
                        .formatted(gate, model.folder().name(), model.kind().title())));
  }

  /** Of all kinds that have one. */
  static Stream<Gate<?>> all() {
    return KindJobs.all()
        .flatMap(kind -> kind.jobs().stream())
        .filter(Gate.class::isInstance)
        .map(job -> (Gate<?>) job);
  }
}
