package io.partita.objective;

import io.partita.model.job.Generation;
import io.partita.model.latent.GivenFile;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * What the examples of models with a latent space are: how a file becomes examples, how they become
 * latent vectors and these examples again, and what is heard, seen and said of them. It has the
 * options of one command, so each job has one of its own.
 *
 * @param <M> models
 * @param <E> an example
 */
public interface LatentForm<M extends LatentModel<E>, E> {
  /** The commands that may have options for such models alone. */
  enum Command {
    RECONSTRUCT,
    INTERPOLATE,
    ENCODE,
    DECODE,
    FIND
  }

  /** Where a command takes one example of a file. */
  enum Place {
    FROM,
    TO,
    WANTED
  }

  /**
   * What a user may choose of a command for such models alone.
   *
   * @param whatOthersLack models of other sorts, see {@link
   *     io.partita.model.job.ModelJob#whatOthersLack}
   * @param options whose annotated fields are the options
   */
  record Choices(String whatOthersLack, List<Object> options) {
    public static final Choices NONE = new Choices("has no such options", List.of());

    public static Choices of(String whatOthersLack, Object... options) {
      return new Choices(whatOthersLack, List.of(options));
    }
  }

  /**
   * How notes are played.
   *
   * @param music as it is played
   * @param fields adds what says so to a JSON file
   */
  record Playing(UnaryOperator<Generation.Music> music, Consumer<Map<String, Object>> fields) {
    static final Playing AS_THEY_ARE = new Playing(music -> music, fields -> {});
  }

  /**
   * An example in a picture.
   *
   * @param remark what is said of it; empty if nothing
   */
  record Shown<E>(String label, String remark, E example) {}

  default Choices choices(Command command) {
    return Choices.NONE;
  }

  /**
   * Names of the options that say where in its two files a path starts and ends.
   *
   * @param from step of the first file
   * @param to step of the second
   * @param stepsPerBar in which they count
   */
  record Starts(String from, String to, int stepsPerBar) {}

  /** How {@code interpolate} is given examples that are not the first of a file; empty if never. */
  default Optional<Starts> starts() {
    return Optional.empty();
  }

  /** Fails on what can be told from the options alone. */
  default void check() {}

  /**
   * One example of a file.
   *
   * @param place the option that says which
   * @throws io.partita.UserException where the file is none of what the model has learnt, or has no
   *     such example
   */
  Excerpt<E> one(GivenFile file, M model, Place place) throws IOException;

  /**
   * The first examples of a file, as many as the options say.
   *
   * @throws io.partita.UserException where the file is none of what the model has learnt
   */
  Excerpt<E> first(GivenFile file, M model) throws IOException;

  /**
   * Fails where a model decodes nothing of a z.
   *
   * @param isAlone whether z is all that there is, rather than that of examples that are given
   */
  default void requireDecodes(M model, boolean isAlone) {}

  /**
   * Decodes latent vectors.
   *
   * @param z [example][latent]
   * @param like for each the example that has what z does not say; none where there are none
   * @param seed of what is drawn
   * @return an example for each
   */
  List<E> decode(M model, ComputationGraph weights, float[][] z, List<E> like, long seed);

  /** Adds the options that say how is decoded to a JSON file. */
  default void addTo(Map<String, Object> provenance) {}

  /** The same for a title, with a comma before it; empty where nothing is to be chosen. */
  default String how(long seed) {
    return "";
  }

  /**
   * Examples one after the other, to be heard.
   *
   * @param beside what they are as loud as; null for as loud as they are
   */
  Generation.Music music(M model, List<E> examples, Generation.Music beside, long seed);

  /** Adds the options of {@link #music} to a JSON file. */
  default void addMusicTo(Map<String, Object> provenance, M model) {}

  /** How {@code interpolate} plays, which its options may say. */
  default Playing playing(M model, long seed) throws IOException {
    return Playing.AS_THEY_ARE;
  }

  /** What an example on a path is, as an object of JSON, and how far from the first of it. */
  Map<String, Object> step(M model, float[] z, E first, E example);

  /** The same in a word for a picture. */
  default String remark(M model, E first, E example) {
    return "";
  }

  /** Examples beside each other, as PNG. */
  byte[] picture(M model, String title, List<Shown<E>> shown);

  /** Originals and what was decoded of them, as PNG. */
  byte[] pictureOfBoth(M model, String title, List<E> originals, List<E> decoded, long seed);

  /** What is between NAME- and .wav of sounds beside the original and the reconstruction. */
  default List<String> moreSounds() {
    return List.of();
  }

  /** Those of {@link #moreSounds()} that there are. */
  default Map<String, Generation.Music> moreSounds(M model, Excerpt<E> original, long seed) {
    return Map.of();
  }
}
