package io.partita.score;

/**
 * A score as an array [128 pitches, steps], row by row: the velocity of the loudest note that
 * sounds in a step, 0 where none does. A step is an equal part of a quarter note. A note fills the
 * steps from the one nearest to its onset to the one nearest to its offset, and at least one.
 */
public final class PianoRoll {
  /** Rows, by MIDI pitch. */
  public static final int PITCHES = 128;

  private PianoRoll() {}

  /**
   * Steps to the end of the last note.
   *
   * @param perBeat steps per quarter note
   * @throws IllegalStateException for SMPTE divisions
   */
  public static long steps(Score score, int perBeat) {
    long last = 0;
    Notes notes = score.notes();
    for (int i = 0; i < notes.size(); i++) {
      last = Math.max(last, end(score, i, perBeat));
    }
    return last;
  }

  /**
   * The array.
   *
   * @param perBeat steps per quarter note
   * @param drums percussion alone; else everything but percussion
   * @return velocities 0 to 127 at pitch * steps + step
   * @throws IllegalStateException for SMPTE divisions
   * @throws ArithmeticException for more cells than an array has
   */
  public static float[] of(Score score, int perBeat, boolean drums) {
    int steps = Math.toIntExact(steps(score, perBeat));
    float[] roll = new float[Math.multiplyExact(PITCHES, steps)];
    Notes notes = score.notes();
    for (int i = 0; i < notes.size(); i++) {
      if (notes.isDrum(i) == drums) {
        int row = notes.pitch(i) * steps;
        int end = (int) end(score, i, perBeat);
        for (int step = (int) step(score, notes.onsetTick(i), perBeat); step < end; step++) {
          roll[row + step] = Math.max(roll[row + step], notes.velocity(i));
        }
      }
    }
    return roll;
  }

  private static long end(Score score, int note, int perBeat) {
    Notes notes = score.notes();
    return Math.max(
        step(score, notes.offsetTick(note), perBeat),
        step(score, notes.onsetTick(note), perBeat) + 1);
  }

  /** The nearest step, the later one of two. */
  private static long step(Score score, long tick, int perBeat) {
    int perQuarter = score.division().ticksPerQuarter();
    return (2 * tick * perBeat + perQuarter) / (2L * perQuarter);
  }
}
