package io.partita.drum;

import java.util.Arrays;

/**
 * The nine kinds of drums that a drum roll tells apart; a {@link DrumMap} says which pitches are
 * which. A step of a roll is a mask of nine bits, of which bit {@link #ordinal()} represents the
 * class; 0 is silence.
 */
public enum DrumClass {
  KICK(0, "kick", 36),
  SNARE(1, "snare", 38),
  CLOSED_HI_HAT(2, "closed hi-hat", 42),
  OPEN_HI_HAT(3, "open hi-hat", 46),
  LOW_TOM(4, "low tom", 45),
  MID_TOM(5, "mid tom", 48),
  HIGH_TOM(6, "high tom", 50),
  CRASH(7, "crash", 49),
  RIDE(8, "ride", 51);

  /** How many classes there are, and bits in a mask. */
  public static final int COUNT = 9;

  /** How many masks there are, silence included. */
  public static final int MASKS = 1 << COUNT;

  private final int number;
  private final String title;
  private final int pitch;

  DrumClass(int number, String title, int pitch) {
    this.number = number;
    this.title = title;
    this.pitch = pitch;
  }

  /** For people, as {@code closed hi-hat}. */
  public String title() {
    return title;
  }

  /** The MIDI pitch that a hit of this class is written with, 36 to 51, whatever the map. */
  public int pitch() {
    return pitch;
  }

  /** The class's place in arrays of all nine: 0 of the kick to 8 of the ride. */
  public int number() {
    return number;
  }

  /**
   * The class of a number.
   *
   * @param number 0 to 8
   */
  public static DrumClass of(int number) {
    return Arrays.stream(values()).filter(drum -> drum.number == number).findFirst().orElseThrow();
  }

  /** The class's bit in a mask: 1 of the kick to 256 of the ride. */
  public int bit() {
    return 1 << number;
  }

  /** Whether a mask has a hit of this class. */
  public boolean isIn(int mask) {
    return (mask >> number & 1) != 0;
  }
}
