package io.partita.training;

import io.partita.model.Score;
import io.partita.model.TrainableModel;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Scores a network on examples where they are: on the workers, a batch at a time. */
public final class Scoring {
  private static final int BATCH = 256;

  private Scoring() {}

  /** How a batch of examples is scored. */
  public interface Scorer extends Serializable {
    Score score(ComputationGraph network, List<int[]> examples);
  }

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
      Scorer scorer) {
    Broadcast<INDArray> parameters = spark.broadcast(network.params());
    List<Score> parts =
        examples
            .byNumber()
            .values()
            .mapPartitions(part -> List.of(ofPart(model, parameters, part, scorer)).iterator())
            .collect();
    parameters.destroy();
    return parts.stream().reduce(Score.NONE, Score::plus);
  }

  private static Score ofPart(
      TrainableModel model,
      Broadcast<INDArray> parameters,
      Iterator<int[]> examples,
      Scorer scorer) {
    Score score = Score.NONE;
    if (!examples.hasNext()) {
      return score;
    }
    WorkerJvm.prepare();
    ComputationGraph network = model.network(0, 1);
    network.setParams(parameters.value());
    List<int[]> batch = new ArrayList<>(BATCH);
    while (examples.hasNext()) {
      batch.add(examples.next());
      if (batch.size() == BATCH || !examples.hasNext()) {
        score = score.plus(scorer.score(network, batch));
        batch.clear();
      }
    }
    return score;
  }
}
