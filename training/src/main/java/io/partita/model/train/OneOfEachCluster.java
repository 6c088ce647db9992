package io.partita.model.train;

import io.partita.SplitMix64;
import io.partita.model.examples.ClusterDraw;
import io.partita.model.examples.Examples;
import io.partita.model.examples.PlacedExamples;
import io.partita.model.examples.Steps;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;

/**
 * The examples of one file of each cluster, of another one in another epoch, in the epoch's order;
 * of a file with many only some, others in another epoch. An epoch has as many as there are
 * whichever files are drawn; where it has more, those of the last places wait for another epoch.
 * The driver holds two numbers of each file.
 */
public final class OneOfEachCluster<E> implements PlacedExamples<E> {
  private final JavaPairRDD<Long, E> byNumber;
  private final long[] starts;
  private final int[] counts;
  private final int most;
  private final ClusterDraw draw;

  private OneOfEachCluster(
      JavaPairRDD<Long, E> byNumber, int[] counts, int most, ClusterDraw draw) {
    this.byNumber = byNumber;
    this.counts = counts;
    this.most = most;
    this.draw = draw;
    this.starts = new long[counts.length];
    for (int file = 1; file < counts.length; file++) {
      starts[file] = starts[file - 1] + counts[file - 1];
    }
  }

  /** Examples of one file that follow each other. */
  private record Run(List<String> file, int count) implements Serializable {}

  /**
   * The same examples, of which an epoch takes those of one file of each cluster.
   *
   * @param files of each example in the order of their numbers; the last column tells the content
   * @param clusters of contents; one that is absent is a cluster of its own
   */
  public static <E> Examples<E> of(
      Examples<E> all, JavaRDD<List<String>> files, Map<String, String> clusters) {
    return of(all, files, clusters, Integer.MAX_VALUE);
  }

  /**
   * The same, of each file at most so many in an epoch. Without clusters all files are taken.
   *
   * @param most of a file, 1 or more
   */
  public static <E> Examples<E> of(
      Examples<E> all, JavaRDD<List<String>> files, Map<String, String> clusters, int most) {
    List<Run> runs = new ArrayList<>();
    for (Run run : files.mapPartitions(OneOfEachCluster::runs).collect()) {
      Run last = runs.isEmpty() ? null : runs.get(runs.size() - 1);
      if (last != null && last.file().equals(run.file())) {
        runs.set(runs.size() - 1, new Run(run.file(), last.count() + run.count()));
      } else {
        runs.add(run);
      }
    }
    ClusterDraw draw =
        ClusterDraw.of(
            runs.stream()
                .map(run -> clusters.isEmpty() ? run.file().toString() : cluster(run, clusters))
                .toList());
    int[] counts = runs.stream().mapToInt(Run::count).toArray();
    return new Examples<>(
        all.byNumber(),
        all.count(),
        all.leftOut(),
        new OneOfEachCluster<>(all.byNumber(), counts, most, draw));
  }

  private static String cluster(Run run, Map<String, String> clusters) {
    String content = run.file().get(run.file().size() - 1);
    return clusters.getOrDefault(content, content);
  }

  private static Iterator<Run> runs(Iterator<List<String>> files) {
    List<Run> runs = new ArrayList<>();
    List<String> file = null;
    int count = 0;
    while (files.hasNext()) {
      List<String> next = files.next();
      if (file != null && !next.equals(file)) {
        runs.add(new Run(file, count));
        count = 0;
      }
      file = next;
      count++;
    }
    if (file != null) {
      runs.add(new Run(file, count));
    }
    return runs.iterator();
  }

  @Override
  public long count() {
    return draw.least(Arrays.stream(counts).map(this::taken).toArray());
  }

  private int taken(int count) {
    return Math.min(count, most);
  }

  @Override
  public JavaPairRDD<Long, E> of(long seed, Steps steps) {
    BitSet drawn = draw.drawn(seed);
    long[] offsets = new long[counts.length];
    long total = 0;
    for (int file = 0; file < counts.length; file++) {
      offsets[file] = drawn.get(file) ? total : -1;
      total += drawn.get(file) ? taken(counts[file]) : 0;
    }
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(byNumber.context());
    Broadcast<long[]> firsts = spark.broadcast(starts);
    Broadcast<long[]> places = spark.broadcast(offsets);
    Permutation order = new Permutation(Math.max(1, total), seed);
    long used = steps.steps() * steps.workers() * steps.batch();
    int[] sizes = counts;
    int limit = most;
    return byNumber
        .mapToPair(
            example -> {
              int at = Arrays.binarySearch(firsts.value(), example._1);
              int file = at < 0 ? -at - 2 : at;
              long offset = places.value()[file];
              long within =
                  within(example._1 - firsts.value()[file], sizes[file], limit, seed, file);
              boolean isTaken = offset >= 0 && within < limit;
              return new Tuple2<>(
                  isTaken ? order.placeOf(offset + within) : Long.MAX_VALUE, example._2);
            })
        .filter(example -> example._1 < used);
  }

  /** The place of an example among those of its file: their own order where all are taken. */
  private static long within(long number, int count, int most, long seed, int file) {
    return count <= most
        ? number
        : new Permutation(count, SplitMix64.of(seed, file)).placeOf(number);
  }
}
