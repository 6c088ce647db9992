package io.partita.model.evaluate;

import io.partita.model.examples.FileExample;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/** Examples that a model is measured on and that are in its training data, too. */
public final class SameExamples {
  /** What tells examples apart, with an order and a hash that arrays have not. */
  public interface Key<E> extends Serializable {
    String of(E example);
  }

  private SameExamples() {}

  /** The same of arrays of values 0 to 65535. */
  public static long count(JavaRDD<int[]> held, JavaRDD<int[]> train) {
    return count(held, train, SameExamples::text);
  }

  /**
   * How many of some examples are equal to one of others. The workers look, and spill to disk.
   *
   * @param key equal for equal examples
   */
  public static <E> long count(JavaRDD<E> held, JavaRDD<E> train, Key<E> key) {
    JavaPairRDD<String, Long> seen =
        train.map(key::of).distinct().mapToPair(text -> new Tuple2<>(text, 0L));
    return held.mapToPair(example -> new Tuple2<>(key.of(example), 1L))
        .reduceByKey(Long::sum)
        .join(seen)
        .values()
        .map(Tuple2::_1)
        .fold(0L, Long::sum);
  }

  /**
   * How many examples of each file are equal to one of others; files without any are absent.
   *
   * @param held values 0 to 65535
   * @param train values 0 to 65535
   */
  public static Map<List<String>, Long> countByFile(
      JavaRDD<FileExample<int[]>> held, JavaRDD<int[]> train) {
    JavaPairRDD<String, Long> seen =
        train.map(SameExamples::text).distinct().mapToPair(text -> new Tuple2<>(text, 0L));
    return held.mapToPair(of -> new Tuple2<>(text(of.example()), of.file()))
        .join(seen)
        .mapToPair(found -> new Tuple2<>(found._2._1, 1L))
        .reduceByKey(Long::sum)
        .collectAsMap();
  }

  /** Equal for equal examples, and with an order and a hash that arrays have not. */
  private static String text(int[] example) {
    char[] text = new char[example.length];
    for (int i = 0; i < text.length; i++) {
      text[i] = (char) example[i];
    }
    return new String(text);
  }
}
