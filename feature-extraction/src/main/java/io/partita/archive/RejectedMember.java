package io.partita.archive;

import io.partita.Fault;
import java.io.Serializable;

/**
 * A file that an archive names but does not yield, or (under the archive's own path) the rest of an
 * archive that cannot be read.
 *
 * @param path see {@link MemberOutcome#path()}; the archive's path where the row is about the
 *     archive
 * @param ordinal see {@link MemberOutcome#ordinal()}; of an archive's row, the ordinal at which
 *     reading ended
 * @param sizeBytes the size that the archive claims, uncompressed, or {@link #UNKNOWN_SIZE}
 * @param fault the kind of defect, an {@link ArchiveFault}
 * @param byteOffset place in the file as it is stored, in bytes: in a tar the member's header or
 *     the damage in its data, in a zip the member's local header, in a gzip stream the number of
 *     compressed bytes used up so far (a position in the compressed file, not in the tar inside)
 * @param detail one sentence with the values found
 */
public record RejectedMember(
    String path, long ordinal, long sizeBytes, Fault fault, long byteOffset, String detail)
    implements MemberOutcome, Serializable {
  /** The size of a member of which the archive says nothing. */
  public static final long UNKNOWN_SIZE = -1;
}
