package io.partita.symbolic;

import io.partita.score.Division;
import io.partita.score.Note;
import io.partita.score.Notes;
import io.partita.score.Score;
import io.partita.score.ScoreBuilder;

/**
 * The pitches of one line of a file, in the order of their onsets; which notes are in the line says
 * its {@link LineRule}. At most the first {@link #MAX_NOTES} of them. Chords become runs where a
 * rule keeps them, and lengths and rests are lost.
 *
 * <p>Takes a file's notes one by one, in the order of {@link Notes} and of the lake's table of
 * notes, and keeps pitches only.
 */
public abstract sealed class NoteLine permits DrumLine, LongestPart, OuterVoice, TrackLine {
  public static final int MAX_NOTES = 1000;

  private static final int TICKS_PER_NOTE = 480;
  private static final int VELOCITY = 80;

  /** An empty line. */
  public static NoteLine by(LineRule rule) {
    return switch (rule) {
      case FIRST -> new TrackLine(false);
      case TOP -> new OuterVoice(true);
      case BASS -> new OuterVoice(false);
      case LONGEST -> new LongestPart();
      case DRUMS -> new DrumLine();
      case FIRST_TRACK -> new TrackLine(true);
    };
  }

  /** The line of a score: pitches 0 to 127; empty where it has no note for it. */
  public static int[] of(Score score, LineRule rule) {
    NoteLine line = by(rule);
    Notes notes = score.notes();
    for (int i = 0; i < notes.size(); i++) {
      line.add(
          notes.track(i),
          notes.channel(i),
          notes.pitch(i),
          notes.onsetTick(i),
          notes.offsetTick(i));
    }
    return line.pitches();
  }

  /** The line of a score by {@link LineRule#FIRST}. */
  public static int[] of(Score score) {
    return of(score, LineRule.FIRST);
  }

  /**
   * A line as music: one note after the other, each a quarter long, in one track on channel 0.
   *
   * @param pitches 0 to 127
   * @param program 0 to 127
   * @param noteS length of each note in seconds, 0.001 to 16: the quarter's length, in whole
   *     microseconds
   */
  public static Score score(int[] pitches, int program, double noteS) {
    return score(pitches, 0, program, noteS);
  }

  /** The same of drums' keys, on the percussion channel with the drum kit of a program. */
  public static Score drumScore(int[] keys, int program, double noteS) {
    return score(keys, Note.DRUM_CHANNEL, program, noteS);
  }

  private static Score score(int[] pitches, int channel, int program, double noteS) {
    if (!(noteS >= 0.001 && noteS <= 16)) {
      throw new IllegalArgumentException("noteS must be 0.001 to 16, but is " + noteS);
    }
    ScoreBuilder score = Score.builder(Division.ppq(TICKS_PER_NOTE));
    score.tempo(0, (int) Math.round(noteS * 1e6));
    for (int i = 0; i < pitches.length; i++) {
      long onsetTick = (long) i * TICKS_PER_NOTE;
      score.note(0, channel, program, pitches[i], VELOCITY, onsetTick, onsetTick + TICKS_PER_NOTE);
    }
    return score.build();
  }

  /**
   * The next note of the file, in the order of (onset tick, track, pitch).
   *
   * @param track 0-based index of its track in the file
   * @param channel 0 to 15
   * @param pitch 0 to 127
   * @param offsetTick not before {@code onsetTick}
   */
  public abstract void add(int track, int channel, int pitch, long onsetTick, long offsetTick);

  /** The line, after the last note. */
  public abstract int[] pitches();
}
