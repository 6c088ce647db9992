package io.partita.models;

import io.partita.model.ModelKind;
import io.partita.training.TrainedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * What {@code generate} does with models of one kind. Its annotated fields, if any, are the options
 * that only they have.
 */
public interface Generator<M> {
  ModelKind<M> kind();

  /** Of help: what such a model makes, and of what. */
  List<String> help();

  /** What it makes, as {@code drum loops}. */
  String product();

  /** Fails on what can be told from these options alone. */
  default void check() {}

  /** Makes the generations about so long, where their length can be chosen. */
  default void last(double seconds) {}

  /**
   * Writes all generations.
   *
   * @param written is told of each file
   */
  void run(GenerateOptions options, TrainedModel<M> trained, Consumer<Path> written)
      throws IOException;
}
