package io.partita.archive;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/** A file of known size that is read in any order; subclasses say where its bytes come from. */
public abstract class ReadOnlyChannel implements SeekableByteChannel {
  private final long size;
  private final Closeable source;
  private boolean isOpen = true;
  private long position;

  /**
   * @param source closed with this channel
   */
  protected ReadOnlyChannel(long size, Closeable source) {
    this.size = size;
    this.source = source;
  }

  /**
   * Reads some bytes.
   *
   * @param from place to begin at, before the end of the file
   * @param target with room for at least one byte, and for none behind the end of the file
   * @return how many, at least 1; −1 if the file has become shorter
   */
  protected abstract int read(long from, ByteBuffer target) throws IOException;

  @Override
  public final int read(ByteBuffer target) throws IOException {
    if (!isOpen) {
      throw new ClosedChannelException();
    }
    if (!target.hasRemaining()) {
      return 0;
    }
    if (position >= size) {
      return -1;
    }
    int limit = target.limit();
    target.limit((int) Math.min(limit, target.position() + size - position));
    try {
      int count = read(position, target);
      position += Math.max(0, count);
      return count;
    } finally {
      target.limit(limit);
    }
  }

  @Override
  public final long position() {
    return position;
  }

  @Override
  public final SeekableByteChannel position(long newPosition) {
    if (newPosition < 0) {
      throw new IllegalArgumentException("Position " + newPosition + " is negative");
    }
    position = newPosition;
    return this;
  }

  @Override
  public final long size() {
    return size;
  }

  @Override
  public final boolean isOpen() {
    return isOpen;
  }

  @Override
  public final void close() throws IOException {
    isOpen = false;
    source.close();
  }

  @Override
  public final int write(ByteBuffer source) {
    throw new NonWritableChannelException();
  }

  @Override
  public final SeekableByteChannel truncate(long newSize) {
    throw new NonWritableChannelException();
  }
}
