package io.partita.report;

import io.partita.report.plot.DrawnPlot;
import java.util.List;

/**
 * A training of a model.
 *
 * @param model its folder, as given
 * @param facts of the table training_runs
 * @param remarks paragraphs of what must be known of the model
 * @param measured of the model, on what it was not trained on
 */
record TrainingContent(
    String model,
    List<Figure> facts,
    List<DrawnPlot> plots,
    List<String> remarks,
    List<FigureGroup> measured) {}
