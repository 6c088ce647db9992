package io.partita.archive;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/**
 * A file in memory; its storage fails once more than {@code failsAfter} bytes were read from it.
 */
@SuppressWarnings("ArrayRecordComponent")
public record BytesFile(String path, byte[] bytes, long failsAfter) implements InputFile {
  public BytesFile(String path, byte[] bytes) {
    this(path, bytes, Long.MAX_VALUE);
  }

  @Override
  public long size() {
    return bytes.length;
  }

  @Override
  public InputStream openStream() {
    return new FilterInputStream(new ByteArrayInputStream(bytes)) {
      private long taken;

      @Override
      public int read(byte[] into, int from, int length) throws IOException {
        int count = super.read(into, from, Math.min(length, 1000));
        taken += count;
        if (taken > failsAfter) {
          throw new IOException("Disk on fire");
        }
        return count;
      }

      @Override
      public int available() {
        return 0; // as a socket's stream may say at any time
      }
    };
  }

  @Override
  public SeekableByteChannel openChannel() {
    return new Channel();
  }

  private final class Channel implements SeekableByteChannel {
    private long position;

    @Override
    public int read(ByteBuffer into) throws IOException {
      if (position >= bytes.length) {
        return -1;
      }
      int count = (int) Math.min(Math.min(into.remaining(), 1000), bytes.length - position);
      into.put(bytes, (int) position, count);
      position += count;
      if (position > failsAfter) {
        throw new IOException("Disk on fire");
      }
      return count;
    }

    @Override
    public int write(ByteBuffer from) {
      throw new NonWritableChannelException();
    }

    @Override
    public long position() {
      return position;
    }

    @Override
    public SeekableByteChannel position(long newPosition) {
      position = newPosition;
      return this;
    }

    @Override
    public long size() {
      return bytes.length;
    }

    @Override
    public SeekableByteChannel truncate(long size) {
      throw new NonWritableChannelException();
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {
      position = 0;
    }
  }
}
