package io.partita.model.examples;

import io.partita.model.Augmentation;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/**
 * The examples of one split, on the workers only.
 *
 * @param byNumber each example under its number, 0 to count - 1; which number an example has must
 *     not depend on the number of cores or workers
 * @param count number of them
 * @param leftOut count of what gave no example in the data set, by reason
 * @param placed what is trained on instead, made again for each epoch; null where it is these
 *     examples, which then are only scored
 * @param augmentation what is trained on in the place of each, made again for each epoch; null for
 *     the examples themselves. Nothing else goes through it
 * @param <E> an example
 */
public record Examples<E>(
    JavaPairRDD<Long, E> byNumber,
    long count,
    Map<String, Long> leftOut,
    PlacedExamples<E> placed,
    Augmentation<E> augmentation) {
  /** Examples that are trained on themselves, in another order each epoch. */
  public Examples(JavaPairRDD<Long, E> byNumber, long count, Map<String, Long> leftOut) {
    this(byNumber, count, leftOut, null);
  }

  /** Likewise, or of placed ones. */
  public Examples(
      JavaPairRDD<Long, E> byNumber,
      long count,
      Map<String, Long> leftOut,
      PlacedExamples<E> placed) {
    this(byNumber, count, leftOut, placed, null);
  }

  /**
   * The same, each trained on as the augmentation makes it again in each epoch; what else is asked
   * of them, as their figures, is asked of the examples themselves.
   */
  public Examples<E> augmented(Augmentation<E> by) {
    return new Examples<>(byNumber, count, leftOut, placed, by);
  }

  /** How many are trained on in an epoch, with those that do not fill a batch. */
  public long trained() {
    return placed == null ? count : placed.count();
  }

  /**
   * Numbers examples in the order they are in.
   *
   * @param count number of them
   */
  public static <E> Examples<E> of(JavaRDD<E> ordered, long count, Map<String, Long> leftOut) {
    return new Examples<>(ordered.zipWithIndex().mapToPair(Tuple2::swap), count, leftOut);
  }

  /** So many of the examples or all where there are fewer, evenly spread over their numbers. */
  public Examples<E> spread(long most) {
    if (count <= most) {
      return this;
    }
    long all = count;
    return new Examples<>(
        byNumber.filter(example -> isChosen(example._1, most, all)), most, leftOut, placed);
  }

  /** Whether a number begins another of so many equal stretches. */
  private static boolean isChosen(long number, long chosen, long all) {
    return number * chosen / all != (number - 1) * chosen / all || number == 0;
  }

  /** A sentence and a space, or nothing where nothing was left out. */
  public String whatWasLeftOut() {
    return leftOut.isEmpty()
        ? ""
        : leftOut.entrySet().stream()
            .map(reason -> String.format(Locale.ROOT, "%,d %s", reason.getValue(), reason.getKey()))
            .collect(Collectors.joining(", ", "Left out were ", ". "));
  }
}
