package io.partita.command;

import io.partita.UserException;
import io.partita.ingest.MinRows;
import io.partita.lake.check.CheckLimits;
import io.partita.lake.table.DatasetTables;
import io.partita.lake.table.LakeTable;
import io.partita.option.OptionRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** What makes a data set fit for its user, beyond what makes it sound. */
final class Requirements {
  @Option(
      names = "--min-rows",
      split = ",",
      paramLabel = "N|TABLE=N",
      completionCandidates = MinRows.MainTables.class,
      description = "Rows that the main table must have, or another one by TABLE=N (default: 1).")
  private List<String> minRows = new ArrayList<>();

  @Option(
      names = "--max-rejected",
      paramLabel = "SHARE",
      description =
          "Share of members that may have been rejected, 0 to 1 (default: ${DEFAULT-VALUE}).")
  private double maxRejected = 0.5;

  @Option(
      names = "--max-suspect",
      paramLabel = "SHARE",
      description =
          "Share of MIDI contents that may be marked suspect, 0 to 1 (default: ${DEFAULT-VALUE}).")
  private double maxSuspect = 0.5;

  @Option(
      names = "--no-leaks",
      description = "Also fail on values in several splits, except in tables of slices.")
  private boolean noLeaks;

  /** Fails on what can be told from these options alone. */
  CheckLimits limits() {
    MinRows.of(minRows);
    requireShare("--max-rejected", maxRejected);
    requireShare("--max-suspect", maxSuspect);
    return new CheckLimits(maxRejected, maxSuspect, noLeaks);
  }

  private static void requireShare(String option, double share) {
    OptionRange.require(share >= 0 && share <= 1, option + " must be 0 to 1", share);
  }

  /**
   * What each table of a kind of data set needs.
   *
   * @param command that made it
   * @throws UserException when a table is named that such a data set never has
   */
  Map<LakeTable, Long> minRows(DatasetTables kind, String command) {
    return MinRows.of(minRows).of(kind, command);
  }
}
