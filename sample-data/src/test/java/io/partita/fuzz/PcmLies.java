package io.partita.fuzz;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.SplittableRandom;

/** Changes of WAV and AU that know the fields of their headers. */
final class PcmLies {
  private static final int[] TAGS = {
    1, 2, 3, 6, 7, 0x11, 0x31, 0x55, 0xff, 0x160, 0x2000, 0xfffe, 0
  };
  private static final int[] DEPTHS = {0, 1, 4, 8, 12, 16, 20, 24, 32, 64, 255};
  private static final byte[] FMT = {'f', 'm', 't', ' '};
  private static final String[] CHUNKS = {
    "data", "LIST", "fact", "id3 ", "bext", "smpl", "ds64", "fmt "
  };

  private PcmLies() {}

  /** Makes one change. */
  static byte[] change(byte[] bytes, SplittableRandom random) {
    return bytes.length > 0 && bytes[0] == '.' ? au(bytes, random) : wav(bytes, random);
  }

  private static byte[] au(byte[] bytes, SplittableRandom random) {
    return random.nextInt(3) == 0
        ? Bits.set(bytes, 12, 4, random.nextInt(30), true)
        : Bits.set(bytes, 4 * random.nextInt(1, 7), 4, Bits.lie(random, bytes.length), true);
  }

  private static byte[] wav(byte[] bytes, SplittableRandom random) {
    int[] found = Bits.find(bytes, FMT);
    int fmt = found.length == 0 ? 12 : found[0];
    return switch (random.nextInt(8)) {
      case 0 -> Bits.set(bytes, fmt + 8, 2, TAGS[random.nextInt(TAGS.length)], false);
      case 1 -> Bits.set(bytes, fmt + 10, 2, Bits.lie(random, 2), false);
      case 2 -> Bits.set(bytes, fmt + 12, 4, Bits.lie(random, 22_050), false);
      case 3 -> Bits.set(bytes, fmt + 20, 2, Bits.lie(random, 4), false);
      case 4 -> Bits.set(bytes, fmt + 22, 2, DEPTHS[random.nextInt(DEPTHS.length)], false);
      case 5 -> Bits.set(bytes, fmt + 4, 4, Bits.lie(random, 16), false);
      case 6 -> Bits.insert(bytes, fmt, chunk(random));
      default -> chunkSize(bytes, random);
    };
  }

  private static byte[] chunkSize(byte[] bytes, SplittableRandom random) {
    int[] found = Bits.find(bytes, name(random));
    int at = found.length == 0 ? 0 : found[0];
    return Bits.set(bytes, at + 4, 4, Bits.lie(random, bytes.length - at), false);
  }

  private static byte[] chunk(SplittableRandom random) {
    byte[] body = Bits.any(random.nextInt(100), random);
    byte[] head = Bits.overwrite(new byte[8], 0, name(random));
    long size = random.nextInt(3) == 0 ? Bits.lie(random, body.length) : body.length;
    return Bits.insert(Bits.set(head, 4, 4, size, false), 8, body);
  }

  private static byte[] name(SplittableRandom random) {
    return CHUNKS[random.nextInt(CHUNKS.length)].getBytes(US_ASCII);
  }
}
