package io.partita.model.train;

import io.partita.model.archive.FilesBeside;
import io.partita.model.archive.Metric;
import io.partita.model.archive.ModelCard;
import io.partita.model.archive.ModelFolder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * What a training leaves in its model's folder: the card of the last checkpoint with its weights,
 * the best ones beside them, and the metrics, which may be ahead.
 */
final class Checkpoints {
  private static final long WRITE_METRICS_NANOS = 5_000_000_000L;

  private final ModelFolder folder;
  private final Selection selection;
  private final long every;
  private final Training.Listener listener;
  private final List<Metric> metrics = new ArrayList<>();
  private ModelCard card;
  private ModelCard.Best best;
  private int stale;
  private long metricsWrittenNanos;

  /**
   * @param card with any state and network
   * @param every iterations from one to the next, at least
   * @param listener is told of what was written
   */
  Checkpoints(
      ModelFolder folder,
      ModelCard card,
      Selection selection,
      long every,
      Training.Listener listener) {
    this.folder = folder;
    this.card = card;
    this.selection = selection;
    this.every = every;
    this.listener = listener;
  }

  /** Of the last checkpoint. */
  ModelCard card() {
    return card;
  }

  /** Makes a network that is not trained yet the folder's model. */
  void begin(ComputationGraph network) throws IOException {
    card = folder.save(card, ModelCard.State.BEGINNING, network);
    removeOthers();
  }

  /**
   * Goes on from a checkpoint of the folder.
   *
   * @param measured until then, and maybe beyond
   * @return its state
   */
  ModelCard.State goOnFrom(ModelCard found, List<Metric> measured) throws IOException {
    ModelCard.State state = found.state().stopped(ModelCard.State.TRAINING);
    best = selection.kept(found.best());
    card =
        found
            .resumedBy(card.provenance().backend())
            .at(state, found.network(), found.average(), best);
    if (state.iteration() == 0) {
      removeOthers(); // if this model's beginning was cut short
    }
    measured.stream()
        .filter(metric -> metric.iteration() <= state.iteration())
        .forEach(metrics::add);
    stale = selection.stale(best, metrics);
    return state;
  }

  /** Removes what another model left. */
  private void removeOthers() throws IOException {
    new FilesBeside(folder).install(Map.of());
  }

  /** Whether no better weights have come for too long; then {@link #outcomeOfPatience} says so. */
  boolean isPatienceOver() {
    return stale >= selection.patience();
  }

  String outcomeOfPatience() {
    return selection.outcome(best);
  }

  boolean isDue(long iteration) {
    return iteration - card.state().iteration() >= every;
  }

  /** Whether this is the place of the last checkpoint. */
  boolean has(ModelCard.State place) {
    return place.iteration() == card.state().iteration();
  }

  /** Keeps a metric, and writes all of them now and then. */
  void take(Metric metric) throws IOException {
    metrics.add(metric);
    if (System.nanoTime() - metricsWrittenNanos > WRITE_METRICS_NANOS) {
      writeMetrics();
      metricsWrittenNanos = System.nanoTime();
    }
  }

  private void writeMetrics() throws IOException {
    folder.write(metrics);
    listener.measured(card, metrics);
  }

  /**
   * Saves the weights of a place; those that were validated become the best if they are.
   *
   * @param average of the weights, or null
   */
  void save(ModelCard.State place, ComputationGraph network, MovingAverage average)
      throws IOException {
    writeMetrics();
    ModelCard.NetworkFile last = folder.add(place.iteration(), network);
    ModelCard.NetworkFile averaged =
        average == null ? null : folder.add(place.iteration(), average.network());
    best = selection.best(best, place.metric(), averaged == null ? last : averaged);
    stale = selection.stale(best, metrics);
    publish(card.at(place, last, averaged, best));
  }

  /** Leaves the last checkpoint, whose card now says how training ended. */
  ModelCard end(String outcome) throws IOException {
    // of rounds whose weights are in no checkpoint, as training diverged after them
    metrics.removeIf(metric -> metric.iteration() > card.state().iteration());
    writeMetrics();
    publish(card.at(card.state().stopped(outcome), card.network(), card.average(), card.best()));
    return card;
  }

  private void publish(ModelCard next) throws IOException {
    card = next;
    folder.publish(card);
    listener.saved(card, metrics);
  }
}
