package io.partita.training;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaRDDLike;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.spark.api.RDDTrainingApproach;
import org.deeplearning4j.spark.api.Repartition;
import org.deeplearning4j.spark.api.TrainingHook;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingResult;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * DL4J's parameter averaging for an RDD that is exactly one round: nothing to count, to split or to
 * repartition. The workers' results are summed in the workers' order, where DL4J takes them in the
 * order in which they arrive, so that equal rounds give equal bits with any number of workers.
 *
 * <p>The driver holds the results of all workers at once: workers · parameters · 12 bytes with
 * Adam.
 */
final class RoundAveraging extends ParameterAveragingTrainingMaster {
  /** The round ends where its RDD does. */
  private static final int UNLIMITED_BATCHES = 1 << 20;

  RoundAveraging(int workers, int batch, TrainingHook hook) {
    super(
        new Builder(workers, batch)
            .batchSizePerWorker(batch)
            .averagingFrequency(UNLIMITED_BATCHES / batch)
            .workerPrefetchNumBatches(0)
            .saveUpdater(true)
            .rddTrainingApproach(RDDTrainingApproach.Direct)
            .repartionData(Repartition.Never)
            .storageLevel(null)
            .trainingHooks(hook));
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
  protected void processResults(
      SparkDl4jMultiLayer unused,
      SparkComputationGraph graph,
      JavaRDD<ParameterAveragingTrainingResult> results,
      int splitNumber,
      int splits) {
    List<Trained> byWorker =
        results.map(of -> new Trained(of.getParameters(), of.getUpdaterState())).collect();
    ComputationGraph network = graph.getNetwork();
    network.setParams(mean(byWorker.stream().map(Trained::parameters).toList()));
    network
        .getUpdater()
        .setStateViewArray(mean(byWorker.stream().map(Trained::updaterState).toList()));
  }

  /** What comes back from a worker: DL4J's own result cannot be sent. */
  private record Trained(INDArray parameters, INDArray updaterState) implements Serializable {}

  private static INDArray mean(List<INDArray> byWorker) {
    INDArray sum = byWorker.get(0);
    for (INDArray of : byWorker.subList(1, byWorker.size())) {
      sum.addi(of);
    }
    return sum.divi(byWorker.size());
  }
}
