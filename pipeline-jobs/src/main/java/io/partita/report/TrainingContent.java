package io.partita.report;

import io.partita.report.clip.Clip;
import io.partita.report.clip.Figure;
import io.partita.report.plot.DrawnPlot;
import java.util.List;

/**
 * A training of a model.
 *
 * @param model its folder, as given
 * @param clips that the model generates, and what it made after its epochs
 * @param note that says why there is nothing to hear; may be empty
 * @param remarks paragraphs of what must be known of the model
 * @param measured of the model, on what it was not trained on
 * @param kept reconstructions
 */
record TrainingContent(
    String model,
    String runId,
    List<Figure> facts,
    List<DrawnPlot> plots,
    List<Clip> clips,
    String note,
    List<String> remarks,
    List<FigureGroup> measured,
    KeptContent kept) {

  /** One of which the lake alone tells. */
  public TrainingContent(
      String model,
      String runId,
      List<Figure> facts,
      List<DrawnPlot> plots,
      List<Clip> clips,
      String note) {
    this(model, runId, facts, plots, clips, note, List.of(), List.of(), KeptContent.NONE);
  }

  /** The same with what there is to hear and to see of the model, and a note. */
  public TrainingContent with(List<Clip> made, String why) {
    return new TrainingContent(model, runId, facts, plots, made, why, remarks, measured, kept);
  }

  /** The same with remarks. */
  public TrainingContent with(List<String> paragraphs) {
    return new TrainingContent(model, runId, facts, plots, clips, note, paragraphs, measured, kept);
  }

  /** The same with figures and reconstructions. */
  public TrainingContent with(List<FigureGroup> figures, KeptContent reconstructions) {
    return new TrainingContent(
        model, runId, facts, plots, clips, note, remarks, figures, reconstructions);
  }
}
