package io.partita.score;

/**
 * A metre from a tick on.
 *
 * @param tick from the start
 * @param track the 0-based track that holds it
 * @param numerator beats per bar, 1 to 255
 * @param denominator length of a beat: 1, 2, 4 … 128
 * @param clocksPerClick MIDI clocks (24 a quarter) per metronome click, 0 to 255
 * @param notated32ndsPerQuarter written thirty-seconds per MIDI quarter, 8 unless a file says
 *     otherwise
 */
public record TimeSignature(
    long tick,
    int track,
    int numerator,
    int denominator,
    int clocksPerClick,
    int notated32ndsPerQuarter) {

  /** The usual click on every beat of a quarter, eight thirty-seconds a quarter. */
  public static TimeSignature of(long tick, int numerator, int denominator) {
    return new TimeSignature(tick, 0, numerator, denominator, 24, 8);
  }

  /** Length of a bar in quarter notes: 3 for 3/4 and for 6/8. */
  public double quartersPerBar() {
    return 4.0 * numerator / denominator;
  }

  /** As musicians write it: {@code 6/8}. */
  public String text() {
    return numerator + "/" + denominator;
  }
}
