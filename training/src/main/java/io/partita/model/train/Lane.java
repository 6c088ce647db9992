package io.partita.model.train;

import io.partita.nn.optim.Fitting;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One worker's round: batch after batch into a network, and what its updates were. Before each
 * batch the noise (dropout) is seeded by the batch's own seed, so that a batch has the same noise
 * wherever and however often it is trained on. The network's iteration counts updates, not batches.
 */
final class Lane {
  private final Fitting fitting;
  private final int worker;
  private final List<Update> updates = new ArrayList<>();
  private double lossNats;
  private long predictions;
  private long copiedBytes;

  /**
   * @param worker 0 to workers - 1
   */
  Lane(Fitting fitting, int worker) {
    this.fitting = fitting;
    this.worker = worker;
  }

  /** Trains on a batch of {@link Epoch}. */
  void train(MultiDataSet batch) {
    BatchPlace place = BatchPlace.of(batch);
    long copied = fitting.copied();
    Nd4j.getRandom().setSeed(place.noiseSeed());
    double loss = fitting.fit(batch, (double) place.predictions(), place.completesUpdate());
    copiedBytes += fitting.copied() - copied;
    lossNats += loss * (double) place.predictions();
    predictions += place.predictions();
    if (place.completesUpdate()) {
      updates.add(
          new Update(
              worker,
              updates.size(),
              lossNats,
              predictions,
              fitting.updater().gradientNorm(),
              copiedBytes,
              place.endsRound()));
      lossNats = 0;
      copiedBytes = 0;
      predictions = 0;
    }
  }

  /** All so far. */
  List<Update> updates() {
    return List.copyOf(updates);
  }
}
