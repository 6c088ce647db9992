package io.partita.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

/** A part of a file as a file of its own; closing it closes the file's channel. */
final class RangeChannel extends ReadOnlyChannel {
  private final SeekableByteChannel file;
  private final long start;

  RangeChannel(SeekableByteChannel file, long start, long size) {
    super(size, file);
    this.file = file;
    this.start = start;
  }

  @Override
  protected int read(long from, ByteBuffer target) throws IOException {
    return file.position(start + from).read(target);
  }
}
