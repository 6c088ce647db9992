package io.partita.model.train;

import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** Trains a network on one round of an epoch after the other. */
interface RoundTrainer extends AutoCloseable {
  /**
   * Trains on one round; afterwards {@link #network} is further by as many iterations as a worker
   * made updates.
   *
   * @return every worker's updates, by worker and then in their order
   */
  List<Update> train(Epoch epoch, int round);

  ComputationGraph network();

  @Override
  void close();
}
