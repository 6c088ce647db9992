package io.partita.model.job;

import io.partita.model.train.TrainedModel;
import java.util.List;

/**
 * What one command does with one sort of models: a {@linkplain KindJob kind} that is trained here,
 * or files of models trained elsewhere.
 */
public interface ModelJob {
  /** The name of the sort: lower-case letters, digits and hyphens. */
  String name();

  /** What people call one of them, as {@code MusicVAE}. */
  String title();

  /** What people call several of them. */
  default String titles() {
    return title() + "s";
  }

  /** What the command does, as {@code encode}; texts are called by it. */
  String verb();

  /** Of the command's help, what it does with such a model: a text beside the job's class. */
  default List<String> help() {
    return KindHelp.beside(getClass(), name() + "-" + verb());
  }

  /** What has the options that only they have, if any, as annotated fields. */
  default List<Object> options() {
    return List.of(this);
  }

  /** What models of other sorts have not, so that these options mean nothing there. */
  default String whatOthersLack() {
    return "has no such options";
  }

  /**
   * Says, in one line, why options of another sort are refused for a model of this one.
   *
   * @param model null of a file
   * @param job of the other sort
   * @param options names of them
   */
  default String refusal(TrainedModel<?> model, ModelJob job, String options) {
    return "A %s %s: leave out %s.".formatted(title(), job.whatOthersLack(), options);
  }

  /** Fails on what can be told from these options alone. */
  default void check() {}
}
