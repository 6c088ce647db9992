package io.partita.model.train;

import io.partita.model.TrainableModel;
import io.partita.model.archive.Metric;
import io.partita.model.archive.ModelCard;
import java.util.List;
import java.util.Locale;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Watches whether a training diverges. Everything that it looks at comes back as null, or as the
 * outcome that says how the training is lost.
 */
final class Divergence {
  /** A loss this many times the first one has diverged. */
  private static final double DIVERGED = 3;

  /**
   * A loss that grows because its own weights grow may come to this many times the first one. An
   * annealed divergence of a posterior adds a few times the first loss at most.
   */
  private static final double RUNAWAY = 100;

  /**
   * First losses closer to 0 than this are taken for it, nats. The zero of a density's loss depends
   * on units, and a multiple of it means nothing.
   */
  private static final double LEAST_NATS = 1;

  /** Numbers looked at in one go. */
  private static final int CHUNK = 1 << 20;

  private final TrainableModel<?> model;
  private final NewWeights<?> newWeights;

  /** The last place that was good. */
  private ModelCard.State good = ModelCard.State.BEGINNING;

  /** Loss of the first update, nats. */
  private double first;

  Divergence(TrainableModel<?> model, NewWeights<?> newWeights) {
    this.model = model;
    this.newWeights = newWeights;
  }

  /** Training has come to a place, and it is good. */
  void passed(ModelCard.State place) {
    good = place;
  }

  /** The loss of the first update of the training, which these are if none came before. */
  double firstLoss(List<Update> updates) {
    first = good.firstLoss() == null ? Update.firstLossNats(updates) : good.firstLoss();
    return first;
  }

  /**
   * By the mean loss of a round. One that is high, but weighted otherwise than the first, does not
   * decide: then the weights after the round do.
   *
   * @param round the round's metric
   */
  String ofRound(Metric round, RoundTrainer<?> trainer) {
    long last = round.iteration() - 1;
    String lost = byLoss(good, round.loss(), first);
    boolean isAnnealed = !model.schedules(last).equals(model.schedules(0));
    return lost != null && Double.isFinite(round.loss()) && isAnnealed
        ? ofWeights(trainer.network(), round.iteration())
        : lost;
  }

  /**
   * By every weight, and the updater's state, without which no training goes on.
   *
   * @param average of the weights, or null
   */
  String ofNumbers(ComputationGraph network, MovingAverage average) {
    String lost = byNumbers(good, network);
    return lost == null && average != null ? byNumbers(good, average.network()) : lost;
  }

  /**
   * By what was validated and, where these are not the last weights themselves, by those. What
   * training has by heart, and what is held out not, is no divergence: then training decides.
   *
   * @param isAverage whether an average was validated, and not the network
   */
  String ofValidation(Metric metric, ComputationGraph network, boolean isAverage) {
    Double validated = metric.validationLoss();
    String lost = validated == null ? null : byLoss(good, validated, first);
    boolean isNumber = validated == null || Double.isFinite(validated);
    return isNumber && (lost != null || validated == null || isAverage)
        ? ofWeights(network, metric.iteration())
        : lost;
  }

  /**
   * By the loss of weights on some examples of training.
   *
   * @param iterations that led to them
   */
  String ofWeights(ComputationGraph network, long iterations) {
    NewWeights.Losses few = newWeights.losses(network, iterations - 1);
    return byLosses(good, few.asAtFirst(), few.asNow(), first);
  }

  /**
   * Compares losses of the same weights: both with the regulariser's weight of the first update.
   *
   * @param at the last place that was good
   * @param first loss of the first update, nats
   */
  static String byLoss(ModelCard.State at, double loss, double first) {
    return byLoss(at, loss, first, DIVERGED);
  }

  /**
   * Compares a loss whose regulariser has another weight than in the first update.
   *
   * @param asAtFirst the loss with the first update's weight, nats
   * @param asNow the loss with the last update's weight, nats
   */
  static String byLosses(ModelCard.State at, double asAtFirst, double asNow, double first) {
    String lost = byLoss(at, asAtFirst, first, DIVERGED);
    return lost == null ? byLoss(at, asNow, first, RUNAWAY) : lost;
  }

  private static String byLoss(ModelCard.State at, double loss, double first, double times) {
    double most = first + (times - 1) * Math.max(Math.abs(first), LEAST_NATS);
    return Double.isFinite(loss) && loss <= most
        ? null
        : outcome(at, "the loss is %.3g nats, at first it was %.3g", loss, first);
  }

  static String byNumbers(ModelCard.State at, ComputationGraph network) {
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
