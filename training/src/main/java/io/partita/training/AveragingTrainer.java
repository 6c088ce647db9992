package io.partita.training;

import static java.util.Comparator.comparing;

import io.partita.model.TrainableModel;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.CollectionAccumulator;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;

/**
 * Parameter averaging on Spark: each round every worker trains a copy, then copies are averaged.
 */
final class AveragingTrainer implements RoundTrainer {
  private final TrainableModel model;
  private final CollectionAccumulator<Update> reported = new CollectionAccumulator<>();
  private final UpdateWatch watch = new UpdateWatch(reported);
  private final SparkComputationGraph graph;

  AveragingTrainer(
      JavaSparkContext spark,
      TrainableModel model,
      ComputationGraph network,
      int workers,
      int batch) {
    this.model = model;
    spark.sc().register(reported, "updates");
    this.graph =
        new SparkComputationGraph(spark, network, new RoundAveraging(workers, batch, watch));
  }

  @Override
  public List<Update> train(Epoch epoch, int round) {
    ComputationGraphConfiguration configuration = graph.getNetwork().getConfiguration();
    reported.reset();
    watch.beginAt(configuration.getIterationCount());
    graph.fitMultiDataSet(epoch.round(round, model));
    // A task that was run twice has reported twice.
    List<Update> updates =
        reported.value().stream()
            .distinct()
            .sorted(comparing(Update::worker).thenComparing(Update::number))
            .toList();
    configuration.setIterationCount(
        configuration.getIterationCount() + Update.madeByAWorker(updates));
    return updates;
  }

  @Override
  public ComputationGraph network() {
    return graph.getNetwork();
  }

  @Override
  public void close() {}
}
