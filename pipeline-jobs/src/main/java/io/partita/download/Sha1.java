package io.partita.download;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.LongConsumer;

/** The checksum that publishers of large archives give. */
final class Sha1 {
  private static final int BUFFER_BYTES = 1 << 20;

  private Sha1() {}

  /**
   * Reads a file from its beginning to its end.
   *
   * @param done listener that is told how many bytes were read so far
   * @return 40 hexadecimal digits in lower case
   */
  static String of(FileChannel file, LongConsumer done) throws IOException {
    MessageDigest sha1 = sha1();
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    long position = 0;
    for (int count = file.read(buffer, 0); count >= 0; count = file.read(buffer, position)) {
      position += count;
      sha1.update(buffer.flip());
      buffer.clear();
      done.accept(position);
    }
    return HexFormat.of().formatHex(sha1.digest());
  }

  private static MessageDigest sha1() {
    try {
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-1", e);
    }
  }
}
