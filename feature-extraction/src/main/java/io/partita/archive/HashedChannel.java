package io.partita.archive;

import io.partita.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.security.MessageDigest;
import java.util.zip.CRC32;

/**
 * A file that is read in any order and hashed at the same time: each stretch is read through a
 * window, and hashed the first time that it comes by. What its reader leaves out is read at the
 * end, so that a file that fits into the window is read once, and others seldom twice.
 */
public final class HashedChannel extends ReadOnlyChannel {
  /** A clip of half a minute fits, a long recording costs no more. */
  private static final int WINDOW_BYTES = 4 << 20;

  private final SeekableByteChannel file;
  private final MessageDigest sha256 = Sha256.begin();
  private final CRC32 crc32 = new CRC32();
  private final ByteBuffer window;
  private long windowStart;
  private long hashed;
  private String hex;

  /**
   * @param file closed with this channel
   */
  public HashedChannel(SeekableByteChannel file) throws IOException {
    super(file.size(), file);
    this.file = file;
    this.window = ByteBuffer.allocate((int) Math.min(size(), WINDOW_BYTES)).limit(0);
  }

  @Override
  protected int read(long from, ByteBuffer target) throws IOException {
    if (from < windowStart || from >= windowStart + window.limit()) {
      fill(from);
    }
    int first = (int) (from - windowStart);
    int count = Math.min(target.remaining(), window.limit() - first);
    target.put(window.slice(first, count));
    return count;
  }

  /**
   * Reads what was not read yet.
   *
   * @return the SHA-256 of the whole file, lower-case hex
   */
  public String sha256() throws IOException {
    while (hashed < size()) {
      fill(hashed);
    }
    if (hex == null) {
      hex = Sha256.end(sha256);
    }
    return hex;
  }

  /** The CRC-32 of the whole file, after {@link #sha256}. */
  public long crc32() {
    return crc32.getValue();
  }

  private void fill(long from) throws IOException {
    windowStart = from;
    window.clear();
    file.position(from);
    while (window.hasRemaining() && windowStart + window.position() < size()) {
      if (file.read(window) < 0) {
        throw new IOException("The file became shorter while it was read.");
      }
    }
    window.flip();
    long end = windowStart + window.limit();
    if (windowStart <= hashed && hashed < end) {
      int first = (int) (hashed - windowStart);
      sha256.update(window.array(), first, window.limit() - first);
      crc32.update(window.array(), first, window.limit() - first);
      hashed = end;
    }
  }
}
