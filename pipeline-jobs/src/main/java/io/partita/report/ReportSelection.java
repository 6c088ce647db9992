package io.partita.report;

import io.partita.lake.Lake;
import io.partita.lake.LakeVersion;
import io.partita.lake.run.RunOptions;
import io.partita.lake.table.LakeTable;
import io.partita.option.OptionRange;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** What of a lake a report shows, and how much of it. */
final class ReportSelection {
  private static final int MAX_LIST = 10_000;

  @Option(
      names = "--dataset",
      paramLabel = "NAME",
      description = "Data set to show; may be repeated (default: all).")
  private List<String> datasets = List.of();

  @Option(
      names = "--list",
      paramLabel = "N",
      description =
          "Tracks per data set in the searchable list, 0 to "
              + MAX_LIST
              + " (default: ${DEFAULT-VALUE}).")
  private int list = 500;

  @Option(names = "--no-stats", description = "Show existing statistics and compute none.")
  private boolean noStats;

  /** Fails on what can be told from these options alone. */
  void check() {
    OptionRange.require(list >= 0 && list <= MAX_LIST, "--list must be 0 to " + MAX_LIST, list);
  }

  /**
   * Fails where the lake lacks one.
   *
   * @throws io.partita.UserException naming it
   */
  void requireDatasets(Lake lake) throws IOException {
    for (String dataset : datasets) {
      lake.requireDataset(Lake.requireDatasetName(dataset));
    }
  }

  /** Adds what decides the pages to a run. */
  void addTo(RunOptions told) {
    told.decisive("dataset", datasets).decisive("list", list).decisive("no_stats", noStats);
  }

  /** The tables of the data sets to show, as the lake is now. */
  Map<String, Map<LakeTable, LakeVersion.Table>> of(Lake lake) throws IOException {
    Map<String, Map<LakeTable, LakeVersion.Table>> shown = new LinkedHashMap<>(lake.snapshot());
    if (!datasets.isEmpty()) {
      shown.keySet().retainAll(datasets);
    }
    return shown;
  }

  /** How many tracks the list of a data set has at most. */
  int list() {
    return list;
  }

  /** Whether statistics that are missing are counted first. */
  boolean isCounting() {
    return !noStats;
  }
}
