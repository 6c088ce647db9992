package io.partita.drum;

import java.util.Optional;

/**
 * The nine kinds of drums that a drum roll tells apart, as MusicVAE groups the percussion pitches
 * of General MIDI and of Roland's kits. A step of a roll is a mask of nine bits, of which bit
 * {@link #ordinal()} stands for the class; 0 is silence.
 */
public enum DrumClass {
  KICK(0, "kick", 36, 35),
  SNARE(1, "snare", 38, 27, 28, 31, 32, 33, 34, 37, 39, 40, 56, 65, 66, 75, 85),
  CLOSED_HI_HAT(2, "closed hi-hat", 42, 44, 54, 68, 69, 70, 71, 73, 78, 80, 22),
  OPEN_HI_HAT(3, "open hi-hat", 46, 67, 72, 74, 79, 81, 26),
  LOW_TOM(4, "low tom", 45, 29, 41, 43, 61, 64, 84),
  MID_TOM(5, "mid tom", 48, 47, 60, 63, 77, 86, 87),
  HIGH_TOM(6, "high tom", 50, 30, 62, 76, 83),
  CRASH(7, "crash", 49, 52, 55, 57, 58),
  RIDE(8, "ride", 51, 53, 59, 82);

  /** How many classes there are, and bits in a mask. */
  public static final int COUNT = 9;

  /** How many masks there are, silence included. */
  public static final int MASKS = 1 << COUNT;

  private static final DrumClass[] OF_PITCH = new DrumClass[128];

  static {
    for (DrumClass drum : values()) {
      OF_PITCH[drum.pitch] = drum;
      for (int other : drum.otherPitches) {
        OF_PITCH[other] = drum;
      }
    }
  }

  private final int bit;
  private final String title;
  private final int pitch;

  @SuppressWarnings("ImmutableEnumChecker") // Nobody writes to it
  private final int[] otherPitches;

  DrumClass(int number, String title, int pitch, int... otherPitches) {
    this.bit = 1 << number;
    this.title = title;
    this.pitch = pitch;
    this.otherPitches = otherPitches;
  }

  /** For people, as {@code closed hi-hat}. */
  public String title() {
    return title;
  }

  /** The MIDI pitch that a hit of this class is written with, 36 to 51. */
  public int pitch() {
    return pitch;
  }

  /** The class's bit in a mask: 1 of the kick to 256 of the ride. */
  public int bit() {
    return bit;
  }

  /** Whether a mask has a hit of this class. */
  public boolean isIn(int mask) {
    return (mask & bit) != 0;
  }

  /**
   * The class of a pitch of the drum channel; empty for pitches that no class has.
   *
   * @param pitch 0 to 127
   */
  public static Optional<DrumClass> ofPitch(int pitch) {
    return Optional.ofNullable(OF_PITCH[pitch]);
  }
}
