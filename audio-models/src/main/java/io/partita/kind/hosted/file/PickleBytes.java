package io.partita.kind.hosted.file;

import static io.partita.kind.hosted.file.HostedFault.BROKEN_PICKLE;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.partita.MalformedInputException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The bytes of a pickle, read forward. */
final class PickleBytes {
  private final ByteBuffer bytes;
  private final long fileOffset;

  /**
   * @param fileOffset of the first of them in the file
   */
  PickleBytes(byte[] bytes, long fileOffset) {
    this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    this.fileOffset = fileOffset;
  }

  int position() {
    return bytes.position();
  }

  int u1() throws MalformedInputException {
    require(1);
    return bytes.get() & 0xff;
  }

  int u2() throws MalformedInputException {
    require(2);
    return bytes.getShort() & 0xffff;
  }

  int i4() throws MalformedInputException {
    require(4);
    return bytes.getInt();
  }

  long i8() throws MalformedInputException {
    require(8);
    return bytes.getLong();
  }

  /** A double, the only number that pickles write with its high byte first. */
  double f8() throws MalformedInputException {
    return Double.longBitsToDouble(Long.reverseBytes(i8()));
  }

  /** A whole number in two's complement of so many bytes, at most eight. */
  long number(int length) throws MalformedInputException {
    if (length > Long.BYTES) {
      throw broken("a number of " + length + " bytes");
    }
    require(length);
    long value = 0;
    for (int i = 0; i < length; i++) {
      value |= (bytes.get() & 0xffL) << (8 * i);
    }
    int unused = Long.SIZE - 8 * length;
    return length == 0 ? 0 : value << unused >> unused;
  }

  /** A text of so many bytes. */
  String text(long length) throws MalformedInputException {
    require(length);
    byte[] text = new byte[(int) length];
    bytes.get(text);
    return new String(text, UTF_8);
  }

  /** A text that a line feed ends. */
  String line() throws MalformedInputException {
    int end = bytes.position();
    while (end < bytes.limit() && bytes.get(end) != '\n') {
      end++;
    }
    String line = text(end - bytes.position());
    require(1);
    bytes.get();
    return line;
  }

  MalformedInputException broken(String what) {
    return new MalformedInputException(
        BROKEN_PICKLE, fileOffset + bytes.position(), "The pickle has " + what);
  }

  MalformedInputException fault(HostedFault fault, int position, String detail) {
    return new MalformedInputException(fault, fileOffset + position, detail);
  }

  private void require(long count) throws MalformedInputException {
    if (count < 0 || count > bytes.remaining()) {
      throw broken("%d bytes left, and %d were to come".formatted(bytes.remaining(), count));
    }
  }
}
