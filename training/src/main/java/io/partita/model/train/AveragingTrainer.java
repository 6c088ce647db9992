package io.partita.model.train;

import io.partita.model.TrainableModel;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;

/**
 * Parameter averaging on Spark: each round every worker trains a copy, then copies are averaged.
 */
final class AveragingTrainer<E> implements RoundTrainer<E> {
  private final TrainableModel<E> model;
  private final RoundAveraging averaging;
  private final SparkComputationGraph graph;

  AveragingTrainer(
      JavaSparkContext spark,
      TrainableModel<E> model,
      ComputationGraph network,
      TrainingSettings settings) {
    this.model = model;
    this.averaging = new RoundAveraging(settings.workers(), settings.batch(), settings.averaged());
    this.graph = new SparkComputationGraph(spark, network, averaging);
  }

  @Override
  public List<Update> train(Epoch<E> epoch, int round, int from, int to) {
    graph.fitMultiDataSet(epoch.round(round, model, from, to));
    List<Update> updates = averaging.updates();
    ComputationGraphConfiguration configuration = graph.getNetwork().getConfiguration();
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
