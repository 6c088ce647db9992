package io.partita.archive;

import static io.partita.archive.ArchiveFault.CORRUPT_ARCHIVE;
import static io.partita.archive.ArchiveFault.NOT_AN_ARCHIVE;
import static io.partita.archive.ArchiveFault.TRUNCATED_ARCHIVE;

import io.partita.MalformedInputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * What the end of a zip says about its directory (PKWARE APPNOTE 4.3.14 to 4.3.16).
 *
 * @param start beginning of the directory, in bytes
 * @param end end of it
 * @param shift number to add to the offsets in it: the bytes put before a zip, as by a
 *     self-extractor
 * @param fileEnd end of the last record of the zip, without its comment, in bytes
 */
record ZipEnd(long start, long end, long shift, long fileEnd) {
  static final int SIGNATURE = 0x06054b50;

  private static final int END64_LOCATOR_SIGNATURE = 0x07064b50;
  private static final int END64_SIGNATURE = 0x06064b50;
  private static final int END_BYTES = 22;
  private static final int END64_LOCATOR_BYTES = 20;
  private static final int END64_BYTES = 56;
  private static final int MAX_COMMENT_BYTES = 0xffff;

  static ZipEnd find(ChannelBytes bytes) throws IOException, MalformedInputException {
    int tailBytes = (int) Math.min(bytes.size(), END_BYTES + MAX_COMMENT_BYTES);
    long tailStart = bytes.size() - tailBytes;
    bytes.seek(tailStart);
    byte[] tailArray = bytes.readUpTo(tailBytes);
    ByteBuffer tail = ByteBuffer.wrap(tailArray).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = tailArray.length - END_BYTES; at >= 0; at--) {
      boolean isEnd =
          tail.getInt(at) == SIGNATURE
              && at + END_BYTES + ZipDirectory.unsignedShort(tail, at + 20) <= tailArray.length;
      if (isEnd) {
        ByteBuffer end = tail.slice(at, END_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        return extent(bytes, tailStart + at, end);
      }
    }
    bytes.seek(0);
    byte[] start = bytes.readUpTo(4);
    throw ZipDirectory.startsZip(start)
        ? new MalformedInputException(
            TRUNCATED_ARCHIVE,
            bytes.size(),
            "The directory at the zip's end is missing: download the file again")
        : new MalformedInputException(
            NOT_AN_ARCHIVE, 0, "Expected a zip but the file neither starts nor ends as one");
  }

  private static ZipEnd extent(ChannelBytes bytes, long endOffset, ByteBuffer end)
      throws IOException, MalformedInputException {
    long directoryBytes = ZipDirectory.unsignedInt(end, 12);
    long stated = ZipDirectory.unsignedInt(end, 16);
    long directoryEnd = endOffset;
    Optional<ByteBuffer> end64 = end64(bytes, endOffset);
    if (end64.isPresent()) {
      directoryBytes = end64.get().getLong(40);
      stated = end64.get().getLong(48);
      directoryEnd = bytes.byteOffset() - END64_BYTES;
    }
    long start = directoryEnd - directoryBytes;
    if (directoryBytes < 0 || start < 0) {
      throw new MalformedInputException(
          CORRUPT_ARCHIVE,
          endOffset,
          "The zip's directory of %s bytes does not fit before byte %s"
              .formatted(directoryBytes, directoryEnd));
    }
    return new ZipEnd(start, directoryEnd, start - stated, endOffset + END_BYTES);
  }

  private static Optional<ByteBuffer> end64(ChannelBytes bytes, long endOffset)
      throws IOException, MalformedInputException {
    if (endOffset < END64_LOCATOR_BYTES) {
      return Optional.empty();
    }
    bytes.seek(endOffset - END64_LOCATOR_BYTES);
    ByteBuffer locator = ZipDirectory.take(bytes, END64_LOCATOR_BYTES, endOffset);
    if (locator.getInt(0) != END64_LOCATOR_SIGNATURE) {
      return Optional.empty();
    }
    long end64Offset = locator.getLong(8);
    if (end64Offset < 0 || end64Offset > endOffset - END64_LOCATOR_BYTES - END64_BYTES) {
      throw new MalformedInputException(
          CORRUPT_ARCHIVE, endOffset, "The zip's ZIP64 end is at byte " + end64Offset);
    }
    bytes.seek(end64Offset);
    ByteBuffer end64 = ZipDirectory.take(bytes, END64_BYTES, endOffset);
    if (end64.getInt(0) != END64_SIGNATURE) {
      throw new MalformedInputException(
          CORRUPT_ARCHIVE, end64Offset, "Expected the zip's ZIP64 end, found something else");
    }
    return Optional.of(end64);
  }
}
