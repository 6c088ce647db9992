package io.partita.model.train;

import io.partita.nn.optim.FloatAdamUpdater;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One worker's round: batch after batch into a network, and what its updates were. Before each
 * batch the noise (dropout) is seeded by the batch's own seed, so that a batch has the same noise
 * wherever and however often it is trained on. The network's iteration counts updates, not batches.
 */
final class Lane {
  private final ComputationGraph network;
  private final FloatAdamUpdater updater;
  private final int worker;
  private final List<Update> updates = new ArrayList<>();
  private double lossNats;
  private long predictions;

  /**
   * @param worker 0 to workers - 1
   */
  Lane(ComputationGraph network, int worker) {
    this.network = network;
    this.updater = FloatAdamUpdater.of(network);
    this.worker = worker;
  }

  /**
   * Before the first batch, where Adam's state does not come from the round before: it begins now.
   */
  void beginAdam() {
    updater.beginAt(network.getConfiguration().getIterationCount());
  }

  /** Trains on a batch of {@link Epoch}. */
  void train(MultiDataSet batch) {
    BatchPlace place = BatchPlace.of(batch);
    ComputationGraphConfiguration configuration = network.getConfiguration();
    int iteration = configuration.getIterationCount();
    Nd4j.getRandom().setSeed(place.noiseSeed());
    updater.next((double) place.predictions(), place.completesUpdate());
    network.fit(batch);
    lossNats += network.score() * (double) place.predictions();
    predictions += place.predictions();
    if (place.completesUpdate()) {
      updates.add(
          new Update(
              worker,
              updates.size(),
              lossNats,
              predictions,
              updater.gradientNorm(),
              place.endsRound()));
      lossNats = 0;
      predictions = 0;
    } else {
      configuration.setIterationCount(iteration);
    }
  }

  /** All so far. */
  List<Update> updates() {
    return List.copyOf(updates);
  }
}
