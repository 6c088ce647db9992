package io.partita.archive;

import static io.partita.archive.ArchiveFault.CORRUPT_ARCHIVE;
import static io.partita.archive.ArchiveFault.TRUNCATED_ARCHIVE;
import static io.partita.archive.RejectedMember.UNKNOWN_SIZE;

import io.partita.MalformedInputException;
import java.io.IOException;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * The central directory of a zip archive (PKWARE APPNOTE 4.3.12 and 4.3.14 to 4.3.16), which alone
 * says what the archive holds.
 *
 * @param entries the files and folders in the directory's order
 * @param damage of the directory at the place where it broke off: the entries before it are still
 *     good
 */
public record ZipDirectory(List<Entry> entries, Optional<RejectedMember> damage) {
  static final int LOCAL_SIGNATURE = 0x04034b50;

  private static final int ENTRY_SIGNATURE = 0x02014b50;
  private static final int ENTRY_BYTES = 46;
  private static final long MAX_INT = 0xffffffffL;
  private static final int EXTRA_ZIP64 = 0x0001;
  private static final int EXTRA_UNICODE_PATH = 0x7075;
  private static final int FLAG_UTF8 = 1 << 11;
  private static final int FLAG_DESCRIPTOR = 1 << 3;

  /** APPNOTE 4.3.9: signature, CRC and two sizes of 64 bits. */
  private static final int MOST_DESCRIPTOR_BYTES = 24;

  private static final int HOST_UNIX = 3;
  private static final int HOST_MACOS = 19;

  /**
   * One entry, small and serializable: a list of them can be cut into ranges and each range be read
   * by another task.
   *
   * @param path see {@link MemberOutcome#path()}
   * @param isDirectory whether it is a folder
   * @param ordinal its place in the directory, from 0
   * @param headerOffset beginning of its local header, in bytes
   * @param flags the general purpose bits
   * @param method the compression method: 0 stored, 8 deflated
   * @param crc32 the CRC-32 of its content, unsigned
   * @param compressedBytes the size of its stored data
   * @param sizeBytes the size of its content
   * @param unixMode the mode bits of a Unix file system, 0 where it comes from another
   * @param overlaps whether its data begin within those of an entry that is before it: no honest
   *     archive shares bytes, zip bombs do
   */
  public record Entry(
      String path,
      boolean isDirectory,
      long ordinal,
      long headerOffset,
      int flags,
      int method,
      long crc32,
      long compressedBytes,
      long sizeBytes,
      int unixMode,
      boolean overlaps)
      implements Serializable {
    private static final long LOCAL_HEADER_BYTES = 30;

    /** Where its data end at the earliest: the local header's names may be longer. */
    long leastEnd() {
      return headerOffset + LOCAL_HEADER_BYTES + Math.max(0, compressedBytes);
    }

    Entry overlapping() {
      return new Entry(
          path,
          isDirectory,
          ordinal,
          headerOffset,
          flags,
          method,
          crc32,
          compressedBytes,
          sizeBytes,
          unixMode,
          true);
    }
  }

  public ZipDirectory {
    entries = List.copyOf(entries);
  }

  static boolean startsZip(byte[] prefix) {
    if (prefix.length < 4) {
      return false;
    }
    int signature = ByteBuffer.wrap(prefix).order(ByteOrder.LITTLE_ENDIAN).getInt();
    return signature == LOCAL_SIGNATURE || signature == ZipEnd.SIGNATURE;
  }

  /**
   * Reads the directory without touching the members.
   *
   * @throws MalformedInputException NOT_AN_ARCHIVE or TRUNCATED_ARCHIVE without a directory at the
   *     file's end, CORRUPT_ARCHIVE where it cannot be
   */
  public static ZipDirectory read(InputFile file) throws IOException, MalformedInputException {
    try (ChannelBytes bytes = new ChannelBytes(file.openChannel())) {
      return read(bytes, file.path());
    }
  }

  /**
   * Reads the directory of a zip that is the whole file: its members follow one another from byte 0
   * to the directory, and nothing follows that. Other readers could take a file with more in it for
   * another one.
   *
   * @throws MalformedInputException as {@link #read}; CORRUPT_ARCHIVE at the first byte that
   *     belongs to no member
   */
  public static ZipDirectory spanning(InputFile file) throws IOException, MalformedInputException {
    try (ChannelBytes bytes = new ChannelBytes(file.openChannel())) {
      ZipEnd end = ZipEnd.find(bytes);
      ZipDirectory directory = read(bytes, end, file.path());
      if (directory.damage.isEmpty()) {
        requireSpan(bytes, end, directory.entries);
      }
      return directory;
    }
  }

  private static void requireSpan(ChannelBytes bytes, ZipEnd end, List<Entry> entries)
      throws IOException, MalformedInputException {
    List<Entry> byOffset = new ArrayList<>(entries);
    byOffset.sort(Comparator.comparingLong(Entry::headerOffset));
    long at = 0;
    int mostDescriptor = 0;
    for (Entry entry : byOffset) {
      requireNext(at, entry.headerOffset(), mostDescriptor);
      bytes.seek(entry.headerOffset());
      ByteBuffer local = take(bytes, (int) Entry.LOCAL_HEADER_BYTES, end.start());
      at = entry.leastEnd() + unsignedShort(local, 26) + unsignedShort(local, 28);
      mostDescriptor = (entry.flags() & FLAG_DESCRIPTOR) == 0 ? 0 : MOST_DESCRIPTOR_BYTES;
    }
    requireNext(at, end.start(), mostDescriptor);
    requireNext(end.fileEnd(), bytes.size(), 0);
  }

