package io.partita.model.audio;

import io.partita.audio.MelRecipe;
import java.io.Serializable;

/**
 * A window of a file, or why it is left out, or why a file has none.
 *
 * @param track the file's place in {@link AudioRecordings}
 * @param number of the window in the file, from 0
 * @param values the example; null where it is left out
 * @param reason why it is, for people, as {@code files that are silent}; null where it is not
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record AudioWindow(int track, int number, float[] values, String reason)
    implements Serializable {
  static final String TOO_SHORT = "files shorter than 80 % of a window";

  private static final int NUMBER_BITS = 28;

  static AudioWindow of(int track, int number, float[] values) {
    return new AudioWindow(track, number, values, null);
  }

  static AudioWindow none(int track, String reason) {
    return new AudioWindow(track, 0, null, reason);
  }

  /** How long a window is. */
  public static double seconds(AudioInput input) {
    int hop = input.recipe().map(MelRecipe::hop).orElse(1);
    return (double) input.length() * hop / input.sampleRateHz();
  }

  /** What windows, or segments, are sorted by: file, then number. */
  static long key(int track, int number) {
    return ((long) track << NUMBER_BITS) | number;
  }

  /** The file of a key. */
  static int track(long key) {
    return (int) (key >>> NUMBER_BITS);
  }

  /** Whether it is the first that its file gives: each file has one such. */
  boolean isFirst() {
    return number == 0;
  }
}
