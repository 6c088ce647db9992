package io.partita.fuzz;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Changes of MPEG audio that know its frame headers, its first frame's fields and its tags. */
final class Mp3Lies {
  private static final byte[][] MARKS = {
    {'X', 'i', 'n', 'g'},
    {'I', 'n', 'f', 'o'},
    {'L', 'A', 'M', 'E'},
    {'L', 'a', 'v', 'c'},
    {'V', 'B', 'R', 'I'}
  };
  private static final String[] TAG_FRAMES = {
    "APIC", "TIT2", "COMM", "CHAP", "PRIV", "GEOB", "TXXX"
  };

  private Mp3Lies() {}

  /** Makes one change. */
  static byte[] change(byte[] bytes, SplittableRandom random) {
    int[] frames = frames(bytes);
    if (frames.length < 2) {
      return Bits.insert(bytes, 0, new byte[] {(byte) 0xff, (byte) 0xfb, (byte) 0x90, 0x64});
    }
    int which = random.nextInt(frames.length - 1);
    int at = frames[which];
    int length = frames[which + 1] - at;
    return switch (random.nextInt(9)) {
      case 0 -> Bits.set(bytes, at + 1 + random.nextInt(3), 1, random.nextInt(256), true);
      case 1 -> everyHeader(bytes, frames, random);
      case 2 -> Bits.set(bytes, at + 4 + random.nextInt(32), 1, random.nextInt(256), true);
      case 3 -> Bits.cut(bytes, at, length);
      case 4 ->
          Bits.insert(bytes, at, Bits.times(Bits.slice(bytes, at, length), Bits.often(random)));
      case 5 -> Bits.insert(bytes, at, Bits.any(random.nextInt(1, 600), random));
      case 6 -> Bits.insert(bytes, 0, tag(random));
      case 7 -> Bits.insert(bytes, bytes.length, tail(random));
      default -> firstFrame(bytes, at, random);
    };
  }

  private static int[] frames(byte[] bytes) {
    int[] found = new int[bytes.length / 2 + 1];
    int count = 0;
    for (int at = 0; at + 4 < bytes.length; at++) {
      if (bytes[at] == (byte) 0xff && (bytes[at + 1] & 0xe0) == 0xe0) {
        found[count++] = at++;
      }
    }
    return Arrays.copyOf(found, count);
  }

  /** The same bit of many headers: another rate, layer or mode from there on. */
  private static byte[] everyHeader(byte[] bytes, int[] frames, SplittableRandom random) {
    byte[] changed = bytes.clone();
    int bit = 1 << random.nextInt(8);
    int from = random.nextInt(frames.length);
    int field = 1 + random.nextInt(3);
    for (int i = from; i < frames.length; i += 1 + random.nextInt(3)) {
      changed[frames[i] + field] ^= (byte) bit;
    }
    return changed;
  }

  private static byte[] firstFrame(byte[] bytes, int at, SplittableRandom random) {
    byte[] mark = MARKS[random.nextInt(MARKS.length)];
    int[] found = Bits.find(bytes, mark);
    if (found.length == 0) {
      return Bits.overwrite(bytes, at + 4 + random.nextInt(40), mark);
    }
    int field = found[0] + 4 + random.nextInt(160);
    return Bits.set(bytes, field, 1 << random.nextInt(3), Bits.lie(random, bytes.length), true);
  }

  private static byte[] tag(SplittableRandom random) {
    byte[] body = Bits.any(random.nextInt(200), random);
    byte[] name = TAG_FRAMES[random.nextInt(TAG_FRAMES.length)].getBytes(US_ASCII);
    byte[] head = {
      'I',
      'D',
      '3',
      (byte) random.nextInt(2, 5),
      0,
      (byte) (random.nextInt(8) == 0 ? random.nextInt(256) : 0),
      0,
      0,
      0,
      0
    };
    long size = random.nextInt(3) == 0 ? random.nextInt() & 0x7f7f7f7f : body.length + 10;
    byte[] tag = Bits.insert(Bits.set(head, 6, 4, size, true), 10, name);
    long frameSize = random.nextInt(3) == 0 ? Bits.lie(random, body.length) : body.length;
    tag = Bits.insert(tag, tag.length, Bits.set(new byte[6], 0, 4, frameSize, true));
    return Bits.insert(tag, tag.length, body);
  }

  private static byte[] tail(SplittableRandom random) {
    byte[] tail = Bits.any(128, random);
    byte[] mark =
        random.nextBoolean()
            ? new byte[] {'T', 'A', 'G'}
            : new byte[] {'A', 'P', 'E', 'T', 'A', 'G', 'E', 'X'};
    return Bits.overwrite(tail, random.nextInt(3) == 0 ? 96 : 0, mark);
  }
}
