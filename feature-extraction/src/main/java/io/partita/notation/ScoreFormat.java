package io.partita.notation;

import io.partita.MalformedInputException;
import io.partita.archive.ArchiveLimits;
import io.partita.score.Score;
import java.io.Serializable;
import java.util.List;

/** A format of files that hold written music. */
public interface ScoreFormat extends Serializable {
  /** Its word in commands, as {@code musicxml} in {@code ingest musicxml}. */
  String label();

  /** Whether a name or path ends as those of such files do, in any case of letters. */
  boolean isNamed(String path);

  /** Whether bytes look like such a file, by the first few thousand. */
  boolean is(byte[] bytes);

  /** The format with other limits of what a compressed file may unpack to. */
  default ScoreFormat within(ArchiveLimits limits) {
    return this;
  }

  /**
   * The pieces of a file, each as a file of its own.
   *
   * @param bytes the whole file
   * @return at least one; the file itself, if that is one piece or cannot be taken apart
   */
  default List<byte[]> pieces(byte[] bytes) {
    return List.of(bytes);
  }

  /** Whether byte offsets of faults are those of a file that these bytes compress or recode. */
  default boolean isPacked(byte[] bytes) {
    return false;
  }

  /**
   * A file as a score; of one with many pieces the first, and the warning {@code OTHER_PIECES}.
   *
   * @param bytes the whole file
   * @param maxNotes the most notes that it may have, at least 1, also after repeats are played
   * @param expandRepeats whether repeats are played, with endings, da capo, dal segno and coda;
   *     else each measure is there once, as written
   * @throws MalformedInputException with a {@link NotationFault}, or with a fault of the format
   */
  Score read(byte[] bytes, int maxNotes, boolean expandRepeats) throws MalformedInputException;
}
