package io.partita.audio.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.util.OptionalDouble;

/**
 * What the header of a WAV, AIFF or AU file claims of its samples, which FFmpeg silently corrects
 * by the file's size.
 *
 * @param durationS bytes of samples divided by bytes a second; empty in other files, and where the
 *     writer did not know
 * @param truncated whether there are fewer bytes than that
 */
record PcmHeader(OptionalDouble durationS, boolean truncated) {
  private static final PcmHeader NONE = new PcmHeader(OptionalDouble.empty(), false);

  private static final int RIFF = 0x46464952;
  private static final int WAVE = 0x45564157;
  private static final int FMT = 0x20746d66;
  private static final int DATA = 0x61746164;
  private static final int SND = 0x2e736e64;
  private static final int FORM = 0x464f524d;
  private static final int AIFF = 0x41494646;
  private static final int AIFC = 0x41494643;
  private static final int COMM = 0x434f4d4d;
  private static final int SSND = 0x53534e44;

  /** Tags and pictures take a few chunks; more are not looked through. */
  private static final int MOST_CHUNKS = 64;

  /** Programs that write into a pipe put −1 for a length, or about 2^31. */
  private static final long UNKNOWN_BYTES = 0x7fff_0000L;

  private static final int[] AU_SAMPLE_BYTES = {0, 1, 1, 2, 3, 4, 4, 8};
  private static final int AU_A_LAW = 27;

  /** Reads the header and leaves the channel anywhere. */
  static PcmHeader of(SeekableByteChannel file) throws IOException {
    ByteBuffer start = bytes(file, 0, 24, ByteOrder.LITTLE_ENDIAN);
    if (start.remaining() == 24 && start.getInt(0) == RIFF && start.getInt(8) == WAVE) {
      return wav(file);
    }
    start.order(ByteOrder.BIG_ENDIAN);
    if (start.remaining() == 24
        && start.getInt(0) == FORM
        && (start.getInt(8) == AIFF || start.getInt(8) == AIFC)) {
      return aiff(file);
    }
    return start.remaining() == 24 && start.getInt(0) == SND ? au(start, file.size()) : NONE;
  }

  private static PcmHeader wav(SeekableByteChannel file) throws IOException {
    long bytesASecond = 0;
    long at = 12;
    for (int i = 0; i < MOST_CHUNKS; i++) {
      ByteBuffer chunk = bytes(file, at, 20, ByteOrder.LITTLE_ENDIAN);
      if (chunk.remaining() < 8) {
        return NONE;
      }
      long length = Integer.toUnsignedLong(chunk.getInt(4));
      if (chunk.getInt(0) == FMT && chunk.remaining() == 20) {
        bytesASecond = Integer.toUnsignedLong(chunk.getInt(16));
      } else if (chunk.getInt(0) == DATA) {
        return claim(length, bytesASecond, file.size() - at - 8);
      }
      at += 8 + length + (length & 1);
    }
    return NONE;
  }

  private static PcmHeader aiff(SeekableByteChannel file) throws IOException {
    OptionalDouble durationS = OptionalDouble.empty();
    long at = 12;
    for (int i = 0; i < MOST_CHUNKS; i++) {
      ByteBuffer chunk = bytes(file, at, 26, ByteOrder.BIG_ENDIAN);
      if (chunk.remaining() < 8) {
        return NONE;
      }
      long length = Integer.toUnsignedLong(chunk.getInt(4));
      if (chunk.getInt(0) == COMM && chunk.remaining() == 26) {
        double rate = extended(chunk.getShort(16), chunk.getLong(18));
        double frames = Integer.toUnsignedLong(chunk.getInt(10));
        boolean isKnown = rate > 0 && Double.isFinite(frames / rate) && frames > 0;
        durationS = isKnown ? OptionalDouble.of(frames / rate) : OptionalDouble.empty();
      } else if (chunk.getInt(0) == SSND) {
        return new PcmHeader(durationS, length < UNKNOWN_BYTES && length > file.size() - at - 8);
      }
      at += 8 + length + (length & 1);
    }
    return NONE;
  }

  /** An 80-bit float of the 68881: sign and exponent, then the mantissa with its leading bit. */
  private static double extended(short signAndExponent, long mantissa) {
    int exponent = signAndExponent & 0x7fff;
    double value = Math.scalb((mantissa >>> 11) * 0x1p-52, exponent - 16383);
    return signAndExponent < 0 ? -value : value;
  }

  private static PcmHeader au(ByteBuffer header, long fileBytes) {
    long dataAt = Integer.toUnsignedLong(header.getInt(4));
    long length = Integer.toUnsignedLong(header.getInt(8));
    int encoding = header.getInt(12);
    long rate = Integer.toUnsignedLong(header.getInt(16));
    long channels = Integer.toUnsignedLong(header.getInt(20));
    int sampleBytes =
        encoding == AU_A_LAW
            ? 1
            : encoding > 0 && encoding < AU_SAMPLE_BYTES.length ? AU_SAMPLE_BYTES[encoding] : 0;
    return claim(length, rate * Math.min(channels, 1024) * sampleBytes, fileBytes - dataAt);
  }

  private static PcmHeader claim(long claimedBytes, long bytesASecond, long presentBytes) {
    if (claimedBytes == 0 || (claimedBytes >= UNKNOWN_BYTES && claimedBytes > presentBytes)) {
      return NONE;
    }
    return new PcmHeader(
        bytesASecond == 0
            ? OptionalDouble.empty()
            : OptionalDouble.of(claimedBytes / (double) bytesASecond),
        claimedBytes > presentBytes);
  }

  private static ByteBuffer bytes(SeekableByteChannel file, long at, int count, ByteOrder byteOrder)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count).order(byteOrder);
    file.position(at);
    while (bytes.hasRemaining() && file.read(bytes) >= 0) {
      // a channel may give less than was asked for
    }
    return bytes.flip();
  }
}
