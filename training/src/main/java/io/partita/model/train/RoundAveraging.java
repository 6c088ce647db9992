package io.partita.model.train;

import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaRDDLike;
import org.apache.spark.broadcast.Broadcast;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.spark.api.RDDTrainingApproach;
import org.deeplearning4j.spark.api.Repartition;
import org.deeplearning4j.spark.api.WorkerConfiguration;
import org.deeplearning4j.spark.api.worker.NetBroadcastTuple;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingResult;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingWorker;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * DL4J's parameter averaging for an RDD that is exactly one round: nothing to count, to split or to
 * repartition. The workers' results are weighed by what they predicted and averaged by a {@link
 * PairTree}, where DL4J takes them alike and in the order in which they arrive. What a round sends
 * to the workers is gone from them and from here when it is over.
 */
final class RoundAveraging extends ParameterAveragingTrainingMaster {
  private final Averaged averaged;
  private Broadcast<NetBroadcastTuple> sent;
  private List<Update> updates = List.of();

  RoundAveraging(int workers, int batch, Averaged averaged) {
    super(
        new Builder(workers, batch)
            .batchSizePerWorker(batch)
            .rddTrainingApproach(RDDTrainingApproach.Direct)
            .repartionData(Repartition.Never)
            .storageLevel(null));
    this.averaged = averaged;
  }

  /** Every worker's in the last round, by worker and then in their order. */
  List<Update> updates() {
    return updates;
  }

  @Override
  protected <T, R extends JavaRDDLike<T, R>> long getTotalDataSetObjectCount(
      JavaRDDLike<T, R> round) {
    return round.getNumPartitions();
  }

  @Override
  @SuppressWarnings("unchecked")
  protected <T> JavaRDD<T>[] getSplitRDDs(
      JavaRDD<T> round, int totalObjectCount, int examplesPerObject) {
    return (JavaRDD<T>[]) new JavaRDD<?>[] {round};
  }

  @Override
  public ParameterAveragingTrainingWorker getWorkerInstance(SparkComputationGraph graph) {
    ComputationGraph network = graph.getNetwork();
    INDArray adam = averaged.hasAdam() ? network.getUpdater().getStateViewArray() : null;
    sent =
        graph
            .getSparkContext()
            .broadcast(new NetBroadcastTuple(network.getConfiguration(), network.params(), adam));
    return new RoundWorker(
        sent,
        averaged,
        // As many batches as there are.
        new WorkerConfiguration(
            true, rddDataSetNumExamples, batchSizePerWorker, Integer.MAX_VALUE, 0, false),
        network.getConfiguration().getIterationCount());
  }

  @Override
  protected void processResults(
      SparkDl4jMultiLayer unused,
      SparkComputationGraph graph,
      JavaRDD<ParameterAveragingTrainingResult> results,
      int splitNumber,
      int splits) {
    try {
      Trained mean = new PairTree(results.map(of -> ((RoundWorker.Result) of).trained())).mean();
      mean.into(graph.getNetwork());
      updates = mean.updates();
    } finally {
      sent.destroy();
    }
  }
}
