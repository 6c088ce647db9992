package io.partita.archive;

import static io.partita.archive.ArchiveFault.CORRUPT_ARCHIVE;
import static io.partita.archive.ArchiveFault.TRUNCATED_ARCHIVE;
import static io.partita.archive.TarHeader.BLOCK_BYTES;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.partita.MalformedInputException;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/**
 * The entries of a tar stream, with their long names (GNU {@code L}, pax {@code path}) and sizes
 * (pax {@code size}) already applied.
 *
 * <p>Blocks of zeros end an archive; what follows them is read on if it is a header again, as in
 * archives that were appended to one another.
 */
final class TarEntries implements Closeable {
  /** No honest name or pax header comes near this. */
  private static final int MAX_HEADER_DATA_BYTES = 1 << 20;

  private final ByteSource source;
  private final byte[] block = new byte[BLOCK_BYTES];
  private final byte[] passed = new byte[64 << 10];
  private long unread;
  private int padding;
  private boolean anyEntry;

  TarEntries(ByteSource source) {
    this.source = source;
  }

  /**
   * One entry.
   *
   * @param rawName its name's bytes, one per char
   * @param sizeBytes the size of its data
   * @param type its type flag
   * @param isSparse whether its data are stored with holes
   * @param byteOffset beginning of its header in the stored file
   */
  record TarEntry(String rawName, long sizeBytes, char type, boolean isSparse, long byteOffset) {}

  /** Whether anything in the stream looked like a tar so far. */
  boolean anyEntry() {
    return anyEntry;
  }

  /** The next entry, empty at the end of the archive; data left unread are passed over. */
  Optional<TarEntry> next() throws IOException, MalformedInputException {
    pass();
    String longName = null;
    PaxHeader pax = PaxHeader.NONE;
    long entryOffset = source.byteOffset();
    while (readHeaderBlock()) {
      TarHeader header = TarHeader.parse(block, source.byteOffset() - blockShift());
      anyEntry = true;
      switch (header.type()) {
        case 'L' -> longName = untilNul(readHeaderData(header));
        case 'x', 'X' -> pax = PaxHeader.parse(readHeaderData(header), source.byteOffset());
        case 'g', 'K', 'V' -> readHeaderData(header);
        default -> {
          return Optional.of(entry(header, longName, pax, entryOffset));
        }
      }
    }
    return Optional.empty();
  }

  private TarEntry entry(TarHeader header, String longName, PaxHeader pax, long byteOffset) {
    String name = pax.rawPath().orElse(longName != null ? longName : header.rawName());
    long sizeBytes = pax.sizeBytes().orElse(header.sizeBytes());
    boolean hasData = "123456".indexOf(header.type()) < 0 && !name.endsWith("/");
    startData(hasData ? sizeBytes : 0);
    boolean isSparse = header.type() == 'S' || pax.isSparse();
    return new TarEntry(name, sizeBytes, header.type(), isSparse, byteOffset);
  }

  /** The data of the entry just returned; at most {@code size} bytes, the size it claims. */
  byte[] readData(int size) throws IOException, MalformedInputException {
    byte[] bytes = source.readUpTo(size);
    unread -= bytes.length;
    if (bytes.length < size) {
      throw truncated(size);
    }
    return bytes;
  }

  /** Passes over what is left of the entry just returned. */
  void pass() throws IOException, MalformedInputException {
    long size = unread;
    long left = unread + padding;
    while (left > 0) {
      int count = source.read(passed, 0, (int) Math.min(left, passed.length));
      if (count < 0) {
        throw truncated(size);
      }
      left -= count;
      unread = Math.max(0, unread - count);
    }
    unread = 0;
    padding = 0;
  }

  private void startData(long sizeBytes) {
    unread = sizeBytes;
    padding = (int) (-sizeBytes & (BLOCK_BYTES - 1));
  }

  private byte[] readHeaderData(TarHeader header) throws IOException, MalformedInputException {
    if (header.sizeBytes() > MAX_HEADER_DATA_BYTES) {
      throw new MalformedInputException(
          CORRUPT_ARCHIVE,
          source.byteOffset(),
          "A tar header of type %s claims %s bytes of its own, more than %s"
              .formatted(header.type(), header.sizeBytes(), MAX_HEADER_DATA_BYTES));
    }
    startData(header.sizeBytes());
    byte[] bytes = readData((int) header.sizeBytes());
    pass();
    return bytes;
  }

  /** False at the end of the archive. */
  private boolean readHeaderBlock() throws IOException, MalformedInputException {
    long zeroBlocks = 0;
    while (true) {
      int count = source.readFully(block);
      if (count == BLOCK_BYTES && TarHeader.isZero(block)) {
        zeroBlocks++;
      } else if (zeroBlocks == 0 && count == 0) {
        throw new MalformedInputException(
            TRUNCATED_ARCHIVE,
            source.byteOffset(),
            "The tar ends without the two blocks of zeros that close it");
      } else if (count == 0) {
        return false;
      } else if (count < BLOCK_BYTES) {
        throw new MalformedInputException(
            TRUNCATED_ARCHIVE,
            source.byteOffset(),
            "The tar ends within a header, after " + count + " of " + BLOCK_BYTES + " bytes");
      } else {
        return true;
      }
    }
  }

  private long blockShift() {
    return source instanceof PlainBytes ? BLOCK_BYTES : 0;
  }

  private MalformedInputException truncated(long size) {
    return new MalformedInputException(
        TRUNCATED_ARCHIVE,
        source.byteOffset(),
        "The tar ends " + unread + " bytes before the end of a member of " + size + " bytes");
  }

  private static String untilNul(byte[] bytes) {
    String text = new String(bytes, ISO_8859_1);
    int end = text.indexOf(0);
    return end < 0 ? text : text.substring(0, end);
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
