package io.partita.audio;

import java.util.Arrays;

/**
 * Windows of equal length, of clips of any length. Window i begins at value i · hop. What is left
 * at the end, or a whole clip shorter than a window, is padded where it is 80 % of a window at
 * least, and left out otherwise. The values are samples, or frames.
 *
 * @param length values of a window, 1 or more
 * @param hop values from the beginning of a window to that of the next, 1 to {@code length}
 */
public record Windows(int length, int hop) {
  /** The least share of a window that may be filled up with silence: 4 / 5. */
  private static final int SHARE_OF = 4;

  private static final int SHARE_IN = 5;

  public Windows {
    if (length < 1) {
      throw new IllegalArgumentException("A window has a length of 1 or more, not " + length);
    }
    if (hop < 1 || hop > length) {
      throw new IllegalArgumentException("A hop is 1 to " + length + ", not " + hop);
    }
  }

  /** One behind the other. */
  public Windows(int length) {
    this(length, length);
  }

  /** How many windows there are of a clip of {@code n} values; 0 of one that is too short. */
  public long count(long n) {
    return whole(n) + (isPadded(n) ? 1 : 0);
  }

  /** Whether the last window of a clip of {@code n} values is filled up with silence. */
  public boolean isPadded(long n) {
    long rest = n - whole(n) * hop;
    return rest > 0 && SHARE_IN * rest >= (long) SHARE_OF * length;
  }

  /** How many windows of a clip of {@code n} values need no padding. */
  public long whole(long n) {
    return n < length ? 0 : (n - length) / hop + 1;
  }

  /**
   * A window of samples, with zeros where the clip has ended.
   *
   * @param samples of the whole clip
   * @param window from 0 to {@link #count} − 1
   * @return [length]
   */
  public float[] cut(float[] samples, long window) {
    int from = start(samples.length, window);
    return Arrays.copyOfRange(samples, from, from + length);
  }

  /**
   * A window of log-mel frames, with silence where the clip has ended.
   *
   * @param frames [frames][bands] of the whole clip
   * @param window from 0 to {@link #count} − 1
   * @param recipe of the frames
   * @return [bands][length] in a row, as {@link MelWindow} has them
   */
  public float[] cut(float[][] frames, long window, MelRecipe recipe) {
    int from = start(frames.length, window);
    float[][] some = Arrays.copyOfRange(frames, from, from + length);
    for (int frame = Math.min(length, frames.length - from); frame < length; frame++) {
      some[frame] = new float[recipe.nMels()];
      Arrays.fill(some[frame], (float) recipe.silence());
    }
    return MelWindow.of(some);
  }

  private int start(int n, long window) {
    if (window < 0 || window >= count(n)) {
      throw new IllegalArgumentException(
          "There are " + count(n) + " windows of " + length + " in " + n + ", but no " + window);
    }
    return Math.toIntExact(window * hop);
  }
}
