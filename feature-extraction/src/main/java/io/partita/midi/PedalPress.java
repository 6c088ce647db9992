package io.partita.midi;

/**
 * A pedal held down.
 *
 * @param track the 0-based track that presses it
 * @param port 0 to 127
 * @param channel 0 to 15
 * @param controller 64 sustain, 66 sostenuto, 67 soft
 * @param downTick from the start
 * @param upTick from the start; {@code downTick} or later
 * @param isReleased whether the file lifts it; otherwise it ends with its track
 */
public record PedalPress(
    int track,
    int port,
    int channel,
    int controller,
    long downTick,
    long upTick,
    boolean isReleased) {
  PedalPress releasedAt(long tick) {
    return new PedalPress(track, port, channel, controller, downTick, tick, true);
  }
}
