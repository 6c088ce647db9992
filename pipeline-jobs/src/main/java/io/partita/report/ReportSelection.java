package io.partita.report;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.Lake;
import io.partita.lake.LakeVersion;
import io.partita.lake.table.LakeTable;
import io.partita.option.OptionRange;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** What of a lake a report shows, and how much of it. */
final class ReportSelection {
  private static final int MAX_TRACKS = 100;
  private static final int MAX_CLIP_S = 60;
  private static final int MAX_LIST = 10_000;

  @Option(
      names = "--dataset",
      paramLabel = "NAME",
      description = "Data set to show; may be repeated (default: all).")
  private List<String> datasets = List.of();

  @Option(
      names = "--tracks",
      paramLabel = "N",
      description =
          "Tracks with a player, 0 to "
              + MAX_TRACKS
              + "; 0 for no sound (default: ${DEFAULT-VALUE}).")
  private int tracks = 10;

  @Option(
      names = "--clip-s",
      paramLabel = "S",
      description =
          "Seconds of sound of each track, 1 to " + MAX_CLIP_S + " (default: ${DEFAULT-VALUE}).")
  private int clipS = 15;

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

  @Option(
      names = AuditionLoops.OPTION,
      paramLabel = "MODEL",
      description = "Drum model to hear: 24 loops beside the nearest real ones (default: none).")
  private String audition;

  /** Fails on what can be told from these options alone. */
  void check() {
    if (audition != null && !isWithSound()) {
      throw new UserException(
          Mistake.OPTIONS_EXCLUDE, "--tracks 0 leaves out all sound, and --audition is to hear.");
    }
    OptionRange.require(
        tracks >= 0 && tracks <= MAX_TRACKS, "--tracks must be 0 to " + MAX_TRACKS, tracks);
    OptionRange.require(
        clipS >= 1 && clipS <= MAX_CLIP_S, "--clip-s must be 1 to " + MAX_CLIP_S, clipS);
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

  /** The tables of the data sets to show, as the lake is now. */
  Map<String, Map<LakeTable, LakeVersion.Table>> of(Lake lake) throws IOException {
    Map<String, Map<LakeTable, LakeVersion.Table>> shown = new LinkedHashMap<>(lake.snapshot());
    if (!datasets.isEmpty()) {
      shown.keySet().retainAll(datasets);
    }
    return shown;
  }

  /** The drum model whose loops are to be heard; null for none. */
  String audition() {
    return audition;
  }

  /** How many tracks there are to listen to. */
  int tracks() {
    return tracks;
  }

  boolean isWithSound() {
    return tracks > 0;
  }

  /** Seconds of each track. */
  int clipS() {
    return clipS;
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
