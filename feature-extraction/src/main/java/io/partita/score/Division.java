package io.partita.score;

/**
 * What a tick is: a fraction of a quarter note (PPQ), or of a video frame (SMPTE), from the
 * header's third field (Standard MIDI File 1.0, header chunk).
 *
 * @param raw the field as an unsigned 16-bit number; above 0x7FFF the high byte is the negated
 *     frame rate and the low byte the ticks per frame
 */
public record Division(int raw) {
  /**
   * Checks the field.
   *
   * @throws IllegalArgumentException if {@code raw} is not a division that {@link #isValid} accepts
   */
  public Division {
    if (!isValid(raw)) {
      throw new IllegalArgumentException(
          "Division must be 1 to 32767 ticks a quarter, or 24, 25, 29 or 30 frames a second of 1 to"
              + " 255 ticks, but is 0x"
              + Integer.toHexString(raw));
    }
  }

  /** Ticks per quarter note, 1 to 32767. */
  public static Division ppq(int ticksPerQuarter) {
    if (ticksPerQuarter < 1 || ticksPerQuarter > 0x7FFF) {
      throw new IllegalArgumentException(
          "Ticks per quarter must be 1 to 32767, but are " + ticksPerQuarter);
    }
    return new Division(ticksPerQuarter);
  }

  /** SMPTE time: 24, 25, 29 (drop frame: 30000/1001) or 30 frames a second, 1 to 255 ticks each. */
  public static Division smpte(int framesPerSecond, int ticksPerFrame) {
    return new Division((-framesPerSecond & 0xFF) << 8 | ticksPerFrame);
  }

  /** Whether the header field denotes a length of time. */
  public static boolean isValid(int raw) {
    if (raw <= 0 || raw > 0xFFFF) {
      return false;
    }
    int frames = -(byte) (raw >> 8);
    return raw < 0x8000
        || ((frames == 24 || frames == 25 || frames == 29 || frames == 30) && (raw & 0xFF) != 0);
  }

  public boolean isSmpte() {
    return raw >= 0x8000;
  }

  /**
   * How many ticks make a quarter note.
   *
   * @throws IllegalStateException for SMPTE divisions
   */
  public int ticksPerQuarter() {
    if (isSmpte()) {
      throw new IllegalStateException(
          "An SMPTE division has no quarter notes: ask isSmpte() first");
    }
    return raw;
  }

  /**
   * 24, 25, 29 or 30; 29 means 30000/1001 frames a second.
   *
   * @throws IllegalStateException for PPQ divisions
   */
  public int framesPerSecond() {
    requireSmpte();
    return -(byte) (raw >> 8);
  }

  /**
   * How many ticks make a frame, 1 to 255.
   *
   * @throws IllegalStateException for PPQ divisions
   */
  public int ticksPerFrame() {
    requireSmpte();
    return raw & 0xFF;
  }

  private void requireSmpte() {
    if (!isSmpte()) {
      throw new IllegalStateException("A PPQ division has no frames: ask isSmpte() first");
    }
  }
}
