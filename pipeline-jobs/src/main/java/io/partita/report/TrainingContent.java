package io.partita.report;

import io.partita.report.plot.DrawnPlot;
import java.util.List;

/**
 * A training of a model.
 *
 * @param model its folder, as given
 * @param clips that the model generates
 * @param note that says why there is no clip; may be empty
 */
public record TrainingContent(
    String model,
    String runId,
    List<Figure> facts,
    List<DrawnPlot> plots,
    List<Clip> clips,
    String note) {

  /** The same with what the model generates. */
  public TrainingContent with(List<Clip> generated, String remark) {
    return new TrainingContent(model, runId, facts, plots, generated, remark);
  }
}
