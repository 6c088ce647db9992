package io.partita.models.musicvae;

import io.partita.drum.DrumGrid;
import io.partita.drum.DrumLoop;
import io.partita.drum.DrumMarkov;
import io.partita.model.PredictionSums;
import io.partita.model.musicvae.MusicVaeKind;
import io.partita.training.Examples;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;

/**
 * What simple guesses make of the drum slices that a MusicVAE is to reproduce: always the mask that
 * is most frequent in training, back-off Markov models of order 1 to 4 ({@link DrumMarkov}), and
 * the step a bar earlier.
 */
final class DrumBaselines {
  private DrumBaselines() {}

  /**
   * Counts the steps of some slices and guesses those of others.
   *
   * <p>Counting is spread over the workers, who spill to disk; the driver and each worker then hold
   * 8 bytes for each distinct run of up to 4 steps in training.
   *
   * @param train in the order of the table, which decides between masks that are equally frequent
   * @param held at least one slice, of at least two bars
   * @return shares of right steps, by their names, in the order of {@link MusicVaeKind#baselines};
   *     of all steps, but {@code previous_bar} of those from the second bar on; null where they
   *     need training slices and there are none
   */
  static Map<String, Double> accuracies(JavaSparkContext spark, Examples train, Examples held) {
    Broadcast<DrumMarkov> markov = spark.broadcast(counted(train));
    PredictionSums score =
        held
            .byNumber()
            .values()
            .mapPartitions(part -> List.of(score(markov.value(), part)).iterator())
            .collect()
            .stream()
            .reduce(PredictionSums.NONE, PredictionSums::plus);
    markov.destroy();
    Map<String, Double> accuracies = new LinkedHashMap<>();
    for (int order = 0; order <= DrumMarkov.MAX_ORDER; order++) {
      accuracies.put(
          MusicVaeKind.markov(order),
          train.count() == 0 ? null : score.mean(MusicVaeKind.markov(order)));
    }
    accuracies.put(MusicVaeKind.PREVIOUS_BAR, score.mean(MusicVaeKind.PREVIOUS_BAR));
    return accuracies;
  }

  private static DrumMarkov counted(Examples train) {
    JavaRDD<Long> grams =
        train
            .byNumber()
            .flatMap(slice -> DrumMarkov.seen(slice._1, slice._2).iterator())
            .mapToPair(seen -> new Tuple2<>(seen.gram(), seen))
            .reduceByKey(DrumMarkov.Seen::plus)
            .mapToPair(seen -> new Tuple2<>(DrumMarkov.history(seen._1), seen._2))
            .reduceByKey(DrumMarkov.Seen::moreFrequent)
            .map(seen -> seen._2.gram());
    // Boxed, they would take several times the room on the driver.
    List<long[]> parts = grams.mapPartitions(part -> List.of(unboxed(part)).iterator()).collect();
    return new DrumMarkov(parts.stream().flatMapToLong(LongStream::of).toArray());
  }

  private static long[] unboxed(Iterator<Long> part) {
    LongStream.Builder longs = LongStream.builder();
    part.forEachRemaining(longs::add);
    return longs.build().toArray();
  }

  /** Sums of the slices' shares of right steps. */
  private static PredictionSums score(DrumMarkov markov, Iterator<int[]> slices) {
    Map<String, Double> sums = new HashMap<>();
    long count = 0;
    while (slices.hasNext()) {
      int[] slice = slices.next();
      count++;
      for (int order = 0; order <= DrumMarkov.MAX_ORDER; order++) {
        add(sums, MusicVaeKind.markov(order), markov.right(order, slice), slice.length);
      }
      int later = slice.length - DrumGrid.STEPS_PER_BAR;
      int[] laterBars = Arrays.copyOfRange(slice, DrumGrid.STEPS_PER_BAR, slice.length);
      int[] barsBefore = Arrays.copyOf(slice, later);
      add(sums, MusicVaeKind.PREVIOUS_BAR, DrumLoop.equalSteps(laterBars, barsBefore), later);
    }
    return new PredictionSums(count, sums);
  }

  private static void add(Map<String, Double> sums, String name, int right, int steps) {
    sums.merge(name, (double) right / steps, Double::sum);
  }
}
