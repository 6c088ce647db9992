package io.partita.archive;

import static io.partita.archive.ArchiveFault.BOMB;
import static io.partita.archive.ArchiveFault.CORRUPT_MEMBER;
import static io.partita.archive.ArchiveFault.ENCRYPTED;
import static io.partita.archive.ArchiveFault.LINK;
import static io.partita.archive.ArchiveFault.SPECIAL_FILE;
import static io.partita.archive.ArchiveFault.TOO_LARGE;
import static io.partita.archive.ArchiveFault.UNSAFE_NAME;
import static io.partita.archive.ArchiveFault.UNSUPPORTED_METHOD;
import static io.partita.archive.RejectedMember.UNKNOWN_SIZE;

import io.partita.MalformedInputException;
import io.partita.archive.ZipDirectory.Entry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.zip.CRC32;

/**
 * The members of a zip, or of a part of its directory: stored and deflated ones.
 *
 * <p>To read one zip in parallel, read its {@link ZipDirectory} once, give each task a sub-list of
 * the entries, and report {@link ZipDirectory#damage()} beside them.
 */
public final class ZipMembers implements MemberReader {
  private static final int LOCAL_HEADER_BYTES = 30;
  private static final int STORED = 0;
  private static final int DEFLATED = 8;
  private static final int FLAG_ENCRYPTED = 1;
  private static final int MODE_TYPE = 0170000;
  private static final int MODE_DIRECTORY = 0040000;
  private static final int MODE_REGULAR = 0100000;
  private static final int MODE_LINK = 0120000;

  private final String archivePath;
  private final ChannelBytes channel;
  private final List<Entry> entries;
  private final ArchiveLimits limits;
  private final Predicate<String> wanted;
  private Optional<RejectedMember> lastRow;
  private int at;
  private long inflated;
  private long stored;
  private volatile long position;
  private long unwanted;

  private ZipMembers(
      InputFile file,
      List<Entry> entries,
      Optional<RejectedMember> lastRow,
      ArchiveLimits limits,
      Predicate<String> wanted)
      throws IOException {
    this.archivePath = file.path();
    this.channel = new ChannelBytes(file.openChannel());
    this.entries = entries;
    this.lastRow = lastRow;
    this.limits = limits;
    this.wanted = wanted;
  }

  /** The whole archive; see {@link MemberReader#open}. */
  public static ZipMembers open(InputFile file, ArchiveLimits limits, Predicate<String> wanted)
      throws IOException, MalformedInputException {
    ZipDirectory directory = ZipDirectory.read(file);
    return new ZipMembers(file, directory.entries(), directory.damage(), limits, wanted);
  }

  /**
   * A part of the archive.
   *
   * @param entries some entries of the file's {@link ZipDirectory}
   */
  public static ZipMembers open(
      InputFile file, List<Entry> entries, ArchiveLimits limits, Predicate<String> wanted)
      throws IOException {
    return new ZipMembers(file, entries, Optional.empty(), limits, wanted);
  }

  @Override
  public Optional<MemberOutcome> next() throws IOException {
    while (at < entries.size()) {
      Entry entry = entries.get(at++);
      Optional<MemberOutcome> outcome = outcome(entry);
      if (outcome.isPresent()) {
        return outcome;
      }
    }
    Optional<MemberOutcome> last = lastRow.map(row -> row);
    lastRow = Optional.empty();
    return last;
  }

  private Optional<MemberOutcome> outcome(Entry entry) throws IOException {
    if (isDirectory(entry)) {
      return Optional.empty();
    }
    if (!wanted.test(entry.path())) {
      unwanted++;
      pass(entry);
      return Optional.empty();
    }
    pass(entry);
    try {
      refuse(entry);
      refuseTooLarge(entry);
      return Optional.of(new Member(entry.path(), entry.ordinal(), read(entry)));
    } catch (MalformedInputException e) {
      return Optional.of(rejected(entry, e));
    } finally {
      stopAtBomb(entry);
    }
  }

  static boolean isDirectory(Entry entry) {
    return entry.isDirectory() || (entry.unixMode() & MODE_TYPE) == MODE_DIRECTORY;
  }

  static boolean isStored(Entry entry) {
    return entry.method() == STORED;
  }

  /** Tells whatever is wrong with an entry but its size. */
  void refuse(Entry entry) throws MalformedInputException {
    int type = entry.unixMode() & MODE_TYPE;
    if (type == MODE_LINK) {
      throw reject(entry, LINK, "Links are not followed");
    }
    if (type != 0 && type != MODE_REGULAR) {
      throw reject(entry, SPECIAL_FILE, "A device, FIFO or socket has no content");
    }
    if (!MemberName.isSafe(entry.path())) {
      throw reject(entry, UNSAFE_NAME, "The name would lead out of the archive's folder");
    }
    if ((entry.flags() & FLAG_ENCRYPTED) != 0) {
      throw reject(entry, ENCRYPTED, "The member is encrypted: decrypt the archive first");
    }
    if (entry.method() != STORED && entry.method() != DEFLATED) {
      throw reject(
          entry,
          UNSUPPORTED_METHOD,
          "Compression method " + entry.method() + " is neither 0 (stored) nor 8 (deflated)");
    }
    if (entry.overlaps()) {
      throw reject(entry, CORRUPT_MEMBER, "The member's data lie within another member's");
    }
  }

