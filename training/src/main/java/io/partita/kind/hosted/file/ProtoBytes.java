package io.partita.kind.hosted.file;

import static io.partita.kind.hosted.file.HostedFault.BROKEN_PROTOBUF;
import static io.partita.kind.hosted.file.HostedFault.TOO_LARGE;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.partita.MalformedInputException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

/**
 * The wire format of protocol buffers, read forward from a file; what is skipped is not read. A
 * message is read by {@link #next} until its end.
 */
final class ProtoBytes implements Closeable {
  static final int VARINT = 0;
  static final int BYTES = 2;

  private static final int EIGHT_BYTES = 1;
  private static final int FOUR_BYTES = 5;
  private static final int WINDOW_BYTES = 64 << 10;
  private static final int MOST_TEXT_BYTES = 64 << 10;

  private final SeekableByteChannel channel;
  private final long size;
  private final ByteBuffer window = ByteBuffer.allocate(WINDOW_BYTES).limit(0);
  private long windowStart;
  private int field;
  private int type;

  ProtoBytes(SeekableByteChannel channel) throws IOException {
    this.channel = channel;
    this.size = channel.size();
  }

  long size() {
    return size;
  }

  long position() {
    return windowStart + window.position();
  }

  /**
   * Goes to the next field of a message.
   *
   * @param end where the message ends, in bytes from the file's start
   * @return false at that end
   */
  boolean next(long end) throws IOException, MalformedInputException {
    if (position() >= end) {
      if (position() > end) {
        throw broken("a field that goes beyond its message");
      }
      return false;
    }
    long key = varint();
    field = (int) (key >>> 3);
    type = (int) (key & 7);
    if (key < 8 || key > 0xffffffffL) {
      throw broken("a field of the number " + (key >>> 3));
    }
    return true;
  }

  int field() {
    return field;
  }

  /** Whether the field is this one, in this wire type. */
  boolean is(int number, int wireType) {
    return field == number && type == wireType;
  }

  long varint() throws IOException, MalformedInputException {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      int next = u1();
      value |= (next & 0x7fL) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw broken("a number of more than ten bytes");
  }

  /** Where the field's message or bytes end; reading goes on at its first. */
  long enter(long end) throws IOException, MalformedInputException {
    long length = varint();
    if (length < 0 || length > end - position()) {
      throw broken(
          "a field of %d bytes where its message has %d left".formatted(length, end - position()));
    }
    return position() + length;
  }

  String text(long end) throws IOException, MalformedInputException {
    long stop = enter(end);
    long length = stop - position();
    if (length > MOST_TEXT_BYTES) {
      throw new MalformedInputException(
          TOO_LARGE, position(), "A name of " + length + " bytes is no name");
    }
    byte[] text = new byte[(int) length];
    for (int i = 0; i < text.length; i++) {
      text[i] = (byte) u1();
    }
    return new String(text, UTF_8);
  }

  /** Passes over the field's value. */
  void skip(long end) throws IOException, MalformedInputException {
    switch (type) {
      case VARINT -> varint();
      case EIGHT_BYTES -> seek(position() + 8, end);
      case FOUR_BYTES -> seek(position() + 4, end);
      case BYTES -> seek(enter(end), end);
      default -> throw broken("a field of the wire type " + type);
    }
  }

  private void seek(long to, long end) throws MalformedInputException {
    if (to > end) {
      throw broken("a field that goes beyond its message");
    }
    if (to - windowStart <= window.limit()) {
      window.position((int) (to - windowStart));
    } else {
      windowStart = to;
      window.limit(0);
    }
  }

  private int u1() throws IOException, MalformedInputException {
    if (!window.hasRemaining()) {
      windowStart += window.limit();
      window.clear();
      if (windowStart < size) {
        channel.position(windowStart);
        channel.read(window);
      }
      window.flip();
      if (!window.hasRemaining()) {
        throw broken("an end within a field");
      }
    }
    return window.get() & 0xff;
  }

  MalformedInputException broken(String what) {
    return new MalformedInputException(
        BROKEN_PROTOBUF, Math.min(position(), size), "The protobuf has " + what);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
