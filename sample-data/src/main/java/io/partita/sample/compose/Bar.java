package io.partita.sample.compose;

/**
 * One bar of a song.
 *
 * @param onset its downbeat in pulses, 960 a quarter note
 * @param numerator of its time signature
 * @param denominator of its time signature, 4 or 8
 * @param first the chord on the downbeat
 * @param second the chord from the middle of the bar on; the first again in most bars
 * @param tonic the key's tonic here as a pitch class, 0–11
 */
public record Bar(
    long onset, int numerator, int denominator, Chord first, Chord second, int tonic) {
  public static final int PULSES_PER_QUARTER = 960;
  public static final int PULSES_PER_STEP = PULSES_PER_QUARTER / 4;

  /** Sixteenth notes in the bar. */
  public int steps() {
    return numerator * 16 / denominator;
  }

  long end() {
    return onset + (long) steps() * PULSES_PER_STEP;
  }

  /** The chord that sounds at a sixteenth of the bar. */
  Chord chordAt(int step) {
    return step * 2 < steps() ? first : second;
  }
}
