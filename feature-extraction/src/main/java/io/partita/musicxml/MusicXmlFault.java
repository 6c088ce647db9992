package io.partita.musicxml;

import io.partita.Fault;

/** Why a file is rejected as MusicXML; the detail of the exception tells the values. */
public enum MusicXmlFault implements Fault {
  /** XML of another kind, or a zip archive without a score. */
  NOT_MUSICXML,
  /** What is no well-formed XML, or is in another encoding than it says. */
  BAD_XML,
  /** A document type with declarations of its own: entities are never read. */
  DECLARATIONS,
  /** A duration, pitch or count that is no number, or is outside of its range. */
  BAD_VALUE,
  /** Elements nested too deeply, a measure or a list of parts too large, too long a piece. */
  TOO_LARGE,
  /** More notes than the caller wants to hold. */
  TOO_MANY_NOTES
}
