package io.partita.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

/**
 * A channel read through one window, so that reading on and small steps back cost no call below:
 * each is a round trip where the file is on HDFS.
 */
final class ChannelBytes implements ByteSource {
  private static final int WINDOW_BYTES = 256 << 10;

  private final SeekableByteChannel channel;
  private final long size;
  private final ByteBuffer window = ByteBuffer.allocate(WINDOW_BYTES).limit(0);
  private long windowStart;

  ChannelBytes(SeekableByteChannel channel) throws IOException {
    this.channel = channel;
    this.size = channel.size();
  }

  long size() {
    return size;
  }

  /** The next byte to read; beyond the end of the file there are none. */
  void seek(long byteOffset) {
    if (byteOffset >= windowStart && byteOffset <= windowStart + window.limit()) {
      window.position((int) (byteOffset - windowStart));
    } else {
      windowStart = byteOffset;
      window.limit(0);
    }
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    if (!window.hasRemaining() && !fill()) {
      return -1;
    }
    int count = Math.min(length, window.remaining());
    window.get(into, from, count);
    return count;
  }

  private boolean fill() throws IOException {
    windowStart += window.limit();
    window.clear();
    int count = -1;
    if (windowStart < size) {
      channel.position(windowStart);
      count = channel.read(window);
    }
    window.flip();
    return count > 0;
  }

  @Override
  public long byteOffset() {
    return windowStart + window.position();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
