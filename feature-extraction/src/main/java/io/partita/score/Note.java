package io.partita.score;

/**
 * A sounding note: a note on and what closed it.
 *
 * @param track 0-based index of its MIDI track in the file
 * @param port 0 to 127; each has sixteen channels of its own
 * @param channel 0 to 15; 9 is the percussion channel
 * @param program 0 to 127, in force on the port's channel at the note on; 0 until told otherwise
 * @param pitch 0 to 127, 60 = C4
 * @param velocity 1 to 127, of the note on
 * @param onsetTick from the start of the track
 * @param offsetTick from the start of the track, not before {@code onsetTick}
 * @param onsetS onset in seconds from the start, by the score's tempo map
 * @param durationS length in seconds, 0 for a zero-length note
 * @param closedBy kind of what ended it
 */
public record Note(
    int track,
    int port,
    int channel,
    int program,
    int pitch,
    int velocity,
    long onsetTick,
    long offsetTick,
    double onsetS,
    double durationS,
    ClosedBy closedBy) {

  /** The channel that General MIDI gives to percussion, counted from 0. */
  public static final int DRUM_CHANNEL = 9;

  /** On port 0. */
  public Note(
      int track,
      int channel,
      int program,
      int pitch,
      int velocity,
      long onsetTick,
      long offsetTick,
      double onsetS,
      double durationS,
      ClosedBy closedBy) {
    this(
        track,
        0,
        channel,
        program,
        pitch,
        velocity,
        onsetTick,
        offsetTick,
        onsetS,
        durationS,
        closedBy);
  }

  public boolean isDrum() {
    return channel == DRUM_CHANNEL;
  }
}
