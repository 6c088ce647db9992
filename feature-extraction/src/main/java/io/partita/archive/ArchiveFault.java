package io.partita.archive;

import io.partita.Fault;

/** What can be wrong with an archive or with one of its members. */
public enum ArchiveFault implements Fault {
  /** The file is none of the archives that its name promises. */
  NOT_AN_ARCHIVE,
  /** The archive ends before its content does. */
  TRUNCATED_ARCHIVE,
  /** The archive's own structure is broken: a header, a directory, the compressed stream. */
  CORRUPT_ARCHIVE,
  /** One member's data do not fit its description; the members beside it can be read. */
  CORRUPT_MEMBER,
  /** The member is larger than {@link ArchiveLimits#maxMemberBytes()}. */
  TOO_LARGE,
  /** The archive inflates beyond {@link ArchiveLimits#maxRatio()}; reading it has stopped. */
  BOMB,
  /** A symbolic or hard link. */
  LINK,
  /** A device, a FIFO or a socket. */
  SPECIAL_FILE,
  /** A file or folder that there is no permission to read. */
  UNREADABLE,
  /** An absolute name, one with a drive letter or with a {@code ..} component, or an empty one. */
  UNSAFE_NAME,
  /** The member is encrypted. */
  ENCRYPTED,
  /** A compression method, sparse layout or multi-volume part that Partita does not read. */
  UNSUPPORTED_METHOD
}
