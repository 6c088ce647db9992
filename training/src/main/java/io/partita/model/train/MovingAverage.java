package io.partita.model.train;

import io.partita.model.TrainableModel;
import io.partita.model.archive.NetworkWeights;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The exponential moving average of a network's weights (Polyak and Juditsky 1992 average all
 * alike). After update n, from 1, it is d · average + (1 - d) · weights, where d is the smaller of
 * the decay and n / (9 + n): so a training that is short beside 1 / (1 - decay) does not keep the
 * weights that it began with. Weights of a round count as often as it has updates.
 */
final class MovingAverage {
  private final double decay;
  private final ComputationGraph network;
  private long updates;

  /**
   * @param decay above 0 and below 1
   * @param beginning the average so far, or the weights where training begins
   * @param updates that each worker has made, which the average holds
   */
  MovingAverage(double decay, TrainableModel<?> model, float[] beginning, long updates) {
    this.decay = decay;
    this.network = new NetworkWeights(beginning, null).network(model);
    this.updates = updates;
  }

  /**
   * Takes in the weights after a round.
   *
   * @param made updates that each worker made in it
   */
  void take(INDArray weights, int made) {
    double kept = 1;
    for (int update = 0; update < made; update++) {
      updates++;
      kept *= Math.min(decay, updates / (9.0 + updates));
    }
    INDArray average = network.params();
    average.subi(weights).muli(kept).addi(weights);
  }

  /** A network of the average; it has Adam's first state and is not to be trained. */
  ComputationGraph network() {
    return network;
  }
}
