package io.partita.model.run;

import io.partita.model.archive.Metric;
import io.partita.picture.TrainingCurves;
import java.util.List;
import java.util.Locale;

/**
 * The losses of a training, for people.
 *
 * @param unit of the losses
 * @param bestEpoch that is marked; NaN for none
 */
public record LossCurve(String title, String unit, List<Metric> metrics, double bestEpoch) {
  public static final String PNG = "curves.png";
  static final String SVG = "curves.svg";

  public byte[] png() {
    return TrainingCurves.png(title, unit, points(), bestEpoch);
  }

  byte[] svg() {
    return TrainingCurves.svg(title, unit, points(), bestEpoch);
  }

  private List<TrainingCurves.Point> points() {
    return metrics.stream()
        .map(
            metric ->
                new TrainingCurves.Point(
                    metric.iteration(),
                    metric.epoch(),
                    metric.loss(),
                    metric.validationLoss() == null ? Double.NaN : metric.validationLoss()))
        .toList();
  }

  /** The validation loss as a command prints it. */
  public static String validation(Metric metric) {
    return metric.validationLoss() == null
        ? "none"
        : String.format(Locale.ROOT, "%.4f", metric.validationLoss());
  }
}
