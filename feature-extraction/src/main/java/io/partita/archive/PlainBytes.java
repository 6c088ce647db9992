package io.partita.archive;

import java.io.IOException;
import java.io.InputStream;

/** A stream as it is stored, read through one large buffer. */
final class PlainBytes implements ByteSource {
  private static final int BUFFER_BYTES = 256 << 10;

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int from;
  private int to;
  private long taken;
  private volatile long used;

  PlainBytes(InputStream in) {
    this.in = in;
  }

  @Override
  public int read(byte[] into, int start, int length) throws IOException {
    if (from == to && !fill()) {
      return -1;
    }
    int count = Math.min(length, to - from);
    System.arraycopy(buffer, from, into, start, count);
    from += count;
    used = taken - (to - from);
    return count;
  }

  private boolean fill() throws IOException {
    int count = in.read(buffer, 0, buffer.length);
    from = 0;
    to = Math.max(count, 0);
    taken += to;
    return count > 0;
  }

  @Override
  public long byteOffset() {
    return used;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
