package io.partita.model.train;

import io.partita.model.ModelFigure;
import io.partita.model.archive.Metric;
import io.partita.model.archive.ModelCard;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Which weights of a training become the model, and how long it goes on without better ones. No
 * weights of any iteration depend on it.
 *
 * @param figure of validation that tells better from worse
 * @param isBestKept whether the best weights stay beside the last ones
 * @param patience validations without a better figure after which training stops, at least 1;
 *     {@link #NO_LIMIT} where it goes on
 * @param validateEvery iterations from one validation to the next; 0 for some ends of epochs, see
 *     {@link ValidationPlan}
 * @param ema share that the moving average of the weights keeps in an update, above 0 and below 1;
 *     0 for none
 */
public record Selection(
    ModelFigure figure, boolean isBestKept, int patience, int validateEvery, double ema) {
  public static final int NO_LIMIT = Integer.MAX_VALUE;

  /** The best by a figure, whenever it is. */
  public static Selection best(ModelFigure figure) {
    return new Selection(figure, true, NO_LIMIT, 0, 0);
  }

  /** What decides the weights of the model, by the names of options: nothing but the average. */
  public Map<String, Object> decisive() {
    return ema == 0 ? Map.of() : Map.of("--ema", ema);
  }

  boolean isAveraged() {
    return ema > 0;
  }

  /**
   * The best validation once there is another.
   *
   * @param soFar of this figure or, in a run that chose by another one, of that; may be null
   * @param now may be of a moment at which nothing was validated
   * @param network the file of what was validated
   */
  ModelCard.Best best(ModelCard.Best soFar, Metric now, ModelCard.NetworkFile network) {
    if (now.validation().isEmpty()) {
      return soFar;
    }
    Double value = now.validation().get(figure.figure());
    if (value == null) {
      throw new IllegalStateException("Validation has no figure " + figure.figure());
    }
    boolean isBetter = !isOfThisFigure(soFar) || figure.isBetter(value, soFar.value());
    if (!isBetter || !Double.isFinite(value)) {
      return soFar;
    }
    return kept(new ModelCard.Best(now.iteration(), now.epoch(), figure.figure(), value, network));
  }

  /** A best validation with its network, or without where only the last one is kept. */
  ModelCard.Best kept(ModelCard.Best best) {
    return best == null || isBestKept ? best : best.withoutNetwork();
  }

  /**
   * How many validations there were since the best one.
   *
   * @param metrics of the training so far
   */
  int stale(ModelCard.Best best, List<Metric> metrics) {
    if (!isOfThisFigure(best)) {
      return 0;
    }
    return Math.toIntExact(
        metrics.stream()
            .filter(metric -> metric.iteration() > best.iteration())
            .filter(metric -> !metric.validation().isEmpty())
            .count());
  }

  private boolean isOfThisFigure(ModelCard.Best best) {
    return best != null && best.figure().equals(figure.figure());
  }

  /** How a training ended whose patience is over. */
  String outcome(ModelCard.Best best) {
    return String.format(
        Locale.ROOT,
        "stopped by --patience %d: no %s better than %.4f, of iteration %,d",
        patience,
        best.figure(),
        best.value(),
        best.iteration());
  }
}