  private static void requireNext(long expected, long found, int slack)
      throws MalformedInputException {
    if (found < expected || found > expected + slack) {
      throw new MalformedInputException(
          CORRUPT_ARCHIVE,
          Math.max(0, Math.min(expected, found)),
          "Bytes %d to %d of the file belong to no member of the zip, or to two"
              .formatted(Math.min(expected, found), Math.max(expected, found)));
    }
  }

  private static ZipDirectory read(ChannelBytes bytes, String archivePath)
      throws IOException, MalformedInputException {
    return read(bytes, ZipEnd.find(bytes), archivePath);
  }

  private static ZipDirectory read(ChannelBytes bytes, ZipEnd end, String archivePath)
      throws IOException, MalformedInputException {
    List<Entry> entries = new ArrayList<>();
    bytes.seek(end.start());
    while (bytes.byteOffset() < end.end()) {
      long byteOffset = bytes.byteOffset();
      try {
        entries.add(readEntry(bytes, end, entries.size()));
      } catch (MalformedInputException e) {
        RejectedMember damage =
            new RejectedMember(
                archivePath, entries.size(), UNKNOWN_SIZE, e.fault(), byteOffset, e.detail());
        return new ZipDirectory(markOverlaps(entries), Optional.of(damage));
      }
    }
    return new ZipDirectory(markOverlaps(entries), Optional.empty());
  }

  private static List<Entry> markOverlaps(List<Entry> entries) {
    List<Entry> byOffset = new ArrayList<>(entries);
    byOffset.sort(Comparator.comparingLong(Entry::headerOffset));
    long end = Long.MIN_VALUE;
    for (Entry entry : byOffset) {
      if (entry.headerOffset() < end) {
        entries.set((int) entry.ordinal(), entry.overlapping());
      }
      end = Math.max(end, entry.leastEnd());
    }
    return entries;
  }

  private static Entry readEntry(ChannelBytes bytes, ZipEnd end, long ordinal)
      throws IOException, MalformedInputException {
    ByteBuffer fixed = take(bytes, ENTRY_BYTES, end.end());
    if (fixed.getInt(0) != ENTRY_SIGNATURE) {
      throw new MalformedInputException(
          CORRUPT_ARCHIVE,
          bytes.byteOffset(),
          "Expected entry %d of the zip's directory, found signature %08x"
              .formatted(ordinal, fixed.getInt(0)));
    }
    byte[] rawName = take(bytes, unsignedShort(fixed, 28), end.end()).array();
    ByteBuffer extra = take(bytes, unsignedShort(fixed, 30), end.end());
    take(bytes, unsignedShort(fixed, 32), end.end()); // the comment

    int flags = unsignedShort(fixed, 8);
    long[] sizes = {unsignedInt(fixed, 24), unsignedInt(fixed, 20), unsignedInt(fixed, 42)};
    int host = unsignedShort(fixed, 4) >> 8;
    boolean mayBeUtf8 = (flags & FLAG_UTF8) != 0 || host == HOST_UNIX || host == HOST_MACOS;
    MemberName name = MemberName.ofZip(rawName, mayBeUtf8);
    while (extra.remaining() >= 4) {
      int id = extra.getShort() & 0xffff;
      int length = Math.min(extra.getShort() & 0xffff, extra.remaining());
      ByteBuffer field = extra.slice(extra.position(), length).order(ByteOrder.LITTLE_ENDIAN);
      extra.position(extra.position() + length);
      if (id == EXTRA_ZIP64) {
        applyZip64(field, sizes);
      } else if (id == EXTRA_UNICODE_PATH) {
        name = unicodePath(field, rawName).orElse(name);
      }
    }
    int unixMode = host == HOST_UNIX ? unsignedShort(fixed, 40) : 0;
    return new Entry(
        name.path(),
        name.isDirectory(),
        ordinal,
        sizes[2] + end.shift(),
        flags,
        unsignedShort(fixed, 10),
        unsignedInt(fixed, 16),
        sizes[1],
        sizes[0],
        unixMode,
        false);
  }

  /** APPNOTE 4.5.3: 64-bit values are here for those that are all ones in the entry. */
  private static void applyZip64(ByteBuffer field, long[] sizes) {
    for (int i = 0; i < sizes.length; i++) {
      if (sizes[i] == MAX_INT && field.remaining() >= Long.BYTES) {
        sizes[i] = field.getLong();
      }
    }
  }

  /** APPNOTE 4.6.9: a UTF-8 name, if it was made for the name that is in the entry. */
  private static Optional<MemberName> unicodePath(ByteBuffer field, byte[] rawName) {
    CRC32 crc = new CRC32();
    crc.update(rawName);
    if (field.remaining() < 5 || field.get() != 1 || field.getInt() != (int) crc.getValue()) {
      return Optional.empty();
    }
    byte[] utf8 = new byte[field.remaining()];
    field.get(utf8);
    return Optional.of(MemberName.ofZip(utf8, true));
  }

  static ByteBuffer take(ChannelBytes bytes, int count, long end)
      throws IOException, MalformedInputException {
    byte[] taken = new byte[count];
    if (bytes.byteOffset() + count > end || bytes.readFully(taken) < count) {
      throw new MalformedInputException(
          TRUNCATED_ARCHIVE, bytes.byteOffset(), "The zip's directory ends within an entry");
    }
    return ByteBuffer.wrap(taken).order(ByteOrder.LITTLE_ENDIAN);
  }

  static int unsignedShort(ByteBuffer bytes, int at) {
    return bytes.getShort(at) & 0xffff;
  }

  static long unsignedInt(ByteBuffer bytes, int at) {
    return bytes.getInt(at) & MAX_INT;
  }
}
