package io.partita.report;

import java.util.List;

/**
 * A run that made tables of a data set.
 *
 * @param started as the run's own report has it
 * @param tables names of the tables
 */
record ReportRun(
    String command, String runId, String version, String started, List<String> tables) {}
