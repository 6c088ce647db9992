package io.partita.models;

import io.partita.model.ModelKind;
import io.partita.training.TrainedModel;
import java.util.List;

/**
 * What one command does with models of one kind. Its annotated fields, if any, are the options that
 * only they have.
 */
public interface KindJob<M> {
  ModelKind<M> kind();

  /** Of the command's help: what it does with such a model. */
  List<String> help();

  /** What models of other kinds have not, so that these options mean nothing there. */
  default String whatOthersLack() {
    return "has no such options";
  }

  /**
   * Says, in one line, why options of another kind are refused for a model of this one.
   *
   * @param job of the other kind
   * @param options names of them
   */
  default String refusal(TrainedModel<?> model, KindJob<?> job, String options) {
    return "A %s %s: leave out %s.".formatted(kind().title(), job.whatOthersLack(), options);
  }

  /** Fails on what can be told from these options alone. */
  default void check() {}
}
