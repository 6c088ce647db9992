package io.partita.lake.table;

import io.partita.score.GeneralMidi;
import io.partita.score.PitchName;

/** What the numbers of a plot's first column are called. */
public enum Labels {
  /** They speak for themselves. */
  NONE,
  /** MIDI pitches, 60 = C4. */
  PITCH,
  /** General MIDI programs, 0 to 127. */
  PROGRAM;

  /**
   * The name of a value; the value itself where it has none.
   *
   * @param value as a query gave it
   */
  public String of(String value) {
    if (value == null || !value.matches("\\d{1,3}")) {
      return value;
    }
    int number = Integer.parseInt(value);
    return switch (this) {
      case NONE -> value;
      case PITCH -> PitchName.of(number).orElse(value);
      case PROGRAM -> GeneralMidi.program(number).orElse(value);
    };
  }
}
