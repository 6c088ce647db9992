package io.partita.report;

import io.partita.report.alike.AlikeGroup;
import io.partita.report.clip.Clip;
import java.util.List;

/**
 * All that a report shows, in the order in which it is shown.
 *
 * @param lake folder of the lake
 * @param version of Partita
 * @param clips tracks to listen to
 * @param alike files that hold the same music, side by side
 * @param latents tracks with what models trained elsewhere make of them
 * @param builtin what a model that comes with Partita plays, where none was trained
 * @param audition loops of a model beside real ones; null for none
 */
record ReportContent(
    String lake,
    String version,
    List<DatasetContent> datasets,
    List<Clip> clips,
    List<AlikeGroup> alike,
    List<Clip> latents,
    List<Clip> builtin,
    Audition audition) {}
