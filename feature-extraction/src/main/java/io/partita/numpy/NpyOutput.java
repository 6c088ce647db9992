package io.partita.numpy;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;

/**
 * An npy file of any length, written from front to back, so that {@code numpy.load} can map it:
 * version 1.0, C order.
 */
public final class NpyOutput implements Closeable {
  private final OutputStream out;
  private long missing;

  /**
   * Writes the header.
   *
   * @param out closed with this
   * @param type of the elements as NumPy has it, with its order and its bytes: {@code <u2}
   * @param shape lengths of the axes
   */
  public NpyOutput(OutputStream out, String type, long... shape) throws IOException {
    this.out = out;
    this.missing = Long.parseLong(type.substring(2));
    for (long length : shape) {
      missing = Math.multiplyExact(missing, length);
    }
    out.write(NpyHeader.write(type, shape));
  }

  /** Appends elements in the type's order of bytes. */
  public void write(byte[] elements) throws IOException {
    missing -= elements.length;
    if (missing < 0) {
      throw new IllegalStateException("The array has no room for " + -missing + " more bytes");
    }
    out.write(elements);
  }

  /** Closes the file, which must be complete. */
  @Override
  public void close() throws IOException {
    out.close();
    if (missing > 0) {
      throw new IllegalStateException("The array lacks " + missing + " bytes");
    }
  }
}
