package io.partita.models;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * What commands do with models of one kind that needs Spark, a lake or a command line; {@code
 * Kinds} lists them.
 *
 * @param trainCommand the command that trains a model: a class annotated with its options
 * @param evaluator makes what the command evaluate does, with options as they are by default
 * @param generator makes what the command generate does, likewise; empty where such models make no
 *     music
 */
public record KindJobs(
    Class<?> trainCommand,
    Supplier<Evaluator<?>> evaluator,
    Optional<Supplier<Generator<?>>> generator) {

  /** Of models that make music. */
  public KindJobs(
      Class<?> trainCommand, Supplier<Evaluator<?>> evaluator, Supplier<Generator<?>> generator) {
    this(trainCommand, evaluator, Optional.of(generator));
  }
}
