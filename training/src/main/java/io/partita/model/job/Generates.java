package io.partita.model.job;

import io.partita.model.train.TrainedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/** What {@code generate} does with models of one sort. */
public interface Generates extends ModelJob {
  @Override
  default String verb() {
    return "generate";
  }

  /**
   * Writes all generations.
   *
   * @param model null of a file
   * @param written receives the name of each file
   */
  void generate(GenerateOptions options, TrainedModel<?> model, Consumer<Path> written)
      throws IOException;
}
