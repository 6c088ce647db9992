package io.partita.melody;

import io.partita.score.PitchName;

/**
 * What happens in a sixteenth of a melody, as one of {@link #COUNT} numbers: nothing, so that what
 * sounds goes on and silence stays; the end of what sounds; or the begin of a pitch, A0 to C8.
 */
public final class MelodyLabel {
  /** How many labels there are. */
  public static final int COUNT = 90;

  public static final int NO_EVENT = 0;
  public static final int NOTE_OFF = 1;
  public static final int MIN_PITCH = 21;
  public static final int MAX_PITCH = 108;

  private static final int FIRST_PITCH = 2;

  private MelodyLabel() {}

  /** Whether a MIDI pitch has a label. */
  public static boolean has(int pitch) {
    return pitch >= MIN_PITCH && pitch <= MAX_PITCH;
  }

  /**
   * The label of a pitch.
   *
   * @param pitch 21 to 108
   */
  public static int ofPitch(int pitch) {
    if (!has(pitch)) {
      throw new IllegalArgumentException("A pitch must be 21 to 108, but is " + pitch);
    }
    return pitch - MIN_PITCH + FIRST_PITCH;
  }

  /** Whether a label begins a pitch. */
  public static boolean isPitch(int label) {
    return label >= FIRST_PITCH;
  }

  /**
   * The MIDI pitch that a label begins, 21 to 108.
   *
   * @param label 2 to 89
   */
  public static int pitch(int label) {
    if (!isPitch(label) || label >= COUNT) {
      throw new IllegalArgumentException("A pitch's label must be 2 to 89, but is " + label);
    }
    return label - FIRST_PITCH + MIN_PITCH;
  }

  /**
   * What a person calls it: hold, off, or the pitch as C4.
   *
   * @param label 0 to 89
   */
  public static String name(int label) {
    return switch (label) {
      case NO_EVENT -> "hold";
      case NOTE_OFF -> "off";
      default -> PitchName.of(pitch(label)).orElseThrow();
    };
  }

  static void require(int label) {
    if (label < 0 || label >= COUNT) {
      throw new IllegalArgumentException("A label must be 0 to 89, but is " + label);
    }
  }
}
