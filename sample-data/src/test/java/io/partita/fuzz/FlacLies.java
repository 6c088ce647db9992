package io.partita.fuzz;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Changes of FLAC that know its metadata blocks and frames, and put a frame's checksum right. */
final class FlacLies {
  private static final int STREAMINFO_AT = 8;
  private static final int STREAMINFO_BYTES = 34;

  private FlacLies() {}

  /** Makes one change. */
  static byte[] change(byte[] bytes, SplittableRandom random) {
    int[] frames = frames(bytes);
    int at = frames.length == 0 ? bytes.length / 2 : frames[random.nextInt(frames.length)];
    return switch (random.nextInt(8)) {
      case 0 -> Bits.set(bytes, 4, 4, Bits.lie(random, STREAMINFO_BYTES), true);
      case 1 ->
          Bits.set(
              bytes,
              STREAMINFO_AT + random.nextInt(STREAMINFO_BYTES),
              1 << random.nextInt(4),
              Bits.lie(random, 4096),
              true);
      case 2 -> Bits.set(bytes, STREAMINFO_AT + 10, 4, random.nextInt(), true); // rate, channels
      case 3 -> Bits.insert(bytes, 4, block(random));
      case 4, 5 -> header(bytes, at, random);
      case 6 -> subframe(bytes, at, random);
      default -> frame(bytes, frames, random);
    };
  }

  private static int[] frames(byte[] bytes) {
    int[] found = new int[bytes.length / 2 + 1];
    int count = 0;
    for (int at = 0; at + 16 < bytes.length; at++) {
      if (bytes[at] == (byte) 0xff && (bytes[at + 1] & 0xfc) == 0xf8) {
        found[count++] = at++;
      }
    }
    return Arrays.copyOf(found, count);
  }

  /** Block size, rate, channels or sample size of a frame, or of the bytes that hold them. */
  private static byte[] header(byte[] bytes, int at, SplittableRandom random) {
    byte[] changed = Bits.set(bytes, at + 1 + random.nextInt(5), 1, random.nextInt(256), true);
    int length = headerBytes(changed, at);
    return Bits.set(changed, at + length, 1, checksum(changed, at, length), true);
  }

  private static int headerBytes(byte[] bytes, int at) {
    if (at + 16 >= bytes.length) {
      return 0;
    }
    int first = bytes[at + 4] & 0xff;
    int number = first < 0x80 ? 1 : Integer.numberOfLeadingZeros(~first << 24);
    int size = (bytes[at + 2] & 0xf0) >> 4;
    int rate = bytes[at + 2] & 0x0f;
    int sizeBytes = size == 6 ? 1 : size == 7 ? 2 : 0;
    int rateBytes = rate == 12 ? 1 : rate == 13 || rate == 14 ? 2 : 0;
    return Math.min(15, 4 + number + sizeBytes + rateBytes);
  }

  /** The polynomial x^8 + x^2 + x + 1. */
  private static int checksum(byte[] bytes, int at, int length) {
    int sum = 0;
    for (int i = at; i < at + length && i < bytes.length; i++) {
      sum ^= bytes[i] & 0xff;
      for (int bit = 0; bit < 8; bit++) {
        sum = (sum & 0x80) == 0 ? sum << 1 : ((sum << 1) ^ 0x107);
      }
    }
    return sum & 0xff;
  }

  private static byte[] subframe(byte[] bytes, int at, SplittableRandom random) {
    int inside = at + headerBytes(bytes, at) + 1 + random.nextInt(12);
    return Bits.set(bytes, inside, 1, random.nextInt(256), true);
  }

  private static byte[] frame(byte[] bytes, int[] frames, SplittableRandom random) {
    if (frames.length < 2) {
      return bytes;
    }
    int which = random.nextInt(frames.length - 1);
    int length = frames[which + 1] - frames[which];
    byte[] frame = Bits.slice(bytes, frames[which], length);
    return random.nextBoolean()
        ? Bits.cut(bytes, frames[which], length)
        : Bits.insert(bytes, frames[which], Bits.times(frame, Bits.often(random)));
  }

  private static byte[] block(SplittableRandom random) {
    byte[] body = Bits.any(random.nextInt(200), random);
    long size = random.nextInt(3) == 0 ? Bits.lie(random, body.length) : body.length;
    byte[] block = Bits.set(new byte[4], 0, 4, size & 0xffffff, true);
    block = Bits.set(block, 0, 1, random.nextInt(8), true);
    return Bits.insert(block, 4, body);
  }
}
