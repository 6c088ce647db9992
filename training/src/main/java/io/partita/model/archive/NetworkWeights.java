package io.partita.model.archive;

import io.partita.model.TrainableModel;
import io.partita.nn.optim.Optimizer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The numbers of a trained network, all of them finite, as an archive holds them: no more than its
 * memory until a network is made of them.
 *
 * @param parameters in DL4J's order, as many as {@link TrainableModel#parameters()}
 * @param updaterState Adam's, twice as many; null where only the weights were asked for
 */
@SuppressWarnings("ArrayRecordComponent") // weights are never compared
public record NetworkWeights(float[] parameters, float[] updaterState) {

  /** The network, to score, to sample, to encode or to decode. */
  public ComputationGraph network(TrainableModel<?> model) {
    return with(model.network(0, model.optimizer()));
  }

  /**
   * The network in the middle of its training.
   *
   * @param seed of the training
   * @param iteration updates that were made
   */
  public ComputationGraph network(
      TrainableModel<?> model, long seed, Optimizer optimizer, long iteration) {
    ComputationGraph network = with(model.network(seed, optimizer));
    network.getUpdater().setStateViewArray(Nd4j.createFromArray(updaterState));
    network.getConfiguration().setIterationCount(Math.toIntExact(iteration));
    return network;
  }

  private ComputationGraph with(ComputationGraph network) {
    putInto(network);
    return network;
  }

  /** Gives a network of as many parameters these. */
  public void putInto(ComputationGraph network) {
    network.setParams(Nd4j.createFromArray(parameters));
  }
}
