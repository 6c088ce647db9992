package io.partita.model.train;

import io.partita.nn.optim.FloatAdamUpdater;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one update of one worker was.
 *
 * @param worker 0 to workers - 1
 * @param number of this worker's updates in the round, from 0
 * @param lossNats summed over what was predicted, before the update
 * @param predictions number of what was predicted
 * @param gradientNorm Euclidean, before clipping; not finite where the update was skipped
 * @param copiedBytes to a GPU and from it; 0 without one
 * @param endsRound whether the round has no more batches for this worker
 */
record Update(
    int worker,
    int number,
    double lossNats,
    long predictions,
    double gradientNorm,
    long copiedBytes,
    boolean endsRound)
    implements Serializable {
  private boolean wasSkipped() {
    return !Double.isFinite(gradientNorm);
  }

  private boolean wasZeroed() {
    return !wasSkipped() && gradientNorm > FloatAdamUpdater.MAX_NORM;
  }

  /**
   * For each prediction, over all updates; without those that were skipped, as they left no trace,
   * unless they are more than half of all: then it is no number.
   */
  static double meanLossNats(List<Update> updates) {
    List<Update> made = updates.stream().filter(update -> !update.wasSkipped()).toList();
    if (2 * made.size() < updates.size()) {
      return Double.NaN;
    }
    double loss = made.stream().mapToDouble(Update::lossNats).sum();
    return loss / made.stream().mapToLong(Update::predictions).sum();
  }

  /** For each prediction, over every worker's first update. */
  static double firstLossNats(List<Update> updates) {
    return meanLossNats(updates.stream().filter(update -> update.number() == 0).toList());
  }

  /** How many the most diligent worker made. */
  static int madeByAWorker(List<Update> updates) {
    return updates.stream().mapToInt(Update::number).max().orElse(-1) + 1;
  }

  /** Whether no worker has more batches in the round; so without any. */
  static boolean endRound(List<Update> updates) {
    long workers = updates.stream().mapToInt(Update::worker).distinct().count();
    return updates.stream().filter(Update::endsRound).count() == workers;
  }

  /** What {@link io.partita.model.archive.Metric#updates()} says. */
  static Map<String, Double> figures(List<Update> updates) {
    Map<String, Double> figures = new LinkedHashMap<>();
    updates.stream()
        .mapToDouble(Update::gradientNorm)
        .filter(Double::isFinite)
        .average()
        .ifPresent(norm -> figures.put("gradient_norm", norm));
    figures.put("skipped", (double) updates.stream().filter(Update::wasSkipped).count());
    figures.put("zeroed", (double) updates.stream().filter(Update::wasZeroed).count());
    updates.stream()
        .mapToLong(Update::copiedBytes)
        .filter(bytes -> bytes > 0)
        .average()
        .ifPresent(bytes -> figures.put("copied_bytes", bytes));
    return figures;
  }
}
