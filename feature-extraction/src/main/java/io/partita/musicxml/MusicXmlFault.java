package io.partita.musicxml;

import io.partita.Fault;

/** Why a file is rejected as MusicXML; the detail of the exception tells the values. */
public enum MusicXmlFault implements Fault {
  /** XML of another kind, or a zip archive without a score. */
  NOT_MUSICXML,
  /** What is no well-formed XML, or is in another encoding than it says. */
  BAD_XML,
  /** A document type with declarations of its own: entities are never read. */
  DECLARATIONS
}
