package io.partita.drum;

import io.partita.score.Division;
import io.partita.score.Note;
import io.partita.score.Score;
import io.partita.score.ScoreBuilder;
import java.util.List;

/**
 * A slice of a drum roll as music, and how far two of them are apart. A slice is a mask of nine
 * bits for each sixteenth, those of {@link DrumClass}.
 */
public final class DrumLoop {
  private static final int TICKS_PER_QUARTER = 480;
  private static final int MICROS_PER_QUARTER = 500_000; // 120 quarters a minute

  /** Length of a sixteenth in slices that became music. */
  public static final int TICKS_PER_STEP = TICKS_PER_QUARTER / DrumGrid.STEPS_PER_QUARTER;

  /** Of all notes in slices that became music. */
  public static final int VELOCITY = 80;

  private DrumLoop() {}

  /**
   * A slice as MusicVAE plays it: 120 quarters a minute in 4/4, each hit one step long, of velocity
   * 80, on the pitch of its class. The track is as long as the slice, whatever silence ends it.
   *
   * @param steps masks, 0 to 511; may be of any length
   */
  public static Score score(int[] steps) {
    ScoreBuilder score = builder();
    add(score, 0, steps);
    return score.build();
  }

  /** The begin of what MusicVAE plays: 120 quarters a minute in 4/4, and no track yet. */
  public static ScoreBuilder builder() {
    return Score.builder(Division.ppq(TICKS_PER_QUARTER))
        .tempo(0, MICROS_PER_QUARTER)
        .timeSignature(0, 4, 4);
  }

  /** Adds a slice as a track, as {@link #score} has it. */
  public static void add(ScoreBuilder score, int track, int[] steps) {
    for (int step = 0; step < steps.length; step++) {
      requireMask(steps[step]);
      long onsetTick = (long) step * TICKS_PER_STEP;
      for (DrumClass drum : DrumClass.values()) {
        if (drum.isIn(steps[step])) {
          long offsetTick = onsetTick + TICKS_PER_STEP;
          score.note(track, Note.DRUM_CHANNEL, 0, drum.pitch(), VELOCITY, onsetTick, offsetTick);
        }
      }
    }
    score.endTick(track, (long) steps.length * TICKS_PER_STEP);
  }

  /** Slices one after the other. */
  public static int[] joined(List<int[]> slices) {
    int[] joined = new int[slices.stream().mapToInt(slice -> slice.length).sum()];
    int at = 0;
    for (int[] slice : slices) {
      System.arraycopy(slice, 0, joined, at, slice.length);
      at += slice.length;
    }
    return joined;
  }

  /** Hits that one of two slices of equal length has and the other has not. */
  public static int hammingDistance(int[] one, int[] other) {
    requireEqualLength(one, other);
    int distance = 0;
    for (int step = 0; step < one.length; step++) {
      distance += Integer.bitCount(one[step] ^ other[step]);
    }
    return distance;
  }

  /** Steps at which two slices of equal length have the same mask. */
  public static int equalSteps(int[] one, int[] other) {
    requireEqualLength(one, other);
    int equal = 0;
    for (int step = 0; step < one.length; step++) {
      equal += one[step] == other[step] ? 1 : 0;
    }
    return equal;
  }

  static void requireMask(int mask) {
    if (mask < 0 || mask >= DrumClass.MASKS) {
      throw new IllegalArgumentException(
          "A step must be 0 to " + (DrumClass.MASKS - 1) + ", but is " + mask);
    }
  }

  private static void requireEqualLength(int[] one, int[] other) {
    if (one.length != other.length) {
      throw new IllegalArgumentException(
          "Slices must be of one length, but have " + one.length + " and " + other.length);
    }
  }
}
