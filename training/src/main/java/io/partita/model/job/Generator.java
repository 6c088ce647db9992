package io.partita.model.job;

import io.partita.model.train.TrainedModel;
import io.partita.picture.Picture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/** What {@code generate} does with models of one kind. */
public interface Generator<M> extends KindJob<M>, Generates {
  /** What a model makes, as {@code drum loops}. */
  String product(M model);

  /**
   * The picture of a generation, for a page.
   *
   * @param name path of its files, without their endings
   */
  default Picture picture(String name) {
    return new Picture(name + ".png", null, "Roll of the notes that the model generated.");
  }

  @Override
  default String refusal(TrainedModel<?> model, ModelJob job, String options) {
    return "Model %s makes %s: leave out %s, for %s only."
        .formatted(model.folder().name(), product(model.as(kind()).model()), options, job.titles());
  }

  /** The temperature where none is given. */
  default double temperature() {
    return 1;
  }

  /** Makes the generations about so long, where their length can be chosen. */
  default void last(double seconds) {}

  @Override
  default void generate(GenerateOptions options, TrainedModel<?> model, Consumer<Path> written)
      throws IOException {
    options.requireSeconds(hasSeconds(), title());
    options.usually(temperature());
    run(options, model.as(kind()), written);
  }

  /** Whether {@code --seconds} ends a generation. */
  default boolean hasSeconds() {
    return false;
  }

  /**
   * Writes all generations.
   *
   * @param written is told of each file
   */
  void run(GenerateOptions options, TrainedModel<M> trained, Consumer<Path> written)
      throws IOException;
}
