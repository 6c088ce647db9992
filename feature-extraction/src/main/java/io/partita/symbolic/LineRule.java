package io.partita.symbolic;

/**
 * Which notes of a file are its {@link NoteLine}.
 *
 * <p>Percussion is what is on channel 9, counted from 0, whatever its track. A part is a track and
 * a channel, as in the columns {@code track} and {@code channel} of the lake's table of notes.
 * Notes of a line are in the order of that table: by onset tick, then track, then pitch.
 */
public enum LineRule {
  /**
   * The notes of the first track that has notes other than percussion, without its percussion;
   * notes of all its other channels.
   */
  FIRST("first", 42),

  /**
   * The highest note that sounds, whatever its part, percussion left out. Of the notes that begin
   * at one tick the highest belongs to the line, once, unless a higher one that began before still
   * sounds: one whose offset tick is later than this tick.
   */
  TOP("top", 40),

  /** The lowest note that sounds: {@link #TOP} upside down. */
  BASS("bass", 32),

  /**
   * The part with the most notes, percussion left out; of parts with equally many that of the lower
   * track, then of the lower channel.
   */
  LONGEST("longest", 42),

  /** The percussion of all tracks: keys of drums instead of pitches. */
  DRUMS("drums", 0),

  /**
   * The first track that has any notes, with its percussion: what models learnt before there was a
   * choice.
   */
  FIRST_TRACK("first-track", 42);

  private final String label;
  private final int program;

  LineRule(String label, int program) {
    this.label = label;
    this.program = program;
  }

  /** The General MIDI program, 0 to 127, that suits the line: of {@link #DRUMS} the drum kit. */
  public int program() {
    return program;
  }

  /** Whether its numbers are keys of drums. */
  public boolean isPercussion() {
    return this == DRUMS;
  }

  /** Of a file that has notes, but none of its line. */
  public String absence() {
    return isPercussion() ? "without percussion" : "of percussion only";
  }

  /** As on the command line and in a model's card. */
  @Override
  public String toString() {
    return label;
  }
}
