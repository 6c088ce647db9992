package io.partita.grid;

import io.partita.Sha256;
import java.nio.ByteBuffer;
import java.security.MessageDigest;

/** What equal slices have in common, wherever they stand. */
public final class SliceHash {
  private SliceHash() {}

  /**
   * The SHA-256 over the steps of each part in turn, each as a big-endian 16-bit integer.
   *
   * @return 64 hexadecimal digits in lower case
   */
  public static String of(int[]... parts) {
    MessageDigest digest = Sha256.begin();
    for (int[] steps : parts) {
      ByteBuffer bytes = ByteBuffer.allocate(steps.length * Short.BYTES);
      for (int step : steps) {
        bytes.putShort((short) step);
      }
      digest.update(bytes.array());
    }
    return Sha256.end(digest);
  }
}
