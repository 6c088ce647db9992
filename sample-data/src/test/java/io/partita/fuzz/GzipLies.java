package io.partita.fuzz;

import io.partita.archive.Archives;
import java.util.SplittableRandom;

/** Changes of a gzip stream that know its header, its trailer and that streams may follow. */
final class GzipLies {
  private static final byte[] ZEROS = Archives.gzip(new byte[2 << 20]);

  private GzipLies() {}

  /** Makes one change. */
  static byte[] change(byte[] bytes, SplittableRandom random) {
    if (bytes.length < 18) {
      return Archives.gzip(bytes);
    }
    int trailer = bytes.length - 8;
    return switch (random.nextInt(9)) {
      case 0 -> Bits.set(bytes, 3, 1, 1L << random.nextInt(8), true);
      case 1 -> withExtra(bytes, random);
      case 2 -> Bits.set(bytes, trailer, 4, Bits.lie(random, 0), false);
      case 3 -> Bits.set(bytes, trailer + 4, 4, Bits.lie(random, bytes.length), false);
      case 4 -> Archives.gzip(bytes);
      case 5 -> Bits.insert(bytes, bytes.length, random.nextBoolean() ? bytes : ZEROS);
      case 6 -> Bits.insert(bytes, 0, Bits.times(Archives.gzip(new byte[0]), Bits.often(random)));
      case 7 -> random.nextInt(16) == 0 ? ZEROS : Bits.set(bytes, 2, 1, random.nextInt(256), true);
      default -> Bits.set(bytes, 10 + random.nextInt(8), 1, random.nextInt(256), true);
    };
  }

  private static byte[] withExtra(byte[] bytes, SplittableRandom random) {
    byte[] flagged = Bits.set(bytes, 3, 1, 4, true);
    byte[] length = Bits.set(new byte[2], 0, 2, Bits.lie(random, 8), false);
    return Bits.insert(flagged, 10, Bits.insert(length, 2, Bits.any(8, random)));
  }
}
