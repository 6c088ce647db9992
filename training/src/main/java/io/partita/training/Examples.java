package io.partita.training;

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
 */
public record Examples(JavaPairRDD<Long, int[]> byNumber, long count, Map<String, Long> leftOut) {

  /**
   * Numbers examples in the order they stand in.
   *
   * @param count number of them
   */
  public static Examples of(JavaRDD<int[]> ordered, long count, Map<String, Long> leftOut) {
    return new Examples(ordered.zipWithIndex().mapToPair(Tuple2::swap), count, leftOut);
  }

  /** So many of the examples or somewhat fewer, evenly spread over their numbers; at least 1. */
  Examples sample(long most) {
    long apart = Math.max(1, (count + most - 1) / Math.max(1, most));
    return new Examples(
        byNumber.filter(example -> example._1 % apart == 0), (count + apart - 1) / apart, leftOut);
  }

  /** So many of the examples or all where there are fewer, evenly spread over their numbers. */
  public Examples spread(long most) {
    if (count <= most) {
      return this;
    }
    long all = count;
    return new Examples(
        byNumber.filter(example -> isChosen(example._1, most, all)), most, leftOut);
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
