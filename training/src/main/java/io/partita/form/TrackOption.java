package io.partita.form;

import io.partita.grid.TrackChoice;
import picocli.CommandLine.Option;

/** Whose notes are cut. */
final class TrackOption {
  static final String NAME = "--track";

  @Option(
      names = NAME,
      paramLabel = "NAME|NUMBER",
      description = "Track of the melodies, by name or by number from 0 (default: all).")
  private String text;

  /** Null for all tracks. */
  TrackChoice choice() {
    return text == null ? null : new TrackChoice(text);
  }
}
