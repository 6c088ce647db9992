package io.partita.report.plot;

import java.util.List;
import java.util.stream.Stream;

/**
 * The plots of a data set's page, in its order. All but a few read what {@code partita stats} has
 * counted; a data set that lacks a table has no rows for its plots, and they are left out.
 */
public final class Plots {
  /** All of them. */
  public static final List<Plot> ALL =
      Stream.of(TrackPlots.ALL, MidiPlots.ALL, AudioPlots.ALL).flatMap(List::stream).toList();

  private Plots() {}
}
