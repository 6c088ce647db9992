package io.partita.report;

import java.util.List;

/**
 * All that a report shows, in the order in which it is shown.
 *
 * @param lake folder of the lake
 * @param version of Partita
 */
record ReportContent(String lake, String version, List<DatasetContent> datasets) {}
