package io.partita.training;

import java.util.Map;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/**
 * The examples of one split, on the workers only.
 *
 * @param byNumber each example under its number, 0 to count - 1; which number an example has must
 *     not depend on the number of cores or workers
 * @param count how many there are
 * @param leftOut what of the data set gave no example, by reason
 */
public record Examples(JavaPairRDD<Long, short[]> byNumber, long count, Map<String, Long> leftOut) {

  /** Numbers examples in the order they stand in. */
  public static Examples of(JavaRDD<short[]> ordered, Map<String, Long> leftOut) {
    JavaPairRDD<Long, short[]> byNumber = ordered.zipWithIndex().mapToPair(Tuple2::swap);
    return new Examples(byNumber, ordered.count(), leftOut);
  }
}
