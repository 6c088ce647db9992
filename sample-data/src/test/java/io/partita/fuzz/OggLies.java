package io.partita.fuzz;

import java.util.SplittableRandom;

/** Changes of Ogg that know its pages and the headers in them, and put checksums right. */
final class OggLies {
  private static final byte[] PAGE = {'O', 'g', 'g', 'S'};
  private static final int CHECKSUM_AT = 22;
  private static final int TABLE_AT = 27;
  private static final byte[][] HEADERS = {
    {1, 'v', 'o', 'r', 'b', 'i', 's'},
    {3, 'v', 'o', 'r', 'b', 'i', 's'},
    {5, 'v', 'o', 'r', 'b', 'i', 's'},
    {'O', 'p', 'u', 's', 'H', 'e', 'a', 'd'},
    {'O', 'p', 'u', 's', 'T', 'a', 'g', 's'},
    {0x7f, 'F', 'L', 'A', 'C'}
  };

  private OggLies() {}

  /** Makes one change. */
  static byte[] change(byte[] bytes, SplittableRandom random) {
    int[] pages = Bits.find(bytes, PAGE);
    if (pages.length == 0) {
      return Bits.insert(bytes, 0, PAGE);
    }
    int which = random.nextInt(pages.length);
    int at = pages[which];
    int end = which + 1 < pages.length ? pages[which + 1] : bytes.length;
    byte[] changed =
        switch (random.nextInt(9)) {
          case 0 -> Bits.set(bytes, at + 5, 1, random.nextInt(8), true); // first, last, continued
          case 1 -> Bits.set(bytes, at + 6, 8, Bits.lie(random, 22_050), false);
          case 2 -> Bits.set(bytes, at + 14 + 4 * random.nextInt(2), 4, random.nextInt(4), false);
          case 3 -> Bits.set(bytes, at + 26, 1, random.nextInt(256), true);
          case 4 ->
              Bits.set(bytes, at + TABLE_AT + random.nextInt(30), 1, random.nextInt(256), true);
          case 5 -> header(bytes, random);
          case 6 -> Bits.cut(bytes, at, end - at);
          case 7 ->
              Bits.insert(
                  bytes, at, Bits.times(Bits.slice(bytes, at, end - at), Bits.often(random)));
          default ->
              Bits.set(
                  bytes, at + TABLE_AT + random.nextInt(end - at), 1, random.nextInt(256), true);
        };
    return random.nextInt(10) == 0 ? changed : checksummed(changed);
  }

  private static byte[] header(byte[] bytes, SplittableRandom random) {
    byte[] header = HEADERS[random.nextInt(HEADERS.length)];
    int[] found = Bits.find(bytes, header);
    if (found.length == 0) {
      return bytes;
    }
    int field = found[0] + header.length + random.nextInt(24);
    return Bits.set(bytes, field, 1 << random.nextInt(3), Bits.lie(random, 2), false);
  }

  /** Every page with the checksum of what is in it now. */
  private static byte[] checksummed(byte[] bytes) {
    byte[] changed = bytes.clone();
    for (int at : Bits.find(bytes, PAGE)) {
      if (at + TABLE_AT < bytes.length) {
        int segments = changed[at + 26] & 0xff;
        int end = at + TABLE_AT + segments;
        for (int i = 0; i < segments && at + TABLE_AT + i < bytes.length; i++) {
          end += changed[at + TABLE_AT + i] & 0xff;
        }
        changed = Bits.set(changed, at + CHECKSUM_AT, 4, 0, false);
        int sum = checksum(changed, at, Math.min(end, changed.length));
        changed = Bits.set(changed, at + CHECKSUM_AT, 4, sum, false);
      }
    }
    return changed;
  }

  /** CRC-32 with the polynomial 04c11db7, neither reflected nor inverted. */
  private static int checksum(byte[] bytes, int from, int until) {
    int sum = 0;
    for (int i = from; i < until; i++) {
      sum ^= bytes[i] << 24;
      for (int bit = 0; bit < 8; bit++) {
        sum = sum < 0 ? ((sum << 1) ^ 0x04c11db7) : sum << 1;
      }
    }
    return sum;
  }
}
