package io.partita.model.examples;

import io.partita.lake.run.Progress;
import io.partita.model.ExampleScores;
import io.partita.model.PredictionSums;
import io.partita.model.TrainableModel;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Scores a network on examples where they are: on the workers, a batch at a time. Where there are
 * more cores than partitions, several share the batches of one; what comes out does not depend on
 * how many.
 */
public final class Scoring {
  /** A union of lanes is as deep as they are many. */
  private static final int MOST_LANES = 64;

  private Scoring() {}

  /** The score over all examples, by the model's own measure; parts are added in their order. */
  public static <E> PredictionSums of(
      JavaSparkContext spark,
      TrainableModel<E> model,
      ComputationGraph network,
      Examples<E> examples) {
    return of(spark, model, network, examples, model::score);
  }

  /** The same by another measure. */
  public static <E> PredictionSums of(
      JavaSparkContext spark,
      TrainableModel<?> model,
      ComputationGraph network,
      Examples<E> examples,
      NetworkBatches.Work<E, PredictionSums> scorer) {
    return parts(spark, model, network, examples.byNumber().values(), scorer, Scoring::sum).stream()
        .reduce(PredictionSums.NONE, PredictionSums::plus);
  }

  /**
   * The score of each file; says how far it is.
   *
   * @param examples those of a file one after the other
   * @param figures of the scorer
   */
  public static <E> FileScores byFile(
      JavaSparkContext spark,
      TrainableModel<?> model,
      ComputationGraph network,
      JavaRDD<FileExample<E>> examples,
      List<String> figures,
      NetworkBatches.Work<E, ExampleScores> scorer) {
    LongAccumulator scored = spark.sc().longAccumulator("examples scored");
    NetworkBatches.Work<FileExample<E>, FileScores> ofFiles =
        (weights, batch) -> {
          FileScores scores =
              FileScores.of(
                  batch, scorer.of(weights, batch.stream().map(FileExample::example).toList()));
          scored.add(batch.size());
          return scores;
        };
    long all = examples.count();
    try (Progress progress = new Progress(spark.sc())) {
      progress.next("Scoring", () -> all, "examples", 1, scored.name().get());
      return FileScores.joined(
          figures,
          parts(
              spark,
              model,
              network,
              examples,
              ofFiles,
              batches -> FileScores.joined(figures, batches)));
    }
  }

  /** What a network makes of each batch of examples, in their order. */
  public static <E, R> List<R> each(
      JavaSparkContext spark,
      TrainableModel<?> model,
      ComputationGraph network,
      Examples<E> examples,
      NetworkBatches.Work<E, R> work) {
    return parts(spark, model, network, examples.byNumber().values(), work, batches -> batches)
        .stream()
        .flatMap(List::stream)
        .toList();
  }

  /**
   * What is made of the batches of each partition, in the order of the partitions.
   *
   * @param sum of a partition's batches, in their order
   */
  private static <T, R, S> List<S> parts(
      JavaSparkContext spark,
      TrainableModel<?> model,
      ComputationGraph network,
      JavaRDD<T> examples,
      NetworkBatches.Work<T, R> work,
      Function<List<R>, S> sum) {
    Broadcast<INDArray> parameters = spark.broadcast(network.params());
    int parts = examples.getNumPartitions();
    int cores = Math.min(spark.defaultParallelism(), MOST_LANES);
    int lanes = Math.max(1, cores / Math.max(1, parts));
    JavaRDD<List<R>> inLanes =
        IntStream.range(0, lanes)
            .mapToObj(
                lane ->
                    examples.mapPartitions(
                        part ->
                            List.of(
                                    list(
                                        new NetworkBatches<>(
                                            model, parameters, part, work, lane, lanes)))
                                .iterator()))
            .reduce(JavaRDD::union)
            .orElseThrow();
    List<List<R>> made = inLanes.collect();
    parameters.destroy();
    return IntStream.range(0, parts)
        .mapToObj(part -> sum.apply(dealtBack(every(parts, part, made))))
        .toList();
  }

  /** Each {@code step}th, from one on. */
  private static <R> List<R> every(int step, int first, List<R> all) {
    return IntStream.iterate(first, at -> at < all.size(), at -> at + step)
        .mapToObj(all::get)
        .toList();
  }

  /** The batches of a partition in their order, of which each lane had the next in turn. */
  private static <R> List<R> dealtBack(List<List<R>> lanes) {
    List<R> batches = new ArrayList<>();
    for (int turn = 0; turn < lanes.get(0).size(); turn++) {
      for (List<R> lane : lanes) {
        if (turn < lane.size()) {
          batches.add(lane.get(turn));
        }
      }
    }
    return batches;
  }

  private static PredictionSums sum(List<PredictionSums> batches) {
    return batches.stream().reduce(PredictionSums.NONE, PredictionSums::plus);
  }

  private static <R> List<R> list(Iterator<R> batches) {
    List<R> list = new ArrayList<>();
    batches.forEachRemaining(list::add);
    return list;
  }
}
