package io.partita.token;

import static io.partita.token.CompoundNote.TOKENS_PER_NOTE;
import static io.partita.token.CompoundNote.UNKNOWN_DURATION;

/**
 * The vocabulary of the anticipatory music transformer (Thickstun, Hall, Donahue, Liang 2023,
 * arrival-time encoding): a note is three ids, time, duration and note, without its velocity.
 */
public final class EventIds {
  /** Ids of times, in 10 ms; times are not clipped here. */
  public static final int TIME = 0;

  /** Ids of durations 0 to 999, in 10 ms. */
  public static final int DURATION = 10_000;

  /** Ids of 128 · instrument + pitch, instruments 0 to 128. */
  public static final int NOTE = 11_000;

  public static final int REST = 27_512;
  public static final int CONTROL = 27_513;
  public static final int SEPARATOR = 55_025;
  public static final int AUTOREGRESS = 55_026;
  public static final int ANTICIPATE = 55_027;
  public static final int VOCABULARY_SIZE = 55_028;

  /** The longest duration that has an id, in 10 ms. */
  public static final int MAX_DURATION = 999;

  /** What represents the duration of a note never closed, in 10 ms. */
  public static final int DURATION_OF_UNCLOSED = 25;

  /** The velocity that decoding gives. */
  public static final int VELOCITY = 72;

  private static final int IDS_PER_NOTE = 3;

  private EventIds() {}

  /**
   * Compound tokens as ids.
   *
   * @param tokens five a note
   * @return three ids a note; durations above 999 are cut to 999, and -1 is 25
   */
  public static int[] ofTokens(int[] tokens) {
    int notes = tokens.length / TOKENS_PER_NOTE;
    int[] ids = new int[notes * IDS_PER_NOTE];
    for (int i = 0; i < notes; i++) {
      int from = i * TOKENS_PER_NOTE;
      int to = i * IDS_PER_NOTE;
      int duration = tokens[from + 1];
      ids[to] = TIME + tokens[from];
      ids[to + 1] =
          DURATION
              + (duration == UNKNOWN_DURATION
                  ? DURATION_OF_UNCLOSED
                  : Math.min(duration, MAX_DURATION));
      ids[to + 2] = NOTE + 128 * tokens[from + 3] + tokens[from + 2];
    }
    return ids;
  }

  /** How many durations of compound tokens {@link #ofTokens} cuts. */
  static int truncations(int[] tokens) {
    int count = 0;
    for (int i = 1; i < tokens.length; i += TOKENS_PER_NOTE) {
      count += tokens[i] > MAX_DURATION ? 1 : 0;
    }
    return count;
  }

  /**
   * Ids as compound tokens of velocity 72.
   *
   * @param ids three a note: time, duration, note
   * @throws IllegalArgumentException for an id outside its range, controls and rests among them
   */
  public static int[] toTokens(int[] ids) {
    if (ids.length % IDS_PER_NOTE != 0) {
      throw new IllegalArgumentException(
          "Event ids come in threes (time, duration, note), but there are " + ids.length);
    }
    int notes = ids.length / IDS_PER_NOTE;
    int[] tokens = new int[notes * TOKENS_PER_NOTE];
    for (int i = 0; i < notes; i++) {
      int from = i * IDS_PER_NOTE;
      int to = i * TOKENS_PER_NOTE;
      requireRange("Time", from, ids[from], TIME, Integer.MAX_VALUE);
      requireRange("Duration", from + 1, ids[from + 1], DURATION, DURATION + MAX_DURATION);
      requireRange("Note", from + 2, ids[from + 2], NOTE, REST - 1);
      tokens[to] = ids[from] - TIME;
      tokens[to + 1] = ids[from + 1] - DURATION;
      tokens[to + 2] = (ids[from + 2] - NOTE) % 128;
      tokens[to + 3] = (ids[from + 2] - NOTE) / 128;
      tokens[to + 4] = VELOCITY;
    }
    return tokens;
  }

  private static void requireRange(String name, int index, int id, int min, int max) {
    if (id < min || id > max) {
      throw new IllegalArgumentException(
          name + " id " + id + " at index " + index + " is not in " + min + " to " + max);
    }
  }
}
