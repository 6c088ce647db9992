package io.partita.notation;

import io.partita.Fault;
import io.partita.MalformedInputException;

/** Why written music is rejected in any format; the detail of the exception tells the values. */
public enum NotationFault implements Fault {
  /** A file without music of its format. */
  NO_MUSIC,
  /** A duration, pitch or count that is no number, or is outside of its range. */
  BAD_VALUE,
  /** Something nested too deeply, a measure or a list of parts too large, too long a piece. */
  TOO_LARGE,
  /** More notes than the caller wants to hold. */
  TOO_MANY_NOTES;

  /**
   * The end of reading at a note too many.
   *
   * @param maxNotes the most notes that there may be
   */
  public static MalformedInputException tooManyNotes(int maxNotes, int byteOffset) {
    return new MalformedInputException(
        TOO_MANY_NOTES, byteOffset, "There are more than " + maxNotes + " notes");
  }
}
