package io.partita.token.miditok;

/**
 * A note in one number, whose order is that by onset, duration, pitch and velocity: onset and
 * duration of 24 bits each, pitch of 7 and entry of the velocity of 5.
 */
final class PackedNote {
  /** Onsets and durations are below. */
  static final long TICKS = 1 << 24;

  private static final int PITCH_SHIFT = 5;
  private static final int DURATION_SHIFT = 12;
  private static final int ONSET_SHIFT = 36;
  private static final byte[] VELOCITIES = velocities();

  private PackedNote() {}

  /**
   * @param velocity as in the file, 1 to 127; the nearest entry is kept, the louder of two
   */
  static long of(long onset, long duration, int pitch, int velocity) {
    return onset << ONSET_SHIFT
        | duration << DURATION_SHIFT
        | (long) pitch << PITCH_SHIFT
        | VELOCITIES[velocity];
  }

  static int onset(long note) {
    return (int) (note >>> ONSET_SHIFT);
  }

  static int duration(long note) {
    return (int) (note >>> DURATION_SHIFT) & (int) (TICKS - 1);
  }

  static int pitch(long note) {
    return (int) (note >>> PITCH_SHIFT) & 127;
  }

  /** 0 to 31. */
  static int velocityEntry(long note) {
    return (int) note & 31;
  }

  static long withOnset(long note, int onset) {
    return (note & ((1L << ONSET_SHIFT) - 1)) | ((long) onset << ONSET_SHIFT);
  }

  static long withDuration(long note, int duration) {
    return (note & ~((TICKS - 1) << DURATION_SHIFT)) | ((long) duration << DURATION_SHIFT);
  }

  private static byte[] velocities() {
    byte[] table = new byte[128];
    int entry = 0;
    for (int velocity = 0; velocity < table.length; velocity++) {
      while (entry < 31
          && Math.abs(127 * (entry + 2) / 32 - velocity)
              <= Math.abs(127 * (entry + 1) / 32 - velocity)) {
        entry++;
      }
      table[velocity] = (byte) entry;
    }
    return table;
  }
}
