package io.partita.midi;

/**
 * A movement of the pitch wheel.
 *
 * @param tick from the start
 * @param track the 0-based track that holds it
 * @param port 0 to 127
 * @param channel 0 to 15
 * @param value -8192 to 8191, 0 for no bend
 * @param rangeSemitones what 8192 bends by: the channel's registered parameter 0 in force, 2
 *     without one
 */
public record PitchBend(
    long tick, int track, int port, int channel, int value, double rangeSemitones) {
  static final int CENTRE = 0x2000;

  /** How far it bends; down is negative. */
  public double semitones() {
    return value * rangeSemitones / CENTRE;
  }
}
