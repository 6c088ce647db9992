package io.partita.ingest;

import io.partita.archive.RejectedMember;
import java.io.Serializable;

/** What comes through the shuffle of an ingest, keyed by {@link ContentKey}. */
public sealed interface Arrival extends Serializable {
  /**
   * A member that the archive yielded.
   *
   * @param bytes its content; null when the same content went ahead of it, or is known
   */
  record Content(String path, PackedBytes bytes) implements Arrival {}

  /** A member that the archive did not yield. */
  record Rejected(String path, Long sizeBytes, String fault, long byteOffset, String detail)
      implements Arrival {
    public static Rejected of(RejectedMember member) {
      return new Rejected(
          member.path(),
          member.sizeBytes() == RejectedMember.UNKNOWN_SIZE ? null : member.sizeBytes(),
          member.fault().name(),
          member.byteOffset(),
          member.detail());
    }
  }

  /** The catalog, found as a member of the input. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record CatalogFile(byte[] csv) implements Arrival {}

  /** At the end of a slice: how many files were passed over because of their names. */
  record OtherFiles(long count) implements Arrival {}
}
