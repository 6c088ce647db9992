package io.partita.ingest.midi;

import io.partita.MalformedInputException;
import io.partita.lake.run.RunOptions;
import io.partita.midi.MidiEvents;
import io.partita.score.Score;
import java.io.Serializable;

/** A form in which archives hold music: which members have it, and what music one is. */
interface MusicFormat extends Serializable {
  /** Whether a member's path is that of such a file. */
  boolean isNamed(String path);

  /** Adds the options that decide what a member's music is to those that a run is known by. */
  default void decides(RunOptions options) {}

  /**
   * A member's music.
   *
   * @param maxNotes the most notes that it may have
   * @throws MalformedInputException when nothing in it can be kept
   */
  Music read(byte[] bytes, int maxNotes) throws MalformedInputException;

  /** A member's score alone, as {@link #read} has it. */
  Score score(byte[] bytes, int maxNotes) throws MalformedInputException;

  /**
   * Music as it is kept.
   *
   * @param score for the tables of notes and files
   * @param events the same as a MIDI file, for tokens and for midi_bytes
   */
  record Music(Score score, MidiEvents events) {}
}
