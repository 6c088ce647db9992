package io.partita.api;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.model.job.GenerateOptions;
import io.partita.model.job.Generation;
import io.partita.model.job.Generator;
import io.partita.model.job.KindJob;
import io.partita.model.job.Length;
import io.partita.model.train.TrainedModel;
import io.partita.score.Score;
import io.partita.terminal.DidYouMean;
import java.io.IOException;
import java.util.function.Predicate;

/**
 * A trained model in memory. It makes what {@code partita generate} makes with the same model, seed
 * and options, on any machine. Several threads may use it.
 *
 * <pre>{@code
 * Model drums = Partita.model("builtin:drums");
 * Score loop = drums.generate(1, Sampling.usual().temperature(0.9));
 * Files.write(Path.of("loop.mid"), MidiWriter.write(loop));
 * }</pre>
 *
 * <p>Arithmetic is in one thread on the processor, which ND4J is set to for the whole JVM.
 */
public final class Model {
  private final TrainedModel<?> trained;

  Model(TrainedModel<?> trained) {
    this.trained = trained;
  }

  /** As it was given to {@link Partita#model}. */
  public String name() {
    return trained.folder().name();
  }

  /** What people call its kind, as {@code MusicVAE}. */
  public String kind() {
    return trained.kind().title();
  }

  /** Makes music as {@link #generate(long, Sampling)} does by {@link Sampling#usual()}. */
  public Score generate(long seed) throws IOException {
    return generate(seed, Sampling.usual());
  }

  /**
   * Makes music: a drum loop, a melody, a line of notes, a piece.
   *
   * @param seed equal seeds make equal music
   * @return with at least one track; it may have no notes
   * @throws UserException {@code WRONG_MODEL} if the model makes no notes, {@code OPTIONS_EXCLUDE}
   *     if it has no such length, {@code BAD_OPTION} if a number is out of range
   */
  public Score generate(long seed, Sampling sampling) throws IOException {
    return make(Generation.Piece.class, "notes", seed, sampling).score();
  }

  /** Makes sound as {@link #sound(long, Sampling)} does by {@link Sampling#usual()}. */
  public Generation.Sound sound(long seed) throws IOException {
    return sound(seed, Sampling.usual());
  }

  /**
   * Makes sound, as the model has it: {@code partita generate} also removes its mean and sets its
   * loudness.
   *
   * @param seed equal seeds make equal sound
   * @param sampling of which such a model has the temperature alone
   * @throws UserException {@code WRONG_MODEL} if the model makes no sound, {@code OPTIONS_EXCLUDE}
   *     if it samples nothing so, {@code BAD_OPTION} if a number is out of range
   */
  public Generation.Sound sound(long seed, Sampling sampling) throws IOException {
    return make(Generation.Sound.class, "sound", seed, sampling);
  }

  private <T extends Generation.Music> T make(
      Class<T> wanted, String product, long seed, Sampling sampling) throws IOException {
    Generator<?> generator =
        Generator.of(trained)
            .filter(able -> able.makes() == wanted)
            .orElseThrow(
                () ->
                    new UserException(
                        Mistake.WRONG_MODEL,
                        "Model %s is a %s, which makes no %s. Use a %s."
                            .formatted(
                                name(), kind(), product, kinds(able -> able.makes() == wanted))));
    GenerateOptions options = sampling.options(seed);
    if (sampling.length() != null) {
      end(generator, sampling.length());
    }
    generator.check();
    return wanted.cast(generator.first(options, trained).music());
  }

  private void end(Generator<?> generator, Length length) {
    Length.Unit unit = length.unit();
    if (!generator.lengths().contains(unit)) {
      throw new UserException(
          Mistake.OPTIONS_EXCLUDE,
          "Model %s is a %s, which counts no %s. Leave the length out, or use a %s."
              .formatted(
                  name(), kind(), unit.label(), kinds(able -> able.lengths().contains(unit))));
    }
    generator.end(length);
  }

  /** The kinds that can, in a sentence. */
  private static String kinds(Predicate<Generator<?>> able) {
    return DidYouMean.listed(
        Generator.all().stream().filter(able).map(KindJob::title).toList(), "or");
  }
}
