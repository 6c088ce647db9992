package io.partita.audio.compare;

import io.partita.Sha256;
import io.partita.audio.FullScale;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * A hash of samples without the silence before and after them, piece by piece in little memory:
 * SHA-256 of the average of the channels in 16 bits. A WAV file, an AU file and a FLAC file of the
 * same samples have the same one, and so have mono and two equal channels.
 */
public final class PcmHash {
  /** −60 dBFS, as {@link io.partita.audio.AudioStatistics} counts silence. */
  private static final float SILENT = 0.001f;

  private final MessageDigest digest = Sha256.begin();
  private ByteBuffer bytes = ByteBuffer.allocate(0);
  private MessageDigest upToTheLast;

  /**
   * Adds samples 0 to {@code count} − 1 of each channel.
   *
   * @param planes an array for each channel, in [−1, 1]
   */
  public void add(float[][] planes, int count) {
    if (bytes.capacity() < count * Short.BYTES) {
      bytes = ByteBuffer.allocate(count * Short.BYTES);
    }
    bytes.clear();
    int heard = 0;
    for (int i = 0; i < count; i++) {
      float sum = 0;
      for (float[] plane : planes) {
        sum += plane[i];
      }
      float mono = sum / planes.length;
      boolean isHeard = Math.abs(mono) >= SILENT;
      if (isHeard || upToTheLast != null || heard > 0) {
        bytes.putShort(FullScale.int16(mono));
      }
      heard = isHeard ? bytes.position() : heard;
    }
    digest.update(bytes.array(), 0, heard);
    if (heard > 0) {
      upToTheLast = copy();
    }
    digest.update(bytes.array(), heard, bytes.position() - heard);
  }

  private MessageDigest copy() {
    try {
      return (MessageDigest) digest.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("The JDK's SHA-256 can be copied", e);
    }
  }

  /** 64 hexadecimal digits, or null where all is silent; nothing may be added afterwards. */
  public String hash() {
    return upToTheLast == null ? null : HexFormat.of().formatHex(upToTheLast.digest());
  }
}
