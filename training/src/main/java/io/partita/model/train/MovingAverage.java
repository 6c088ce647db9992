package io.partita.model.train;

import io.partita.model.TrainableModel;
import io.partita.model.archive.NetworkWeights;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The exponential moving average of a network's weights: after an update it is decay · average + (1
 * - decay) · weights (Polyak and Juditsky 1992 average all alike). Weights of a round count as
 * often as it has updates.
 */
final class MovingAverage {
  private final double decay;
  private final ComputationGraph network;

  /**
   * @param decay above 0 and below 1
   * @param beginning the average so far, or the weights where training begins
   */
  MovingAverage(double decay, TrainableModel model, float[] beginning) {
    this.decay = decay;
    this.network = new NetworkWeights(beginning, null).network(model);
  }

  /**
   * Takes in the weights after a round.
   *
   * @param updates that each worker made in it
   */
  void take(INDArray weights, int updates) {
    INDArray average = network.params();
    average.subi(weights).muli(Math.pow(decay, updates)).addi(weights);
  }

  /** A network of the average; it has Adam's first state and is not to be trained. */
  ComputationGraph network() {
    return network;
  }
}
