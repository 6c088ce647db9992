package io.partita.archive;

import static io.partita.archive.ArchiveFault.TOO_LARGE;
import static io.partita.archive.RejectedMember.UNKNOWN_SIZE;

import io.partita.MalformedInputException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A single file as an archive of one member, under its base name; a gzip file is inflated and loses
 * its {@code .gz}.
 */
public final class FileMember implements MemberReader {
  private final String path;
  private final InputFile file;
  private final ArchiveKind kind;
  private final ArchiveLimits limits;
  private final boolean isWanted;
  private boolean isRead;
  private volatile long position;

  private FileMember(
      String path, InputFile file, ArchiveKind kind, ArchiveLimits limits, boolean isWanted) {
    this.path = path;
    this.file = file;
    this.kind = kind;
    this.limits = limits;
    this.isWanted = isWanted;
  }

  static FileMember open(
      InputFile file, ArchiveKind kind, ArchiveLimits limits, Predicate<String> wanted) {
    String name = file.path().substring(file.path().lastIndexOf('/') + 1);
    if (kind == ArchiveKind.GZIP_FILE && name.toLowerCase(Locale.ROOT).endsWith(".gz")) {
      name = name.substring(0, name.length() - ".gz".length());
    }
    String path = MemberName.of(name).path();
    return new FileMember(path, file, kind, limits, wanted.test(path));
  }

  /**
   * Reads a file of a folder as the member that it would be in an archive of that folder; its
   * content is taken as it is, even if it is an archive.
   *
   * @param path the file's path relative to the folder, '/' between its components
   * @param ordinal its place among the folder's files
   */
  public static MemberOutcome read(InputFile file, String path, long ordinal, ArchiveLimits limits)
      throws IOException {
    String name = path(path);
    long size = file.size();
    if (size > limits.maxMemberBytes()) {
      return tooLarge(name, ordinal, size, limits);
    }
    try (PlainBytes bytes = new PlainBytes(file.openStream())) {
      return read(bytes, (int) size, name, ordinal, limits);
    }
  }

  /**
   * A file's path below a folder as the path of the member that it would be in an archive of it.
   */
  public static String path(String belowFolder) {
    return MemberName.of(belowFolder).path();
  }

  private static MemberOutcome read(
      ByteSource source, int maxBytes, String path, long ordinal, ArchiveLimits limits)
      throws IOException {
    try {
      byte[] bytes = source.readUpTo(maxBytes);
      return bytes.length > limits.maxMemberBytes()
          ? tooLarge(path, ordinal, UNKNOWN_SIZE, limits)
          : new Member(path, ordinal, bytes);
    } catch (MalformedInputException e) {
      return new RejectedMember(path, ordinal, UNKNOWN_SIZE, e.fault(), e.byteOffset(), e.detail());
    }
  }

  private static RejectedMember tooLarge(
      String path, long ordinal, long sizeBytes, ArchiveLimits limits) {
    String size = sizeBytes == UNKNOWN_SIZE ? "more" : sizeBytes + " bytes, more";
    return new RejectedMember(
        path,
        ordinal,
        sizeBytes,
        TOO_LARGE,
        0,
        "The file has " + size + " than the limit of " + limits.maxMemberBytes() + " bytes");
  }

  @Override
  public Optional<MemberOutcome> next() throws IOException {
    if (isRead || !isWanted) {
      return Optional.empty();
    }
    isRead = true;
    if (kind == ArchiveKind.FILE) {
      MemberOutcome outcome = read(file, path, 0, limits);
      position = file.size();
      return Optional.of(outcome);
    }
    try (InputStream in = file.openStream();
        GzipBytes bytes = new GzipBytes(in, limits)) {
      MemberOutcome outcome = read(bytes, (int) limits.maxMemberBytes() + 1, path, 0, limits);
      position = bytes.byteOffset();
      return Optional.of(outcome);
    }
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public long unwanted() {
    return isWanted ? 0 : 1;
  }

  @Override
  public void close() {
    // nothing is held open between calls
  }
}
