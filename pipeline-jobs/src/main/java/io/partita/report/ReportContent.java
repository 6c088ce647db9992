package io.partita.report;

import java.util.List;

/**
 * All that a report shows, in the order in which it is shown.
 *
 * @param lake folder of the lake
 * @param version of Partita
 * @param clips tracks to listen to
 * @param latents tracks with what models trained elsewhere make of them
 */
public record ReportContent(
    String lake,
    String version,
    List<DatasetContent> datasets,
    List<Clip> clips,
    List<Clip> latents) {}
