package io.partita.report;

import io.partita.report.clip.Clip;
import io.partita.report.clip.Figure;
import java.util.List;

/**
 * A model's loops to be heard beside real ones.
 *
 * @param model as the user names it
 * @param dataset of the real ones
 * @param figures of all its loops beside those of the data set's
 * @param clips a loop each, with the real one that is nearest to it
 */
record Audition(String model, String dataset, List<Figure> figures, List<Clip> clips) {}
