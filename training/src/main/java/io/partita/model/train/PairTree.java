package io.partita.model.train;

import io.partita.model.examples.WorkerJvm;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.ContextCleaner;
import org.apache.spark.HashPartitioner;
import org.apache.spark.ShuffleDependency;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/**
 * The mean of the workers' results, made on the executors in a tree of pairs: worker 2k with 2k +
 * 1, what came of them likewise, until there is one. Its order is fixed, so equal results make
 * equal bits wherever they were computed, and nobody ever holds more than two, the driver one.
 */
final class PairTree {
  private final List<Integer> shuffles = new ArrayList<>();
  private final JavaRDD<Trained> root;

  /**
   * @param byWorker one in each partition, whose place is the partition's number
   */
  PairTree(JavaRDD<Trained> byWorker) {
    JavaRDD<Trained> level = byWorker;
    while (level.getNumPartitions() > 1) {
      JavaPairRDD<Integer, Trained> pairs =
          level
              .mapToPair(trained -> new Tuple2<>(trained.place() / 2, trained))
              .partitionBy(new HashPartitioner((level.getNumPartitions() + 1) / 2));
      shuffles.add(((ShuffleDependency<?, ?, ?>) pairs.rdd().dependencies().head()).shuffleId());
      level = pairs.values().mapPartitions(PairTree::meanOfPair);
    }
    this.root = level;
  }

  /** The mean; the files of the tree are deleted afterwards. */
  Trained mean() {
    try {
      return root.collect().get(0);
    } finally {
      if (root.context().cleaner().isDefined()) {
        ContextCleaner cleaner = root.context().cleaner().get();
        shuffles.forEach(shuffle -> cleaner.doCleanupShuffle(shuffle, false));
      }
    }
  }

  private static Iterator<Trained> meanOfPair(Iterator<Trained> pair) {
    WorkerJvm.prepare();
    Trained one = pair.next();
    if (!pair.hasNext()) {
      return List.of(one.alone()).iterator();
    }
    Trained other = pair.next();
    Trained mean = one.place() < other.place() ? one.meanWith(other) : other.meanWith(one);
    return List.of(mean).iterator();
  }
}
