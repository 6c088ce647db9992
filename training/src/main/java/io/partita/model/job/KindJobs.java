package io.partita.model.job;

import java.util.List;
import java.util.function.Supplier;

/**
 * What commands do with models of one kind that needs Spark, a lake or a command line; {@code
 * Kinds} lists them.
 *
 * @param trainCommand the command that trains a model: a class annotated with its options
 * @param jobs each makes what one command does, with options as they are by default: an {@link
 *     Evaluator}, and of the others those that such models can
 */
public record KindJobs(Class<?> trainCommand, List<Supplier<KindJob<?>>> jobs) {}
