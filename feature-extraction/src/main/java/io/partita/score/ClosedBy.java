package io.partita.score;

import io.partita.Labelled;

/** What ended a note. */
public enum ClosedBy implements Labelled {
  NOTE_OFF,
  NOTE_ON_VELOCITY_0,
  /** Nothing: the note was still sounding when its track ended. */
  TRACK_END;

  /** Two bits for the packed form of a note. */
  int code() {
    return switch (this) {
      case NOTE_OFF -> 0;
      case NOTE_ON_VELOCITY_0 -> 1;
      case TRACK_END -> 2;
    };
  }

  static ClosedBy ofCode(int code) {
    return switch (code) {
      case 0 -> NOTE_OFF;
      case 1 -> NOTE_ON_VELOCITY_0;
      default -> TRACK_END;
    };
  }
}
