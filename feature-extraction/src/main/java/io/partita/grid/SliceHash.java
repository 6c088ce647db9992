package io.partita.grid;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What equal slices have in common, wherever they stand. */
public final class SliceHash {
  private SliceHash() {}

  /**
   * The SHA-256 over the steps of each part in turn, each as a big-endian 16-bit integer.
   *
   * @return 64 hexadecimal digits in lower case
   */
  public static String of(int[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (int[] steps : parts) {
        ByteBuffer bytes = ByteBuffer.allocate(steps.length * Short.BYTES);
        for (int step : steps) {
          bytes.putShort((short) step);
        }
        digest.update(bytes.array());
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256, but this one", e);
    }
  }
}
