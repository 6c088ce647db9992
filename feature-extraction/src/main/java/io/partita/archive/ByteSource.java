package io.partita.archive;

import io.partita.MalformedInputException;
import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;

/**
 * Bytes read forward once, that know where in the stored file they come from. Broken content and
 * failing storage leave by different exceptions.
 */
interface ByteSource extends Closeable {
  /**
   * An array of unknown size starts with this and grows as bytes come: most MIDI files fit at once.
   */
  int FIRST_BYTES = 64 << 10;

  /**
   * As {@link java.io.InputStream#read(byte[], int, int)}: −1 at the end, never 0 for len &gt; 0.
   */
  int read(byte[] into, int from, int length) throws IOException, MalformedInputException;

  /** Bytes of the stored file used up so far. */
  long byteOffset();

  /** Fills the array as far as there are bytes; returns how many there were. */
  default int readFully(byte[] into) throws IOException, MalformedInputException {
    int filled = 0;
    while (filled < into.length) {
      int count = read(into, filled, into.length - filled);
      if (count < 0) {
        break;
      }
      filled += count;
    }
    return filled;
  }

  /**
   * The next bytes, at most {@code max} of them, fewer where the source ends. What is allocated
   * grows fourfold with what was read, so that a false size costs nothing; no array is copied when
   * {@code max} is right and at most {@link #FIRST_BYTES}.
   */
  default byte[] readUpTo(int max) throws IOException, MalformedInputException {
    byte[] bytes = new byte[Math.min(max, FIRST_BYTES)];
    int filled = 0;
    while (filled < max) {
      if (filled == bytes.length) {
        bytes = Arrays.copyOf(bytes, (int) Math.min(max, 4L * bytes.length));
      }
      int count = read(bytes, filled, bytes.length - filled);
      if (count < 0) {
        return Arrays.copyOf(bytes, filled);
      }
      filled += count;
    }
    return bytes;
  }
}
