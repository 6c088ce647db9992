package io.partita.report;

import io.partita.report.plot.DrawnPlot;
import java.util.List;

/**
 * What a report shows of a data set.
 *
 * @param card figures for its card
 * @param notes that a reader must know, as that statistics are outdated
 * @param plots those with something to show
 * @param lists of its tracks
 * @param rejected bars and examples; empty where nothing was rejected
 * @param quality those with something to show
 * @param alike what is known of files that hold the same music; empty where nobody looked
 */
record DatasetContent(
    String name,
    List<Figure> card,
    List<String> notes,
    List<ReportRun> runs,
    List<DrawnPlot> plots,
    List<DrawnPlot> lists,
    List<DrawnPlot> rejected,
    List<DrawnPlot> quality,
    List<DrawnPlot> alike,
    List<TrainingContent> trainings) {}