  private void refuseTooLarge(Entry entry) throws MalformedInputException {
    if (entry.sizeBytes() > limits.maxMemberBytes()) {
      throw reject(
          entry,
          TOO_LARGE,
          "The member has %d bytes, more than the limit of %d bytes"
              .formatted(entry.sizeBytes(), limits.maxMemberBytes()));
    }
  }

  private byte[] read(Entry entry) throws IOException, MalformedInputException {
    seekToData(entry);
    byte[] bytes = entry.method() == STORED ? readStored(entry) : inflate(entry);
    inflated += bytes.length;
    if (bytes.length != entry.sizeBytes()) {
      throw reject(
          entry,
          CORRUPT_MEMBER,
          "The zip's directory says "
              + entry.sizeBytes()
              + " bytes, the data are "
              + (bytes.length > entry.sizeBytes() ? "more" : bytes.length));
    }
    CRC32 crc = new CRC32();
    crc.update(bytes);
    if (crc.getValue() != entry.crc32()) {
      throw reject(
          entry,
          CORRUPT_MEMBER,
          "The data have CRC-32 %08x, the zip's directory says %08x"
              .formatted(crc.getValue(), entry.crc32()));
    }
    return bytes;
  }

  /** Afterwards the channel is at the entry's data. */
  ChannelBytes seekToData(Entry entry) throws IOException, MalformedInputException {
    byte[] header = new byte[LOCAL_HEADER_BYTES];
    long lastByte = channel.size() - LOCAL_HEADER_BYTES - entry.compressedBytes();
    boolean isInside =
        entry.headerOffset() >= 0
            && entry.compressedBytes() >= 0
            && entry.sizeBytes() >= 0
            && entry.headerOffset() <= lastByte;
    if (!isInside) {
      throw reject(
          entry,
          CORRUPT_MEMBER,
          "The member would lie at byte %d with %d stored bytes, the file has %d"
              .formatted(entry.headerOffset(), entry.compressedBytes(), channel.size()));
    }
    channel.seek(entry.headerOffset());
    int count = channel.readFully(header);
    ByteBuffer local = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
    if (count < header.length || local.getInt(0) != ZipDirectory.LOCAL_SIGNATURE) {
      throw reject(
          entry,
          CORRUPT_MEMBER,
          "Expected the member's local header, found signature %08x".formatted(local.getInt(0)));
    }
    int nameBytes = local.getShort(26) & 0xffff;
    int extraBytes = local.getShort(28) & 0xffff;
    channel.seek(entry.headerOffset() + LOCAL_HEADER_BYTES + nameBytes + extraBytes);
    return channel;
  }

  private byte[] readStored(Entry entry) throws IOException, MalformedInputException {
    requireStoredSize(entry);
    return channel.readUpTo((int) entry.sizeBytes());
  }

  void requireStoredSize(Entry entry) throws MalformedInputException {
    if (entry.compressedBytes() != entry.sizeBytes()) {
      throw reject(
          entry,
          CORRUPT_MEMBER,
          "A stored member has "
              + entry.sizeBytes()
              + " bytes but takes "
              + entry.compressedBytes());
    }
  }

  /** The content, or one byte more than it should have. */
  private byte[] inflate(Entry entry) throws IOException, MalformedInputException {
    try (ZipBytes data = new ZipBytes(channel, entry.compressedBytes())) {
      byte[] bytes = data.readUpTo((int) entry.sizeBytes());
      boolean goesOn = data.read(new byte[1], 0, 1) > 0;
      return goesOn ? Arrays.copyOf(bytes, bytes.length + 1) : bytes;
    }
  }

  private void stopAtBomb(Entry entry) {
    if (limits.isBomb(inflated, position)) {
      at = entries.size();
      lastRow =
          Optional.of(
              new RejectedMember(
                  archivePath,
                  entry.ordinal() + 1,
                  UNKNOWN_SIZE,
                  BOMB,
                  offsetInFile(entry),
                  position
                      + " compressed bytes inflate to "
                      + inflated
                      + ", more than "
                      + limits.maxRatio()
                      + " to one"));
    }
  }

  /**
   * Counts what the entry takes of the file. A broken directory may say anything of it; all entries
   * together take no more than there is, or false sizes would hide a bomb.
   */
  private void pass(Entry entry) {
    long claimed = Math.min(Math.max(0, entry.compressedBytes()), channel.size());
    stored = Math.min(stored + claimed, channel.size());
    position = stored;
  }

  MalformedInputException reject(Entry entry, ArchiveFault fault, String detail) {
    return new MalformedInputException(fault, offsetInFile(entry), detail);
  }

  /**
   * Its local header's offset, or the nearest end of the file where the directory points outside.
   */
  private long offsetInFile(Entry entry) {
    return Math.max(0, Math.min(entry.headerOffset(), channel.size()));
  }

  private static RejectedMember rejected(Entry entry, MalformedInputException e) {
    return new RejectedMember(
        entry.path(), entry.ordinal(), entry.sizeBytes(), e.fault(), e.byteOffset(), e.detail());
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public long unwanted() {
    return unwanted;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
