package io.partita.model.train;

import io.partita.nn.optim.Fitting;
import io.partita.nn.vertex.VertexGraph;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.updater.graph.ComputationGraphUpdater;
import org.deeplearning4j.spark.api.WorkerConfiguration;
import org.deeplearning4j.spark.api.worker.NetBroadcastTuple;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingResult;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingWorker;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * DL4J's worker, who trains a copy of the network on a partition of the round: here as a {@link
 * Lane}. The copy is made here, of a graph that may have its parameters in vertices alone, and told
 * its iteration, because DL4J's copy of a graph's configuration begins at 0 again, and with it
 * schedules and Adam's bias correction.
 */
final class RoundWorker extends ParameterAveragingTrainingWorker {
  private final Broadcast<NetBroadcastTuple> sent;
  private final Averaged averaged;
  private final int iteration;
  private transient Fitting fitting;
  private transient Lane lane;

  /**
   * @param network with Adam's state, or without: then Adam begins again
   * @param averaged what of the network is a result
   * @param iteration at which the round begins
   */
  RoundWorker(
      Broadcast<NetBroadcastTuple> network,
      Averaged averaged,
      WorkerConfiguration configuration,
      int iteration) {
    super(network, true, configuration, null, null, null);
    this.sent = network;
    this.averaged = averaged;
    this.iteration = iteration;
  }

  /** DL4J's result, with what it has no place for. */
  static final class Result extends ParameterAveragingTrainingResult {
    private final Trained trained;

    Result(Trained trained) {
      super(trained.parameters(), trained.adam(), 0, null, null, null);
      this.trained = trained;
    }

    Trained trained() {
      return trained;
    }
  }

  @Override
  public ComputationGraph getInitialModelGraph() {
    NetBroadcastTuple before = sent.value();
    ComputationGraph network = new VertexGraph(before.getGraphConfiguration().clone());
    network.init(before.getParameters().unsafeDuplication(), false);
    if (before.getUpdaterState() != null) {
      network.setUpdater(
          new ComputationGraphUpdater(network, before.getUpdaterState().unsafeDuplication()));
    }
    network.getConfiguration().setIterationCount(iteration);
    fitting = new Fitting(network);
    lane = new Lane(fitting, TaskContext.getPartitionId());
    if (!averaged.hasAdam()) {
      fitting.updater().beginAt(iteration);
    }
    return network;
  }

  @Override
  public ParameterAveragingTrainingResult processMinibatch(
      MultiDataSet batch, ComputationGraph network, boolean isLast) {
    lane.train(batch);
    return isLast ? getFinalResult(network) : null;
  }

  @Override
  public Result getFinalResult(ComputationGraph network) {
    NetBroadcastTuple before = sent.value();
    return new Result(
        Trained.of(
            TaskContext.getPartitionId(),
            averaged,
            fitting.network(),
            before.getParameters(),
            before.getUpdaterState(),
            lane.updates()));
  }
}
