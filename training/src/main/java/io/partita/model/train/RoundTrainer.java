package io.partita.model.train;

import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** Trains a network on one round of an epoch after the other. */
interface RoundTrainer<E> extends AutoCloseable {
  /**
   * Trains on the rest of one round; afterwards {@link #network} is further by as many iterations
   * as a worker made updates.
   *
   * @param from updates of each worker that were made in this round before
   * @param to updates of each worker in this round, or fewer where it has fewer
   * @return every worker's updates, by worker and then in their order
   */
  List<Update> train(Epoch<E> epoch, int round, int from, int to);

  ComputationGraph network();

  @Override
  void close();
}
