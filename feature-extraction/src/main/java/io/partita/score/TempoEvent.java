package io.partita.score;

/**
 * A tempo set at a tick, by an event of any track.
 *
 * @param tick from the start
 * @param track the 0-based track that holds it
 * @param microsPerQuarter 1 to 16777215; 500000 is 120 beats a minute
 */
public record TempoEvent(long tick, int track, int microsPerQuarter) {
  /** What holds before the first tempo event (Standard MIDI File 1.0): 120 quarters a minute. */
  public static final int DEFAULT_MICROS_PER_QUARTER = 500_000;

  static final int MAX_MICROS_PER_QUARTER = 0xFFFFFF;

  /** Quarter notes per minute. */
  public double bpm() {
    return 60e6 / microsPerQuarter;
  }
}
