package io.partita.report.plot;

import io.partita.lake.table.LakeTable;
import io.partita.lake.table.Plot;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The plots of a data set's page, in its order: those that the tables name. All but a few read what
 * {@code partita stats} has counted; a data set that lacks a table has no rows for its plots, and
 * they are left out.
 */
public final class Plots {
  /** What a reader wants to see first; other sections come after these, in the tables' order. */
  private static final List<String> FIRST =
      List.of(
          "Tracks",
          "MIDI files",
          "Notes",
          "Drum loops",
          "Drum performances",
          "Melodies and trios",
          "Catalog",
          "Audio");

  /** All of them. */
  public static final List<Plot> ALL =
      Arrays.stream(LakeTable.values())
          .flatMap(table -> table.spec().plots().stream())
          .sorted(Comparator.comparingInt(Plots::place))
          .toList();

  private Plots() {}

  private static int place(Plot plot) {
    int place = FIRST.indexOf(plot.section());
    return place < 0 ? FIRST.size() : place;
  }
}
