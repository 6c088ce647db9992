package io.partita.midi;

/** What ended a note. */
public enum ClosedBy {
  NOTE_OFF,
  NOTE_ON_VELOCITY_0,
  /** Nothing: the note was still sounding when its track ended. */
  TRACK_END;

  private static final ClosedBy[] VALUES = values();

  static ClosedBy of(int ordinal) {
    return VALUES[ordinal];
  }
}
