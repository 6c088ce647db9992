package io.partita.ingest;

import java.io.Serializable;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * A content on its way through the shuffle, which holds many of them at once: a large one is
 * deflated where that helps, so that a partition takes no more memory than its share of the input
 * as stored.
 *
 * @param sizeBytes of the content
 * @param bytes the content, or what it is deflated to where that is less
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record PackedBytes(int sizeBytes, byte[] bytes) implements Serializable {
  private static final int LARGE_BYTES = 1 << 20;

  static PackedBytes of(byte[] content) {
    if (content.length < LARGE_BYTES) {
      return new PackedBytes(content.length, content);
    }
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    try {
      deflater.setInput(content);
      deflater.finish();
      byte[] packed = new byte[content.length / 2];
      int size = deflater.deflate(packed);
      return deflater.finished()
          ? new PackedBytes(content.length, Arrays.copyOf(packed, size))
          : new PackedBytes(content.length, content);
    } finally {
      deflater.end();
    }
  }

  public byte[] unpacked() {
    if (bytes.length == sizeBytes) {
      return bytes;
    }
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(bytes);
      byte[] content = new byte[sizeBytes];
      int size = inflater.inflate(content);
      if (size != sizeBytes) {
        throw new IllegalStateException(size + " bytes came out of a pack of " + sizeBytes);
      }
      return content;
    } catch (DataFormatException e) {
      throw new IllegalStateException("What was packed before the shuffle cannot be unpacked", e);
    } finally {
      inflater.end();
    }
  }
}
