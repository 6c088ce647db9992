package io.partita.symbolic;

import io.partita.midi.Division;
import io.partita.midi.Notes;
import io.partita.midi.Score;
import io.partita.midi.ScoreBuilder;
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

  private static final int TICKS_PER_NOTE = 480;
  private static final int VELOCITY = 80;

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
   * A line as music: one note after the other, each a quarter long, in one track on channel 0.
   *
   * @param pitches 0 to 127
   * @param program 0 to 127
   * @param noteS seconds of each note, 0.001 to 16: the quarter's length, in whole microseconds
   */
  public static Score score(short[] pitches, int program, double noteS) {
    if (!(noteS >= 0.001 && noteS <= 16)) {
      throw new IllegalArgumentException("noteS must be 0.001 to 16, but is " + noteS);
    }
    ScoreBuilder score = Score.builder(Division.ppq(TICKS_PER_NOTE));
    score.tempo(0, (int) Math.round(noteS * 1e6));
    for (int i = 0; i < pitches.length; i++) {
      long onsetTick = (long) i * TICKS_PER_NOTE;
      score.note(0, 0, program, pitches[i], VELOCITY, onsetTick, onsetTick + TICKS_PER_NOTE);
    }
    return score.build();
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
