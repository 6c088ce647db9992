package io.partita.model.examples;

import io.partita.model.ExampleScores;
import io.partita.model.PredictionSums;
import io.partita.model.TrainableModel;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Scores a network on examples where they are: on the workers, a batch at a time. */
public final class Scoring {
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
   * The score of each file.
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
    NetworkBatches.Work<FileExample<E>, FileScores> ofFiles =
        (weights, batch) ->
            FileScores.of(
                batch, scorer.of(weights, batch.stream().map(FileExample::example).toList()));
    return FileScores.joined(
        figures,
        parts(
            spark,
            model,
            network,
            examples,
            ofFiles,
            batches -> FileScores.joined(figures, list(batches))));
  }

  /** What a network makes of each batch of examples, in their order. */
  public static <E, R> List<R> each(
      JavaSparkContext spark,
      TrainableModel<?> model,
      ComputationGraph network,
      Examples<E> examples,
      NetworkBatches.Work<E, R> work) {
    return parts(spark, model, network, examples.byNumber().values(), work, Scoring::list).stream()
        .flatMap(List::stream)
        .toList();
  }

  /** What becomes of the batches of a partition, there. */
  private interface Sum<R, S> extends Serializable {
    S of(Iterator<R> batches);
  }

  private static <T, R, S> List<S> parts(
      JavaSparkContext spark,
      TrainableModel<?> model,
      ComputationGraph network,
      JavaRDD<T> examples,
      NetworkBatches.Work<T, R> work,
      Sum<R, S> sum) {
    Broadcast<INDArray> parameters = spark.broadcast(network.params());
    List<S> parts =
        examples
            .mapPartitions(
                part ->
                    List.of(sum.of(new NetworkBatches<>(model, parameters, part, work))).iterator())
            .collect();
    parameters.destroy();
    return parts;
  }

  private static PredictionSums sum(Iterator<PredictionSums> batches) {
    PredictionSums sum = PredictionSums.NONE;
    while (batches.hasNext()) {
      sum = sum.plus(batches.next());
    }
    return sum;
  }

  private static <R> List<R> list(Iterator<R> batches) {
    List<R> list = new ArrayList<>();
    batches.forEachRemaining(list::add);
    return list;
  }
}
