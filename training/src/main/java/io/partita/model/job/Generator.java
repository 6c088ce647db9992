package io.partita.model.job;

import io.partita.lake.run.InputGuard;
import io.partita.model.train.TrainedModel;
import io.partita.output.MusicFiles;
import io.partita.progress.JobLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What {@code generate} does with models of one kind. */
public interface Generator<M> extends KindJob<M>, Generates {
  /**
   * Names of the options by which models continue a file.
   *
   * @param file to continue
   * @param kept bars of it, from the first
   * @param bars to add
   */
  record Continuation(String file, String kept, String bars) {}

  /**
   * The option that says on what alone a piece is played.
   *
   * @param option takes some of the names, with commas between them
   * @param names of instruments and their families
   */
  record Instruments(String option, List<String> names) {}

  /** New ones of all kinds whose models make music, with options as they are by default. */
  static List<Generator<?>> all() {
    return KindJobs.all().flatMap(Generator::of).toList();
  }

  /** A new one of a model's kind; empty where such models make no music. */
  static Optional<Generator<?>> of(TrainedModel<?> model) {
    return model.kind() instanceof KindJobs kind ? of(kind).findFirst() : Optional.empty();
  }

  private static Stream<Generator<?>> of(KindJobs kind) {
    return kind.jobs().stream().filter(Generator.class::isInstance).map(job -> (Generator<?>) job);
  }

  /** What a model makes, as {@code drum loops}. */
  String product(M model);

  @Override
  default String refusal(TrainedModel<?> model, ModelJob job, String options) {
    return "Model %s makes %s: leave out %s, for %s only."
        .formatted(model.folder().name(), product(model.as(kind()).model()), options, job.titles());
  }

  /** Whether such models make slices, for which there are {@link SliceOptions}. */
  default boolean makesSlices() {
    return false;
  }

  /** Whether the tempo of what they make can be given. */
  default boolean takesTempo() {
    return makesSlices();
  }

  /** The temperature where none is given. */
  default double temperature() {
    return 1;
  }

  /** What such models make, {@link Generation.Piece} or {@link Generation.Sound}. */
  default Class<? extends Generation.Music> makes() {
    return Generation.Piece.class;
  }

  /** Makes the generations about so long, where their length can be chosen. */
  default void last(double seconds) {}

  /** Units of a length that ends generations; none where all are equally long. */
  default Set<Length.Unit> lengths() {
    return Set.of();
  }

  /**
   * Ends generations there.
   *
   * @param length in one of {@link #lengths()}
   */
  default void end(Length length) {
    throw new IllegalArgumentException(title() + " counts no " + length.unit().label());
  }

  /** The file that the options say to continue; null if none. */
  default String input() {
    return null;
  }

  /** How such models continue a file; empty where they only begin pieces. */
  default Optional<Continuation> continuation() {
    return Optional.empty();
  }

  /** The instruments that can be chosen; empty where none can. */
  default Optional<Instruments> instruments() {
    return Optional.empty();
  }

  /** The fewest generations of a run that are also drawn in one picture. */
  default int together() {
    return Integer.MAX_VALUE;
  }

  /**
   * Checks options and reads inputs; computes and writes nothing.
   *
   * @throws io.partita.UserException if the options do not suit the model or an input is unusable
   */
  Generations.Prepared prepare(GenerateOptions options, TrainedModel<M> trained) throws IOException;

  private Generations.Prepared prepared(GenerateOptions options, TrainedModel<?> model)
      throws IOException {
    options.requireSeconds(lengths().contains(Length.Unit.SECONDS), title());
    options.slices.requireUsed(makesSlices(), takesTempo(), title());
    if (options.seconds != null) {
      end(new Length(Length.Unit.SECONDS, options.seconds));
    }
    options.usually(temperature());
    return prepare(options, model.as(kind()));
  }

  /** The first generation of the options, of which no file is written. */
  default Generation first(GenerateOptions options, TrainedModel<?> model) throws IOException {
    Generations.Prepared prepared = prepared(options, model);
    options.device.use(model);
    return prepared.begin(model.weights()).each().get(0);
  }

  @Override
  default void generate(GenerateOptions options, TrainedModel<?> model, Consumer<Path> written)
      throws IOException {
    Generations.Prepared prepared = prepared(options, model);
    String all = options.name(model);
    boolean isTogether = options.count >= together();
    MusicFiles files =
        options.files(
            model, InputGuard.of(input()), isTogether ? List.of(all) : List.of(), written);
    options.device.use(model);
    Generations made = prepared.begin(model.weights());
    if (isTogether) {
      files.picture(all, () -> made.together().apply(options.names(model)));
    }
    for (int i = 0; i < options.count; i++) {
      Map<String, Object> provenance = ModelOrigin.of(options.model, model.card());
      write(files, options.name(model, i), made.each().get(i), provenance);
    }
  }

  /** Writes one generation; its JSON file begins with the fields that are given. */
  private static void write(
      MusicFiles files, String name, Generation generation, Map<String, Object> provenance)
      throws IOException {
    files.withdraw(name);
    generation.music().write(files, name);
    files.picture(name, () -> generation.picture().apply(name));
    provenance.putAll(generation.provenance());
    files.provenance(name, provenance);
    if (!generation.remark().isEmpty()) {
      JobLog.say(name + generation.remark());
    }
  }
}
