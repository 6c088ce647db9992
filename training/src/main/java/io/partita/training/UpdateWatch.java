package io.partita.training;

import org.apache.spark.TaskContext;
import org.apache.spark.util.CollectionAccumulator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.spark.api.TrainingHook;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Around each update of a worker: seeds the noise (dropout) by the batch's own seed, so that a
 * batch has the same noise wherever and however often it is trained on, and reports the loss. It
 * also tells the worker's network at which iteration it is: DL4J's copy of a graph's configuration
 * begins at 0 again, and with it Adam's bias correction.
 */
final class UpdateWatch implements TrainingHook {
  private final CollectionAccumulator<Update> reported;
  private int iteration;
  private int updates;

  UpdateWatch(CollectionAccumulator<Update> reported) {
    this.reported = reported;
  }

  /** Before a round is sent out: the iteration at which every worker begins it. */
  void beginAt(int iteration) {
    this.iteration = iteration;
  }

  @Override
  public void preUpdate(MultiDataSet batch, Model network) {
    if (updates == 0) {
      ((ComputationGraph) network).getConfiguration().setIterationCount(iteration);
    }
    seedNoise(batch);
  }

  static void seedNoise(MultiDataSet batch) {
    Nd4j.getRandom().setSeed((Long) batch.getExampleMetaData().get(0));
  }

  @Override
  public void postUpdate(MultiDataSet batch, Model network) {
    reported.add(
        update(batch, (ComputationGraph) network, TaskContext.getPartitionId(), updates++));
  }

  static Update update(MultiDataSet batch, ComputationGraph network, int worker, int number) {
    long predictions = (Long) batch.getExampleMetaData().get(1);
    return new Update(worker, number, network.score() * predictions, predictions);
  }

  @Override
  public void preUpdate(DataSet batch, Model network) {
    throw new UnsupportedOperationException("Batches are MultiDataSets");
  }

  @Override
  public void postUpdate(DataSet batch, Model network) {
    throw new UnsupportedOperationException("Batches are MultiDataSets");
  }
}
