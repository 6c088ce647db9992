package io.partita.model.job;

import java.util.List;

/** A kind of model as commands know it. */
public interface KindJobs {
  /** The command that trains one: a class annotated with its options. */
  Class<?> trainer();

  /**
   * What commands do with such models: new jobs, with options as they are by default. An {@link
   * io.partita.model.evaluate.Evaluator}, and of the others those that such models can.
   */
  List<KindJob<?>> jobs();
}
