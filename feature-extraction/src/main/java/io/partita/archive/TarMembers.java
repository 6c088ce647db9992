package io.partita.archive;

import static io.partita.archive.ArchiveFault.LINK;
import static io.partita.archive.ArchiveFault.NOT_AN_ARCHIVE;
import static io.partita.archive.ArchiveFault.SPECIAL_FILE;
import static io.partita.archive.ArchiveFault.TOO_LARGE;
import static io.partita.archive.ArchiveFault.UNSAFE_NAME;
import static io.partita.archive.ArchiveFault.UNSUPPORTED_METHOD;
import static io.partita.archive.RejectedMember.UNKNOWN_SIZE;

import io.partita.MalformedInputException;
import io.partita.archive.TarEntries.TarEntry;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Predicate;

/** The members of a tar or tar.gz, streamed and inflated once, front to back. */
public final class TarMembers implements MemberReader {
  private final String archivePath;
  private final ByteSource source;
  private final TarEntries entries;
  private final ArchiveLimits limits;
  private final Predicate<String> wanted;
  private Optional<TarEntry> upcoming = Optional.empty();
  private MemberOutcome lastRow;
  private boolean ended;
  private long ordinal;
  private long unwanted;

  private TarMembers(
      String archivePath, ByteSource source, ArchiveLimits limits, Predicate<String> wanted) {
    this.archivePath = archivePath;
    this.source = source;
    this.entries = new TarEntries(source);
    this.limits = limits;
    this.wanted = wanted;
  }

  /** Opens {@link ArchiveKind#TAR} or {@link ArchiveKind#TAR_GZ}; see {@link MemberReader#open}. */
  public static TarMembers open(
      InputFile file, ArchiveKind kind, ArchiveLimits limits, Predicate<String> wanted)
      throws IOException, MalformedInputException {
    InputStream in = file.openStream();
    ByteSource source = kind == ArchiveKind.TAR_GZ ? new GzipBytes(in, limits) : new PlainBytes(in);
    TarMembers members = new TarMembers(file.path(), source, limits, wanted);
    try {
      members.readFirst();
      return members;
    } catch (MalformedInputException | IOException | RuntimeException e) {
      members.close();
      throw e;
    }
  }

  /** A first block that is no header shows that the file is no tar at all. */
  private void readFirst() throws IOException, MalformedInputException {
    try {
      upcoming = entries.next();
      ended = upcoming.isEmpty();
    } catch (MalformedInputException e) {
      if (e.fault() == ArchiveFault.CORRUPT_ARCHIVE && !entries.anyEntry()) {
        throw new MalformedInputException(NOT_AN_ARCHIVE, e.byteOffset(), e.detail());
      }
      throw e;
    }
  }

  @Override
  public Optional<MemberOutcome> next() throws IOException {
    while (!ended) {
      try {
        Optional<TarEntry> entry = upcoming.isPresent() ? upcoming : entries.next();
        upcoming = Optional.empty();
        if (entry.isEmpty()) {
          ended = true;
        } else {
          Optional<MemberOutcome> outcome = outcome(entry.get(), ordinal++);
          if (outcome.isPresent()) {
            return outcome;
          }
        }
      } catch (MalformedInputException e) {
        end(e);
      }
    }
    Optional<MemberOutcome> last = Optional.ofNullable(lastRow);
    lastRow = null;
    return last;
  }

  private Optional<MemberOutcome> outcome(TarEntry entry, long ordinal) throws IOException {
    MemberName name = MemberName.ofTar(entry.rawName());
    if (entry.type() == '5' || entry.type() == 'D' || name.isDirectory()) {
      return Optional.empty();
    }
    if (!wanted.test(name.path())) {
      unwanted++;
      return Optional.empty();
    }
    Optional<MemberOutcome> refused = refuse(entry, name, ordinal);
    if (refused.isPresent()) {
      return refused;
    }
    try {
      return Optional.of(
          new Member(name.path(), ordinal, entries.readData((int) entry.sizeBytes())));
    } catch (MalformedInputException e) {
      end(e);
      return Optional.of(
          new RejectedMember(
              name.path(), ordinal, entry.sizeBytes(), e.fault(), e.byteOffset(), e.detail()));
    }
  }

  private Optional<MemberOutcome> refuse(TarEntry entry, MemberName name, long ordinal) {
    if (entry.type() == '1' || entry.type() == '2') {
      return reject(entry, name, ordinal, LINK, "Links are not followed");
    }
    if (entry.type() == '3' || entry.type() == '4' || entry.type() == '6') {
      return reject(entry, name, ordinal, SPECIAL_FILE, "A device or FIFO has no content");
    }
    if (!name.isSafe()) {
      return reject(
          entry, name, ordinal, UNSAFE_NAME, "The name would lead out of the archive's folder");
    }
    if (entry.isSparse() || entry.type() == 'M') {
      return reject(
          entry, name, ordinal, UNSUPPORTED_METHOD, "Sparse and multi-volume files are not read");
    }
    if (entry.sizeBytes() > limits.maxMemberBytes()) {
      String detail =
          "The member has %d bytes, more than the limit of %d bytes"
              .formatted(entry.sizeBytes(), limits.maxMemberBytes());
      return reject(entry, name, ordinal, TOO_LARGE, detail);
    }
    return Optional.empty();
  }

  private static Optional<MemberOutcome> reject(
      TarEntry entry, MemberName name, long ordinal, ArchiveFault fault, String detail) {
    return Optional.of(
        new RejectedMember(
            name.path(), ordinal, entry.sizeBytes(), fault, entry.byteOffset(), detail));
  }

  private void end(MalformedInputException e) {
    ended = true;
    lastRow =
        new RejectedMember(
            archivePath, ordinal, UNKNOWN_SIZE, e.fault(), e.byteOffset(), e.detail());
  }

  @Override
  public long position() {
    return source.byteOffset();
  }

  @Override
  public long unwanted() {
    return unwanted;
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
