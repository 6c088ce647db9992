package io.partita.score;

/**
 * A movement of the sustain pedal (controller 64).
 *
 * @param tick from the start
 * @param track the 0-based track that holds it
 * @param port 0 to 127
 * @param channel 0 to 15
 * @param value 0 to 127; 64 and above is down
 */
public record PedalEvent(long tick, int track, int port, int channel, int value) {
  /** On port 0. */
  public PedalEvent(long tick, int track, int channel, int value) {
    this(tick, track, 0, channel, value);
  }
}
