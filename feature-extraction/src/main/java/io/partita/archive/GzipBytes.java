package io.partita.archive;

import static io.partita.archive.ArchiveFault.BOMB;
import static io.partita.archive.ArchiveFault.CORRUPT_ARCHIVE;
import static io.partita.archive.ArchiveFault.NOT_AN_ARCHIVE;
import static io.partita.archive.ArchiveFault.TRUNCATED_ARCHIVE;

import io.partita.MalformedInputException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A gzip stream (RFC 1952), inflated. Any number of gzip members follow one another without
 * recursion and whatever the stream below says about {@code available()}, which the JDK's own
 * reader relies on; the checksum of each is verified. What follows the last member is ignored, as
 * {@code gzip -d} does.
 */
final class GzipBytes implements ByteSource {
  private static final int BUFFER_BYTES = 256 << 10;
  private static final int MAGIC_1 = 0x1f;
  private static final int MAGIC_2 = 0x8b;
  private static final int DEFLATE = 8;
  private static final int FHCRC = 2;
  private static final int FEXTRA = 4;
  private static final int FNAME = 8;
  private static final int FCOMMENT = 16;
  private static final int RESERVED = 0xe0;

  private final InputStream in;
  private final ArchiveLimits limits;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private final Inflater inflater = new Inflater(true);
  private final CRC32 crc = new CRC32();
  private int from;
  private int to;
  private long taken;
  private volatile long used;
  private long inflated;
  private boolean started;
  private boolean ended;

  GzipBytes(InputStream in, ArchiveLimits limits) {
    this.in = in;
    this.limits = limits;
  }

  static boolean startsGzip(byte[] prefix) {
    return prefix.length >= 2 && (prefix[0] & 0xff) == MAGIC_1 && (prefix[1] & 0xff) == MAGIC_2;
  }

  @Override
  public int read(byte[] into, int start, int length) throws IOException, MalformedInputException {
    if (!started) {
      readFirstHeader();
      started = true;
    }
    while (!ended) {
      int count = inflate(into, start, length);
      if (count > 0) {
        crc.update(into, start, count);
        inflated += count;
        used = taken - inflater.getRemaining();
        if (limits.isBomb(inflated, used)) {
          throw broken(
              BOMB,
              used
                  + " compressed bytes inflate to "
                  + inflated
                  + ", more than "
                  + limits.maxRatio()
                  + " to one");
        }
        return count;
      }
      if (inflater.finished()) {
        from = to - inflater.getRemaining();
        readTrailer();
        ended = !readFollowingHeader();
      } else if (inflater.needsInput()) {
        if (!fill()) {
          throw truncated("its compressed data");
        }
        inflater.setInput(buffer, 0, to);
      } else {
        throw broken(CORRUPT_ARCHIVE, "The compressed data ask for a preset dictionary");
      }
    }
    return -1;
  }

  private int inflate(byte[] into, int start, int length) throws MalformedInputException {
    try {
      return inflater.inflate(into, start, length);
    } catch (DataFormatException e) {
      used = taken - inflater.getRemaining();
      throw broken(CORRUPT_ARCHIVE, "The compressed data are broken: " + e.getMessage());
    }
  }

  private void readFirstHeader() throws IOException, MalformedInputException {
    int first = nextByte();
    int second = nextByte();
    if (first != MAGIC_1 || second != MAGIC_2) {
      String found = first < 0 ? "is empty" : "starts with " + hex(first) + hex(second);
      throw new MalformedInputException(
          NOT_AN_ARCHIVE, 0, "Expected gzip (1F 8B) but the file " + found.strip());
    }
    readHeaderAfterMagic();
  }

  /** True if another gzip member begins here. */
  private boolean readFollowingHeader() throws IOException, MalformedInputException {
    if (nextByte() != MAGIC_1 || nextByte() != MAGIC_2) {
      return false;
    }
    readHeaderAfterMagic();
    return true;
  }

  private void readHeaderAfterMagic() throws IOException, MalformedInputException {
    int method = headerByte();
    int flags = headerByte();
    if (method != DEFLATE || (flags & RESERVED) != 0) {
      throw broken(CORRUPT_ARCHIVE, "A gzip header has method " + method + " and flags " + flags);
    }
    skipHeader(6); // MTIME, XFL, OS
    if ((flags & FEXTRA) != 0) {
      skipHeader(headerByte() | (headerByte() << 8));
    }
    if ((flags & FNAME) != 0) {
      skipText();
    }
    if ((flags & FCOMMENT) != 0) {
      skipText();
    }
    if ((flags & FHCRC) != 0) {
      skipHeader(2);
    }
    inflater.reset();
    inflater.setInput(buffer, from, to - from);
    crc.reset();
  }

  private void readTrailer() throws IOException, MalformedInputException {
    long storedCrc = headerInt();
    long storedSize = headerInt();
    if (storedCrc != crc.getValue()) {
      throw broken(
          CORRUPT_ARCHIVE,
          "The inflated bytes have CRC-32 %08x, the gzip trailer says %08x"
              .formatted(crc.getValue(), storedCrc));
    }
    long size = inflater.getBytesWritten() & 0xffffffffL;
    if (storedSize != size) {
      throw broken(
          CORRUPT_ARCHIVE, "The gzip trailer says " + storedSize + " bytes, inflated were " + size);
    }
  }

  private long headerInt() throws IOException, MalformedInputException {
    long low = headerByte() | (headerByte() << 8);
    return low | ((long) (headerByte() | (headerByte() << 8)) << 16);
  }

  private void skipHeader(int count) throws IOException, MalformedInputException {
    for (int i = 0; i < count; i++) {
      headerByte();
    }
  }

  private void skipText() throws IOException, MalformedInputException {
    while (headerByte() != 0) {
      // up to its NUL
    }
  }

  private int headerByte() throws IOException, MalformedInputException {
    int value = nextByte();
    if (value < 0) {
      throw truncated("a gzip header or trailer");
    }
    return value;
  }

  private int nextByte() throws IOException {
    if (from == to && !fill()) {
      return -1;
    }
    used = taken - (to - from) + 1;
    return buffer[from++] & 0xff;
  }

  private boolean fill() throws IOException {
    int count = in.read(buffer, 0, buffer.length);
    from = 0;
    to = Math.max(count, 0);
    taken += to;
    return count > 0;
  }

  private MalformedInputException truncated(String where) {
    used = taken;
    return broken(TRUNCATED_ARCHIVE, "The file ends in " + where + ", after " + used + " bytes");
  }

  private MalformedInputException broken(ArchiveFault fault, String detail) {
    return new MalformedInputException(fault, used, detail);
  }

  private static String hex(int value) {
    return value < 0 ? "" : "%02X ".formatted(value);
  }

  @Override
  public long byteOffset() {
    return used;
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    in.close();
  }
}
