package io.partita.training;

import io.partita.model.PredictionSums;
import io.partita.model.TrainableModel;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Scores a network on examples where they are: on the workers, a batch at a time. */
public final class Scoring {
  private Scoring() {}

  /** The score over all examples, by the model's own measure. */
  public static PredictionSums of(
      JavaSparkContext spark, TrainableModel model, ComputationGraph network, Examples examples) {
    return of(spark, model, network, examples, model::score);
  }

  /** The score over all examples; parts are added in the examples' order. */
  public static PredictionSums of(
      JavaSparkContext spark,
      TrainableModel model,
      ComputationGraph network,
      Examples examples,
      NetworkBatches.Work<int[], PredictionSums> scorer) {
    Broadcast<INDArray> parameters = spark.broadcast(network.params());
    List<PredictionSums> parts =
        examples
            .byNumber()
            .values()
            .mapPartitions(
                part ->
                    List.of(ofPart(new NetworkBatches<>(model, parameters, part, scorer)))
                        .iterator())
            .collect();
    parameters.destroy();
    return parts.stream().reduce(PredictionSums.NONE, PredictionSums::plus);
  }

  private static PredictionSums ofPart(NetworkBatches<int[], PredictionSums> batches) {
    PredictionSums score = PredictionSums.NONE;
    while (batches.hasNext()) {
      score = score.plus(batches.next());
    }
    return score;
  }
}
