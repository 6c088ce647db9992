package io.partita.fuzz;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.SplittableRandom;

/** Changes of MP4 that know its boxes: their sizes, their tables and where they stand. */
final class Mp4Lies {
  private static final String[] BOXES = {
    "ftyp", "moov", "mvhd", "trak", "tkhd", "edts", "elst", "mdia", "mdhd", "hdlr", "minf", "dinf",
    "dref", "stbl", "stsd", "mp4a", "alac", "esds", "stts", "ctts", "stsc", "stsz", "stco", "co64",
    "udta", "meta", "ilst", "covr", "data", "mdat", "free", "sgpd", "sbgp", "moof", "traf", "tfhd"
  };

  private Mp4Lies() {}

  /** Makes one change. */
  static byte[] change(byte[] bytes, SplittableRandom random) {
    int at = box(bytes, random) - 4;
    if (at < 0) {
      return Bits.insert(bytes, 0, Bits.overwrite(new byte[8], 4, name(random)));
    }
    int size = (int) Math.min(bytes.length - at, size(bytes, at));
    return switch (random.nextInt(8)) {
      case 0 -> Bits.set(bytes, at, 4, Bits.lie(random, size), true);
      case 1, 2, 3 ->
          Bits.set(
              bytes,
              at + 8 + 2 * random.nextInt(Math.min(32, 1 + size / 2)),
              1 << random.nextInt(1, 4),
              Bits.lie(random, 4),
              true);
      case 4 -> Bits.overwrite(bytes, at + 4, name(random));
      case 5 -> Bits.cut(bytes, at, size);
      case 6 ->
          Bits.insert(bytes, at, Bits.times(Bits.slice(bytes, at, size), 1 + random.nextInt(9)));
      default -> within(bytes, at, size, random);
    };
  }

  /** Where the name of one of its boxes stands; −1 without any. */
  private static int box(byte[] bytes, SplittableRandom random) {
    for (int i = 0; i < BOXES.length; i++) {
      int[] found = Bits.find(bytes, name(random));
      if (found.length > 0) {
        return found[random.nextInt(found.length)];
      }
    }
    return -1;
  }

  private static long size(byte[] bytes, int at) {
    long size = 0;
    for (int i = at; i < at + 4; i++) {
      size = (size << 8) | (bytes[i] & 0xff);
    }
    return Math.max(8, size);
  }

  /** The box in another of the same size and 8 bytes, and so on. */
  private static byte[] within(byte[] bytes, int at, int size, SplittableRandom random) {
    byte[] nested = bytes;
    for (int i = Bits.often(random); i > 0; i--) {
      byte[] head =
          Bits.set(Bits.overwrite(new byte[8], 4, name(random)), 0, 4, size + 8L * i, true);
      nested = Bits.insert(nested, at, head);
    }
    return nested;
  }

  private static byte[] name(SplittableRandom random) {
    return BOXES[random.nextInt(BOXES.length)].getBytes(US_ASCII);
  }
}
