package io.partita.report;

import io.partita.midi.GeneralMidi;
import java.util.List;

/** What the numbers of a plot's first column are called. */
public enum Labels {
  /** They speak for themselves. */
  NONE,
  /** Pitch classes, 0 = C. */
  KEY,
  /** MIDI pitches, 60 = C4. */
  PITCH,
  /** General MIDI programs, 0 to 127. */
  PROGRAM,
  /** 0 = minor, 1 = major. */
  MODE;

  private static final List<String> PITCH_CLASSES =
      List.of("C", "C♯", "D", "D♯", "E", "F", "F♯", "G", "G♯", "A", "A♯", "B");

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
      case KEY -> number < PITCH_CLASSES.size() ? PITCH_CLASSES.get(number) : value;
      case PITCH -> PITCH_CLASSES.get(number % PITCH_CLASSES.size()) + (number / 12 - 1);
      case PROGRAM -> number < 128 ? GeneralMidi.programName(number) : value;
      case MODE -> number == 0 ? "minor" : number == 1 ? "major" : value;
    };
  }
}
