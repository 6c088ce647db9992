package io.partita.score;

import java.util.List;
import java.util.Optional;

/** Names of pitches in ASCII, with sharps: MIDI says nothing of sharps and flats. */
public final class PitchName {
  private static final List<String> CLASSES =
      List.of("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B");

  private PitchName() {}

  /**
   * Name and octave, as {@code C4} of 60.
   *
   * @param pitch other numbers than 0 (C-1) to 127 (G9) have no name
   */
  public static Optional<String> of(int pitch) {
    return ofClass(pitch).map(name -> name + (pitch / CLASSES.size() - 1));
  }

  /**
   * Name without octave, as {@code C} of 60 and of 0.
   *
   * @param pitch a pitch or a pitch class; other numbers than 0 to 127 have no name
   */
  public static Optional<String> ofClass(int pitch) {
    return pitch < 0 || pitch > 127
        ? Optional.empty()
        : Optional.of(CLASSES.get(pitch % CLASSES.size()));
  }
}
