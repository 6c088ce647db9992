package io.partita.ingest.midi;

import io.partita.MalformedInputException;
import io.partita.archive.ArchiveLimits;
import io.partita.lake.run.RunOptions;
import io.partita.midi.MidiEvents;
import io.partita.score.Score;
import java.io.Serializable;
import java.util.List;

/** A form in which archives hold music: which members have it, and what music one is. */
interface MusicFormat extends Serializable {
  /** Whether a member's path is that of such a file. */
  boolean isNamed(String path);

  /** The format with other limits of what a compressed file may unpack to. */
  default MusicFormat within(ArchiveLimits limits) {
    return this;
  }

  /**
   * The pieces of a member, each as a content of its own.
   *
   * @return at least one; the member itself, if that is one piece
   */
  default List<byte[]> pieces(byte[] member) {
    return List.of(member);
  }

  /** Whether byte offsets of faults are those of a file that a piece compresses. */
  default boolean isPacked(byte[] piece) {
    return false;
  }

  /** Adds the options that decide what a piece is to those that a run is known by. */
  default void decides(RunOptions options) {}

  /**
   * A piece's music.
   *
   * @param maxNotes the most notes that it may have
   * @throws MalformedInputException when nothing in it can be kept
   */
  Music read(byte[] bytes, int maxNotes) throws MalformedInputException;

  /**
   * Music as it is kept.
   *
   * @param score for the tables of notes and files
   * @param events the same as a MIDI file, for tokens and for midi_bytes
   */
  record Music(Score score, MidiEvents events) {}
}
