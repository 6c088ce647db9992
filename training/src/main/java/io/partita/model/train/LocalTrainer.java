package io.partita.model.train;

import io.partita.model.TrainableModel;
import io.partita.model.examples.WorkerJvm;
import io.partita.nn.optim.Fitting;
import io.partita.process.DaemonThread;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * Trains in this JVM, on the batches that a single worker would have, in their order: no averaging.
 * The next round's batches are fetched meanwhile.
 */
final class LocalTrainer<E> implements RoundTrainer<E> {
  private final TrainableModel<E> model;
  private final Fitting fitting;
  private final ExecutorService fetcher =
      Executors.newSingleThreadExecutor(DaemonThread.named("partita-fetch"));

  private record Place<E>(Epoch<E> epoch, int round, int from) {}

  private Place<E> ahead;
  private Future<Iterator<MultiDataSet>> fetched;

  LocalTrainer(TrainableModel<E> model, ComputationGraph network) {
    WorkerJvm.prepare();
    this.model = model;
    this.fitting = new Fitting(network);
  }

  @Override
  public List<Update> train(Epoch<E> epoch, int round, int from, int to) {
    Iterator<MultiDataSet> batches = batches(new Place<>(epoch, round, from));
    if (round + 1 < epoch.rounds()) {
      fetch(new Place<>(epoch, round + 1, 0));
    }
    Lane lane = new Lane(fitting, 0);
    while (lane.updates().size() < to - from && batches.hasNext()) {
      lane.train(batches.next());
    }
    return lane.updates();
  }

  private Iterator<MultiDataSet> batches(Place<E> place) {
    if (!place.equals(ahead)) {
      fetch(place);
    }
    try {
      return fetched.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while fetching a batch", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("Cannot read a batch: " + e.getCause().getMessage(), e);
    }
  }

  private void fetch(Place<E> place) {
    ahead = place;
    fetched = fetcher.submit(() -> place.epoch().collectRound(place.round(), model, place.from()));
  }

  @Override
  public ComputationGraph network() {
    return fitting.network();
  }

  @Override
  public void close() {
    fetcher.shutdownNow();
  }
}
