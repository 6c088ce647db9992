package io.partita.token;

import io.partita.score.PitchName;
import java.util.Locale;

/**
 * The five integers that represent a note in schemes of compound tokens: (time, duration, note,
 * instrument, velocity). Time and duration are in 10 ms, duration -1 where the note was never
 * closed; note and velocity are 0 to 127; instrument is the program, or 128 for percussion where
 * the scheme has that.
 */
public final class CompoundNote {
  /** Integers per note. */
  public static final int TOKENS_PER_NOTE = 5;

  /** The duration of a note that was never closed. */
  public static final int UNKNOWN_DURATION = -1;

  static final String MEANING =
      "five numbers a note: time and duration (10 ms, duration -1 if never closed), pitch,"
          + " instrument (128 = drums), velocity";

  private CompoundNote() {}

  /** What a number means by its place among the five. */
  static String name(int token, int position) {
    return switch (position % TOKENS_PER_NOTE) {
      case 0 -> seconds("time", token);
      case 1 -> token == UNKNOWN_DURATION ? "duration unknown" : seconds("duration", token);
      case 2 -> "pitch " + PitchName.of(token).orElseGet(() -> Integer.toString(token));
      case 3 -> token == CompoundTokens.DRUMS ? "drums" : "program " + token;
      default -> "velocity " + token;
    };
  }

  private static String seconds(String what, int hundredths) {
    return String.format(Locale.ROOT, "%s %.2f s", what, hundredths / 100.0);
  }
}
