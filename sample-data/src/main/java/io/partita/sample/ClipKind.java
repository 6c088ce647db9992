package io.partita.sample;

/** What the sample's audio archive and metadata have of a track. */
enum ClipKind {
  /** A clip of 30 seconds and a row. */
  SOUND,

  /** A row, and a clip that breaks off although its header promises 30 seconds. */
  TRUNCATED,

  /** A row, and a web page under a clip's name. */
  WEB_PAGE,

  /** A row, and a member of no byte. */
  EMPTY,

  /** A row of the small subset whose clip is not there. */
  MISSING,

  /** A clip without a row. */
  UNLISTED,

  /** A row of a larger subset, whose clip the archive of the small one does not have. */
  ELSEWHERE;

  boolean hasMember() {
    return this != MISSING && this != ELSEWHERE;
  }

  /** Whether the member begins with music. */
  boolean hasMusic() {
    return this == SOUND || this == TRUNCATED || this == UNLISTED;
  }

  boolean hasRow() {
    return this != UNLISTED;
  }
}
