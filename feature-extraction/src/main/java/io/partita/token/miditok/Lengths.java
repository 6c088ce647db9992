package io.partita.token.miditok;

import java.util.ArrayList;
import java.util.List;

/**
 * The lengths that durations and time shifts have: eighths of a beat up to 4 beats, quarters of a
 * beat up to 12. Written as beats, parts of a beat, and how many parts a beat has: {@code 1.4.8}.
 */
final class Lengths {
  static final int COUNT = 64;

  /** Of the longest. */
  static final int MAX_BEATS = 12;

  /** Ticks of a beat where lengths are in eighths of it; beats of 16 ticks double them. */
  static final int EIGHTHS = 8;

  private static final int FINE = 31;

  /** Entries whose length is nearest to as many eighths, up to the longest. */
  private static final byte[] NEAREST = nearest(EIGHTHS);

  private static final byte[] NEAREST_OF_16 = nearest(2 * EIGHTHS);

  /** The longest entry of no more than so many eighths; the first from 1 on. */
  private static final byte[] FLOOR = floor();

  private Lengths() {}

  static List<String> texts() {
    List<String> texts = new ArrayList<>();
    for (int entry = 0; entry < COUNT; entry++) {
      int eighths = eighths(entry);
      boolean fine = entry < FINE;
      int parts = fine ? eighths % 8 : eighths % 8 / 2;
      texts.add(eighths / 8 + "." + parts + (fine ? ".8" : ".4"));
    }
    return texts;
  }

  /** An entry's length in eighths of a beat: 1 to 32 one by one, then every other one to 96. */
  static int eighths(int entry) {
    return entry < FINE ? entry + 1 : 32 + 2 * (entry - FINE);
  }

  /**
   * The entry nearest to a duration, the longer one of two.
   *
   * @param ticks at least 0; above the longest it is that
   * @param beat ticks of a beat, 8 or 16
   */
  static int nearest(long ticks, int beat) {
    byte[] table = beat == EIGHTHS ? NEAREST : NEAREST_OF_16;
    return table[(int) Math.min(ticks, table.length - 1)];
  }

  /** The longest entry of no more than so many eighths, at least 1. */
  static int floor(int eighths) {
    return FLOOR[Math.min(eighths, FLOOR.length - 1)];
  }

  /** Ticks of an entry at a beat of 8 or 16 ticks. */
  static int ticks(int entry, int beat) {
    return eighths(entry) * (beat / EIGHTHS);
  }

  /** The entry that is just so long, or -1 if absent. */
  static int exact(int ticks, int beat) {
    int entry = nearest(ticks, beat);
    return ticks(entry, beat) == ticks ? entry : -1;
  }

  private static byte[] nearest(int beat) {
    byte[] table = new byte[MAX_BEATS * beat + 1];
    int entry = 0;
    for (int ticks = 0; ticks < table.length; ticks++) {
      while (entry + 1 < COUNT
          && Math.abs(ticks(entry + 1, beat) - ticks) <= Math.abs(ticks(entry, beat) - ticks)) {
        entry++;
      }
      table[ticks] = (byte) entry;
    }
    return table;
  }

  private static byte[] floor() {
    byte[] table = new byte[MAX_BEATS * EIGHTHS + 1];
    int entry = 0;
    for (int eighths = 1; eighths < table.length; eighths++) {
      while (entry + 1 < COUNT && eighths(entry + 1) <= eighths) {
        entry++;
      }
      table[eighths] = (byte) entry;
    }
    return table;
  }
}
