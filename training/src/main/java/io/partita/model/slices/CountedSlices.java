package io.partita.model.slices;

import io.partita.drum.DrumDensity;
import io.partita.drum.DrumMarkov;
import io.partita.model.examples.Examples;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/** Models of the voices of slices that are counted by the workers, who spill to disk. */
final class CountedSlices {
  private CountedSlices() {}

  static DrumMarkov markov(Examples<int[]> train) {
    JavaRDD<Long> grams =
        train
            .byNumber()
            .flatMap(slice -> DrumMarkov.seen(slice._1, slice._2).iterator())
            .mapToPair(seen -> new Tuple2<>(seen.gram(), seen))
            .reduceByKey(DrumMarkov.Seen::plus)
            .mapToPair(seen -> new Tuple2<>(DrumMarkov.history(seen._1), seen._2))
            .reduceByKey(DrumMarkov.Seen::moreFrequent)
            .map(seen -> seen._2.gram());
    return new DrumMarkov(collected(grams));
  }

  static DrumDensity density(Examples<int[]> train, int classes) {
    JavaPairRDD<Long, Long> counts =
        train
            .byNumber()
            .values()
            .flatMap(slice -> Arrays.stream(DrumDensity.grams(slice)).iterator())
            .mapToPair(gram -> new Tuple2<>(gram, 1L))
            .reduceByKey(Long::sum)
            .sortByKey();
    return new DrumDensity(classes, collected(counts.keys()), collected(counts.values()));
  }

  /** Boxed, they would take several times the room on the driver. */
  private static long[] collected(JavaRDD<Long> longs) {
    List<long[]> parts = longs.mapPartitions(part -> List.of(unboxed(part)).iterator()).collect();
    return parts.stream().flatMapToLong(LongStream::of).toArray();
  }

  private static long[] unboxed(Iterator<Long> part) {
    LongStream.Builder longs = LongStream.builder();
    part.forEachRemaining(longs::add);
    return longs.build().toArray();
  }
}
