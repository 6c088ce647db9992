package io.partita.training;

import io.partita.model.archive.ModelCard;
import java.util.Locale;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** What tells that a training has come to nothing: outcomes, or null where all is well. */
final class LostTraining {
  /** A loss of so many times the first is no learning any more. */
  private static final double DIVERGED = 3;

  /** So many numbers are looked at in one go. */
  private static final int CHUNK = 1 << 20;

  private LostTraining() {}

  /**
   * @param at the last place that was good
   * @param first loss of the first update, nats
   */
  static String byLoss(ModelCard.State at, double loss, double first) {
    return Double.isFinite(loss) && loss <= DIVERGED * first
        ? null
        : outcome(at, "the loss is %.3g nats, at first it was %.3g", loss, first);
  }

  /**
   * Looks at every weight, and at the updater's state, without which no training goes on.
   *
   * @param average of the weights, or null
   */
  static String byNumbers(ModelCard.State at, ComputationGraph network, MovingAverage average) {
    String lost = byNumbers(at, network);
    return lost == null && average != null ? byNumbers(at, average.network()) : lost;
  }

  private static String byNumbers(ModelCard.State at, ComputationGraph network) {
    if (!areFinite(network.params())) {
      return outcome(at, "weights are no finite numbers any more");
    }
    return areFinite(network.getUpdater().getStateViewArray())
        ? null
        : outcome(at, "the updater's state is of no finite numbers any more");
  }

  private static boolean areFinite(INDArray array) {
    INDArray row = array.reshape(array.length());
    for (long from = 0; from < row.length(); from += CHUNK) {
      long to = Math.min(row.length(), from + CHUNK);
      for (float number : row.get(NDArrayIndex.interval(from, to)).toFloatVector()) {
        if (!Float.isFinite(number)) {
          return false;
        }
      }
    }
    return true;
  }

  private static String outcome(ModelCard.State at, String how, Object... numbers) {
    return String.format(
            Locale.ROOT,
            ModelCard.State.LOST + " in epoch %d after iteration %d: ",
            at.epoch() + 1,
            at.iteration())
        + String.format(Locale.ROOT, how, numbers);
  }
}
