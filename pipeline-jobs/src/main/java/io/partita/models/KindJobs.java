package io.partita.models;

import java.util.Optional;

/**
 * What commands do with models of one kind that needs Spark, a lake or a command line. One class
 * each; {@code Kinds} lists them.
 */
public interface KindJobs {
  /** The command that trains a model: a class annotated with its options. */
  Class<?> trainCommand();

  /** What {@code evaluate} does, with options as they are by default. */
  Evaluator<?> evaluator();

  /** What {@code generate} does, likewise; nothing where such models make no music. */
  default Optional<Generator<?>> generator() {
    return Optional.empty();
  }
}
