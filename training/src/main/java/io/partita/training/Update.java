package io.partita.training;

import java.io.Serializable;
import java.util.List;

/**
 * What one update of one worker was.
 *
 * @param worker 0 to workers - 1
 * @param number of this worker's updates in the round, from 0
 * @param lossNats summed over what was predicted, before the update
 * @param predictions number of what was predicted
 */
record Update(int worker, int number, double lossNats, long predictions) implements Serializable {
  /** For each prediction, over all updates. */
  static double meanLossNats(List<Update> updates) {
    double loss = updates.stream().mapToDouble(Update::lossNats).sum();
    return loss / updates.stream().mapToLong(Update::predictions).sum();
  }

  /** For each prediction, over every worker's first update. */
  static double firstLossNats(List<Update> updates) {
    return meanLossNats(updates.stream().filter(update -> update.number() == 0).toList());
  }

  /** How many the most diligent worker made. */
  static int madeByAWorker(List<Update> updates) {
    return updates.stream().mapToInt(Update::number).max().orElse(-1) + 1;
  }
}
