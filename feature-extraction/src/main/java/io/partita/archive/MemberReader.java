package io.partita.archive;

import io.partita.MalformedInputException;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The members of one archive, pulled one after the other. Not for several threads, but {@link
 * #position()} may be asked from any.
 *
 * <p>Damage does not stop the caller: what can be read before it is delivered, the member it hits
 * is a {@link RejectedMember}, and where nothing behind it can be read, one last {@link
 * RejectedMember} under the archive's own path says so.
 */
public interface MemberReader extends Closeable {
  /**
   * Opens a tar, tar.gz, zip, single gzip file or plain file, whichever it turns out to be.
   *
   * @param wanted which members to read, by their path; the others are only counted. Case is the
   *     predicate's business: {@code .MID} is as common as {@code .mid}
   * @throws MalformedInputException with an {@link ArchiveFault} if the file is not what it claims
   *     to be or is broken before its first member
   * @throws IOException if the storage fails
   */
  static MemberReader open(InputFile file, ArchiveLimits limits, Predicate<String> wanted)
      throws IOException, MalformedInputException {
    ArchiveKind kind = ArchiveKind.of(file);
    return switch (kind) {
      case TAR, TAR_GZ -> TarMembers.open(file, kind, limits, wanted);
      case ZIP -> ZipMembers.open(file, limits, wanted);
      case GZIP_FILE, FILE -> FileMember.open(file, kind, limits, wanted);
    };
  }

  /**
   * The next member that is wanted or rejected; empty at the end, and from then on.
   *
   * @throws IOException if the storage fails, never because of what the archive holds
   */
  Optional<MemberOutcome> next() throws IOException;

  /** Bytes of the file, as it is stored, that reading has used up so far: for showing progress. */
  long position();

  /** How many files were passed over so far because their name was not wanted. */
  long unwanted();
}
