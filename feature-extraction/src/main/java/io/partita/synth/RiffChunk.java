package io.partita.synth;

import io.partita.MalformedInputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A chunk of a RIFF file.
 *
 * @param id four characters
 * @param type of a RIFF or LIST chunk, four characters; else empty
 * @param offset of its header in the file
 * @param dataOffset of what it holds: chunks of a list, else bytes
 * @param end of what it holds
 */
record RiffChunk(String id, String type, long offset, long dataOffset, long end) {
  private static final int HEADER_BYTES = 8;
  private static final int TYPE_BYTES = 4;
  private static final int MOST_CHUNKS = 1 << 20;

  /** The chunk that is the whole file; what comes after it is nobody's. */
  static RiffChunk ofFile(SeekableByteChannel file) throws IOException, MalformedInputException {
    ByteBuffer start = bytes(file, 0, (int) Math.min(HEADER_BYTES + TYPE_BYTES, file.size()));
    if (start.remaining() < HEADER_BYTES + TYPE_BYTES || !text(start, 0).equals("RIFF")) {
      throw new MalformedInputException(SoundFontFault.NOT_A_SOUNDFONT, 0, "It has no RIFF header");
    }
    long end = HEADER_BYTES + Integer.toUnsignedLong(start.getInt(4));
    if (end > file.size()) {
      throw new MalformedInputException(
          SoundFontFault.TRUNCATED,
          file.size(),
          "It ends after " + file.size() + " bytes of the " + end + " that its header promises");
    }
    return new RiffChunk("RIFF", text(start, 8), 0, HEADER_BYTES + TYPE_BYTES, end);
  }

  long size() {
    return end - dataOffset;
  }

  /** What a list holds, in order. Zeros between chunks are padding. */
  List<RiffChunk> children(SeekableByteChannel file) throws IOException, MalformedInputException {
    List<RiffChunk> children = new ArrayList<>();
    long at = dataOffset;
    while (at < end) {
      ByteBuffer header = bytes(file, at, (int) Math.min(HEADER_BYTES + TYPE_BYTES, end - at));
      if (header.get(0) == 0) {
        at++;
        continue;
      }
      if (header.remaining() < HEADER_BYTES || children.size() == MOST_CHUNKS) {
        throw new MalformedInputException(
            SoundFontFault.BAD_STRUCTURE, at, "Chunk " + name() + " does not end with a chunk");
      }
      children.add(child(header, at));
      at = children.get(children.size() - 1).end;
    }
    return children;
  }

  private RiffChunk child(ByteBuffer header, long at) throws MalformedInputException {
    String childId = text(header, 0);
    long childEnd = at + HEADER_BYTES + Integer.toUnsignedLong(header.getInt(4));
    boolean isList = childId.equals("LIST") || childId.equals("RIFF");
    if (childEnd > end || (isList && childEnd < at + HEADER_BYTES + TYPE_BYTES)) {
      throw new MalformedInputException(
          SoundFontFault.BAD_STRUCTURE,
          at,
          String.format(
              Locale.ROOT,
              "Chunk %s of %d bytes does not fit into %s, which ends at byte %d",
              printable(childId),
              childEnd - at - HEADER_BYTES,
              name(),
              end));
    }
    return isList
        ? new RiffChunk(
            childId, text(header, HEADER_BYTES), at, at + HEADER_BYTES + TYPE_BYTES, childEnd)
        : new RiffChunk(childId, "", at, at + HEADER_BYTES, childEnd);
  }

  /** The list of a type among chunks. */
  static Optional<RiffChunk> list(List<RiffChunk> chunks, String type) {
    return chunks.stream().filter(chunk -> chunk.type.equals(type)).findFirst();
  }

  /** What it holds, which must fit into memory. */
  ByteBuffer bytes(SeekableByteChannel file) throws IOException {
    return bytes(file, dataOffset, Math.toIntExact(size()));
  }

  /** Its id, or the type of a list. */
  String name() {
    return printable(type.isEmpty() ? id : type).strip();
  }

  private static String printable(String text) {
    return text.replaceAll("[^ -~]", "?");
  }

  private static String text(ByteBuffer bytes, int at) {
    byte[] four = new byte[TYPE_BYTES];
    bytes.get(at, four);
    return new String(four, StandardCharsets.ISO_8859_1);
  }

  private static ByteBuffer bytes(SeekableByteChannel file, long at, int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    file.position(at);
    while (bytes.hasRemaining() && file.read(bytes) >= 0) {
      // a channel may give less than was asked for
    }
    return bytes.flip();
  }
}
