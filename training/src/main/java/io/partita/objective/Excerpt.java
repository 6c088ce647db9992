package io.partita.objective;

import io.partita.model.job.Generation;
import java.util.List;
import java.util.Map;

/** The part of a file that a model with a latent space is given, as its examples. */
public interface Excerpt<E> {
  /** At least one, one behind the other. */
  List<E> examples();

  /** Its only example, or the first of them. */
  default E example() {
    return examples().get(0);
  }

  /** What of the file its example is, in a sentence, where it is one that is looked for. */
  default String place() {
    return "";
  }

  /** The same for a picture; empty if nothing. */
  default String remark() {
    return "";
  }

  /** Where it is from, for the JSON file. */
  Map<String, Object> origin();

  /** What is heard of the file itself. */
  Generation.Music music();

  /**
   * How near to the examples is what was decoded of them.
   *
   * @param decoded one for each
   * @param seed that it was decoded with
   */
  Comparison compared(List<E> decoded, long seed);

  /**
   * How near originals and what was decoded are.
   *
   * @param fields of the JSON file
   * @param text a line for people
   */
  record Comparison(Map<String, Object> fields, String text) {}
}
