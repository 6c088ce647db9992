package io.partita.model.train;

import io.partita.AtInput;
import io.partita.SplitMix64;
import io.partita.model.Augmentation;
import io.partita.model.TrainableModel;
import io.partita.model.examples.Examples;
import io.partita.model.examples.WorkerJvm;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.PartitionPruningRDD;
import org.nd4j.linalg.dataset.MultiDataSet;
import scala.Tuple2;
import scala.runtime.AbstractFunction1;

/**
 * One epoch's examples in the epoch's own order, shuffled once: a partition holds what one worker
 * trains on in one round. A round reads its own partitions of the shuffle and nothing else.
 */
final class Epoch<E> {
  private final EpochLayout layout;
  private final JavaRDD<E> shuffled;
  private final long seed;

  /**
   * @param seed of this epoch's order
   */
  Epoch(Examples<E> examples, EpochLayout layout, long seed) {
    this.layout = layout;
    this.seed = seed;
    this.shuffled =
        inOrder(examples, layout, seed)
            .repartitionAndSortWithinPartitions(new ByRoundAndWorker(layout))
            .values();
  }

  private static <E> JavaPairRDD<Long, E> inOrder(
      Examples<E> examples, EpochLayout layout, long seed) {
    Augmentation<E> augmentation = examples.augmentation();
    boolean arePlaced = examples.placed() != null;
    JavaPairRDD<Long, E> found =
        arePlaced ? examples.placed().of(seed, layout) : examples.byNumber();
    Permutation order = arePlaced ? null : new Permutation(examples.count(), seed);
    long used = layout.examplesUsed();
    return found
        .mapToPair(
            example ->
                new Tuple2<>(
                    arePlaced ? example._1 : order.placeOf(example._1),
                    trained(augmentation, example, seed)))
        .filter(example -> example._1 < used);
  }

  /**
   * @param augmentation or null for the example as it is
   * @param example by its number, or its place
   * @param seed of the epoch
   */
  private static <E> E trained(Augmentation<E> augmentation, Tuple2<Long, E> example, long seed) {
    return augmentation == null
        ? example._2
        : augmentation.of(example._2, SplitMix64.of(seed, example._1));
  }

  int rounds() {
    return layout.rounds();
  }

  /**
   * The batches of some updates of one round, a partition for each worker.
   *
   * @param from the first update, from 0
   * @param to the first update that they are not of
   */
  JavaRDD<org.nd4j.linalg.dataset.api.MultiDataSet> round(
      int round, TrainableModel<E> model, int from, int to) {
    int workers = layout.workers();
    int batch = layout.batch();
    int accumulate = layout.accumulate();
    long roundSeed = SplitMix64.of(seed, round);
    String place = "round " + round + ", worker ";
    return PartitionPruningRDD.create(shuffled.rdd(), new OfRound(round, workers))
        .toJavaRDD()
        .mapPartitionsWithIndex(
            (worker, examples) -> {
              WorkerJvm.prepare();
              return new Batches<>(
                  place + worker,
                  examples,
                  batch,
                  accumulate,
                  model,
                  SplitMix64.of(roundSeed, worker),
                  from,
                  to);
            },
            true);
  }

  /**
   * The batches of one round of a single worker, brought here.
   *
   * @param from the first update, from 0
   */
  Iterator<org.nd4j.linalg.dataset.api.MultiDataSet> collectRound(
      int round, TrainableModel<E> model, int from) {
    List<E> examples = shuffled.collectPartitions(new int[] {round})[0];
    return new Batches<>(
        "round " + round + ", worker 0",
        examples.iterator(),
        layout.batch(),
        layout.accumulate(),
        model,
        SplitMix64.of(SplitMix64.of(seed, round), 0),
        from,
        Integer.MAX_VALUE);
  }

  private static final class ByRoundAndWorker extends Partitioner {
    private final EpochLayout layout;

    ByRoundAndWorker(EpochLayout layout) {
      this.layout = layout;
    }

    @Override
    public int numPartitions() {
      return layout.partitions();
    }

    @Override
    public int getPartition(Object place) {
      return layout.partition((Long) place);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof ByRoundAndWorker partitioner && layout.equals(partitioner.layout);
    }

    @Override
    public int hashCode() {
      return layout.hashCode();
    }
  }

  /** True for the partitions of one round. */
  private static final class OfRound extends AbstractFunction1<Object, Object>
      implements Serializable {
    private final int round;
    private final int workers;

    OfRound(int round, int workers) {
      this.round = round;
      this.workers = workers;
    }

    @Override
    public Object apply(Object partition) {
      return (Integer) partition / workers == round;
    }
  }

  /**
   * Examples as arrays, a batch at a time; each part tells the seed of its noise, what it predicts
   * and whether it completes an update, as so many parts do, or the last of a round.
   */
  private static final class Batches<E>
      implements Iterator<org.nd4j.linalg.dataset.api.MultiDataSet> {
    private final String place;
    private final Iterator<E> examples;
    private final int batch;
    private final int accumulate;
    private final TrainableModel<E> model;
    private final long seed;
    private Iterator<MultiDataSet> parts = java.util.Collections.emptyIterator();
    private final int from;
    private final int to;
    private long given;
    private int gathered;
    private int updates;

    /**
     * @param place of the batches, should one fail
     * @param from updates that are left out
     * @param to updates with those
     */
    Batches(
        String place,
        Iterator<E> examples,
        int batch,
        int accumulate,
        TrainableModel<E> model,
        long seed,
        int from,
        int to) {
      this.place = place;
      this.examples = examples;
      this.batch = batch;
      this.accumulate = accumulate;
      this.model = model;
      this.seed = seed;
      this.from = from;
      this.to = to;
    }

    @Override
    public boolean hasNext() {
      while (updates < from && hasMore()) {
        part();
      }
      return updates < to && hasMore();
    }

    private boolean hasMore() {
      return parts.hasNext() || examples.hasNext();
    }

    @Override
    public org.nd4j.linalg.dataset.api.MultiDataSet next() {
      if (!hasNext()) {
        throw new NoSuchElementException("The round has no more examples");
      }
      return AtInput.callUnchecked(place + ", batch " + given, this::part);
    }

    private MultiDataSet part() {
      long noiseSeed = SplitMix64.of(seed, given++);
      if (!parts.hasNext()) {
        parts = model.arrays(nextBatch(), noiseSeed).iterator();
      }
      MultiDataSet part = parts.next();
      boolean endsRound = !hasMore();
      boolean completesUpdate = ++gathered == accumulate || endsRound;
      gathered = completesUpdate ? 0 : gathered;
      updates += completesUpdate ? 1 : 0;
      new BatchPlace(noiseSeed, model.predictions(part), completesUpdate, endsRound).writeOn(part);
      return part;
    }

    private List<E> nextBatch() {
      List<E> next = new ArrayList<>(batch);
      while (next.size() < batch && examples.hasNext()) {
        next.add(examples.next());
      }
      return next;
    }
  }
}
