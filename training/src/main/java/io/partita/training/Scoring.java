package io.partita.training;

import io.partita.model.Score;
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
  public static Score of(
      JavaSparkContext spark, TrainableModel model, ComputationGraph network, Examples examples) {
    return of(spark, model, network, examples, model::score);
  }

  /** The score over all examples; parts are added in the examples' order. */
  public static Score of(
      JavaSparkContext spark,
      TrainableModel model,
      ComputationGraph network,
      Examples examples,
      NetworkBatches.Work<int[], Score> scorer) {
    Broadcast<INDArray> parameters = spark.broadcast(network.params());
    List<Score> parts =
        examples
            .byNumber()
            .values()
            .mapPartitions(
                part ->
                    List.of(ofPart(new NetworkBatches<>(model, parameters, part, scorer)))
                        .iterator())
            .collect();
    parameters.destroy();
    return parts.stream().reduce(Score.NONE, Score::plus);
  }

  private static Score ofPart(NetworkBatches<int[], Score> batches) {
    Score score = Score.NONE;
    while (batches.hasNext()) {
      score = score.plus(batches.next());
    }
    return score;
  }
}
