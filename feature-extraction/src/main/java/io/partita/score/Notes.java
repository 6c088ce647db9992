package io.partita.score;

import java.util.AbstractList;
import java.util.RandomAccess;

/**
 * The notes of a score, immutable, sorted by (onset tick, track, pitch, order of the note ons). A
 * list of {@link Note} for reading code, and a structure of arrays for loops over millions: the
 * accessors by index make no objects.
 */
public final class Notes extends AbstractList<Note> implements RandomAccess {
  final int size;
  final long[] onsetTick;
  final long[] offsetTick;
  final double[] onsetS;
  final double[] durationS;
  final int[] track;

  /** Pitch, velocity, program, channel and closedBy, see {@link #pack}. */
  final int[] packed;

  /** Null where all notes are on port 0. */
  private final byte[] port;

  /**
   * @param port of each note, 0 to 127; null where all are on port 0
   */
  public Notes(
      int size,
      long[] onsetTick,
      long[] offsetTick,
      int[] track,
      byte[] port,
      int[] packed,
      TempoMap tempos) {
    this.size = size;
    this.onsetTick = onsetTick;
    this.offsetTick = offsetTick;
    this.track = track;
    this.port = port;
    this.packed = packed;
    this.onsetS = new double[size];
    this.durationS = new double[size];
    tempos.noteSeconds(size, onsetTick, offsetTick, onsetS, durationS);
  }

  public static int pack(int pitch, int velocity, int program, int channel) {
    return pitch | velocity << 7 | program << 14 | channel << 21;
  }

  public static int withClosedBy(int packed, ClosedBy closedBy) {
    return packed | closedBy.code() << 25;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public Note get(int i) {
    return new Note(
        track(i),
        port(i),
        channel(i),
        program(i),
        pitch(i),
        velocity(i),
        onsetTick(i),
        offsetTick(i),
        onsetS(i),
        durationS(i),
        closedBy(i));
  }

  public int track(int i) {
    return track[i];
  }

  public int port(int i) {
    return port == null ? 0 : port[i];
  }

  public int channel(int i) {
    return packed[i] >> 21 & 0xF;
  }

  public boolean isDrum(int i) {
    return channel(i) == Note.DRUM_CHANNEL;
  }

  public int program(int i) {
    return packed[i] >> 14 & 0x7F;
  }

  public int pitch(int i) {
    return packed[i] & 0x7F;
  }

  public int velocity(int i) {
    return packed[i] >> 7 & 0x7F;
  }

  public long onsetTick(int i) {
    return onsetTick[i];
  }

  public long offsetTick(int i) {
    return offsetTick[i];
  }

  public double onsetS(int i) {
    return onsetS[i];
  }

  public double durationS(int i) {
    return durationS[i];
  }

  public ClosedBy closedBy(int i) {
    return ClosedBy.ofCode(packed[i] >> 25);
  }
}
