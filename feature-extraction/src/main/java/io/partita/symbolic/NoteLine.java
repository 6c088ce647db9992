package io.partita.symbolic;

import io.partita.midi.Notes;
import io.partita.midi.Score;
import java.util.Arrays;

/**
 * The pitches of a file's first track that has notes, in the order of their onsets; notes of one
 * onset from low to high. At most the first {@link #MAX_NOTES} of them. Chords become runs, and
 * lengths and rests are lost.
 *
 * <p>Percussion is no exception: where the first track with notes is a drum track, its line is the
 * drums' keys, and notes on channel 9 stand among the others of their track.
 *
 * <p>Takes a file's notes one by one, in the order of {@link Notes} and of the lake's table of
 * notes, and keeps no more of them than the line.
 */
public final class NoteLine {
  public static final int MAX_NOTES = 1000;

  private final short[] pitches = new short[MAX_NOTES];
  private int track = Integer.MAX_VALUE;
  private int size;

  /** The line of a score: pitches 0 to 127; empty where no track has a note. */
  public static short[] of(Score score) {
    NoteLine line = new NoteLine();
    Notes notes = score.notes();
    for (int i = 0; i < notes.size(); i++) {
      line.add(notes.track(i), notes.pitch(i));
    }
    return line.pitches();
  }

  /**
   * The next note of the file, in the order of (onset tick, track, pitch).
   *
   * @param track 0-based index of its track in the file
   * @param pitch 0 to 127
   */
  public void add(int track, int pitch) {
    if (track < this.track) {
      this.track = track;
      size = 0;
    }
    if (track == this.track && size < MAX_NOTES) {
      pitches[size++] = (short) pitch;
    }
  }

  /** The line of the notes so far. */
  public short[] pitches() {
    return Arrays.copyOf(pitches, size);
  }
}
