package io.partita.fuzz;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Changes of bytes that know nothing of what the bytes mean. */
final class Bits {
  /** No input grows beyond this, so that the time of an input tells about the readers. */
  static final int MOST_BYTES = 512 << 10;

  private static final long[] INTERESTING = {
    0,
    1,
    2,
    3,
    4,
    7,
    8,
    15,
    16,
    24,
    31,
    32,
    64,
    100,
    127,
    128,
    129,
    240,
    247,
    254,
    255,
    256,
    511,
    512,
    513,
    1023,
    1024,
    4096,
    0x7fff,
    0x8000,
    0xfffe,
    0xffff,
    0x10000,
    0xffffff,
    0x1000000,
    0x0fffffff,
    0x10000000,
    0x7ffffffeL,
    0x7fffffffL,
    0x80000000L,
    0xfffffffeL,
    0xffffffffL,
    0x100000000L,
    0xffffffffffL,
    Long.MAX_VALUE - 1,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    -2,
    -1
  };

  private Bits() {}

  /** A number at which readers break. */
  static long interesting(SplittableRandom random) {
    return INTERESTING[random.nextInt(INTERESTING.length)];
  }

  /** A number at which readers break, or one near {@code near}, or any. */
  static long lie(SplittableRandom random, long near) {
    return switch (random.nextInt(6)) {
      case 0 -> near + random.nextInt(-16, 17);
      case 1 -> near * 2;
      case 2 -> random.nextLong();
      case 3 -> random.nextInt(1 << 20);
      default -> interesting(random);
    };
  }

  /** Makes one change, possibly a large one; {@code other} is what may be spliced in. */
  static byte[] change(byte[] bytes, byte[] other, SplittableRandom random) {
    if (bytes.length == 0) {
      return any(1 + random.nextInt(64), random);
    }
    int at = random.nextInt(bytes.length);
    int length = length(bytes.length - at, random);
    return switch (random.nextInt(13)) {
      case 0, 1 -> flip(bytes, at, random);
      case 2 -> set(bytes, at, 1, random.nextLong(), true);
      case 3, 4 ->
          set(bytes, at, 1 << random.nextInt(4), interesting(random), random.nextBoolean());
      case 5 -> Arrays.copyOf(bytes, at);
      case 6 -> cut(bytes, at, length);
      case 7 -> insert(bytes, at, any(length, random));
      case 8 -> fill(bytes, at, length, (byte) interesting(random));
      case 9 -> insert(bytes, random.nextInt(bytes.length), slice(bytes, at, length));
      case 10 -> repeat(bytes, at, 1 + random.nextInt(Math.min(24, bytes.length - at)), random);
      case 11 -> overwrite(bytes, random.nextInt(bytes.length), slice(bytes, at, length));
      default -> splice(bytes, at, other, random);
    };
  }

  /** Sets 1, 2, 4 or 8 bytes; what would lie behind the end is left out. */
  static byte[] set(byte[] bytes, int at, int width, long value, boolean bigEndian) {
    byte[] changed = bytes.clone();
    for (int i = 0; i < width && at + i < changed.length; i++) {
      int shift = 8 * (bigEndian ? width - 1 - i : i);
      changed[at + i] = (byte) (value >> shift);
    }
    return changed;
  }

  /** Leaves bytes that would become too many, or have no such place, as they are. */
  static byte[] insert(byte[] bytes, int at, byte[] inserted) {
    if (bytes.length + inserted.length > MOST_BYTES || at > bytes.length) {
      return bytes;
    }
    byte[] changed = Arrays.copyOf(bytes, bytes.length + inserted.length);
    System.arraycopy(inserted, 0, changed, at, inserted.length);
    System.arraycopy(bytes, at, changed, at + inserted.length, bytes.length - at);
    return changed;
  }

  static byte[] overwrite(byte[] bytes, int at, byte[] with) {
    byte[] changed = bytes.clone();
    int length = Math.max(0, Math.min(with.length, changed.length - at));
    System.arraycopy(with, 0, changed, Math.min(at, changed.length), length);
    return changed;
  }

  static byte[] cut(byte[] bytes, int at, int length) {
    byte[] changed = new byte[bytes.length - length];
    System.arraycopy(bytes, 0, changed, 0, at);
    System.arraycopy(bytes, at + length, changed, at, changed.length - at);
    return changed;
  }

  static byte[] slice(byte[] bytes, int at, int length) {
    return Arrays.copyOfRange(bytes, at, at + length);
  }

  /** The same bytes {@code times} times, up to {@link #MOST_BYTES}. */
  static byte[] times(byte[] bytes, int times) {
    int copies = Math.min(times, MOST_BYTES / Math.max(1, bytes.length));
    byte[] all = new byte[copies * bytes.length];
    for (int i = 0; i < copies; i++) {
      System.arraycopy(bytes, 0, all, i * bytes.length, bytes.length);
    }
    return all;
  }

  static byte[] any(int length, SplittableRandom random) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  /** How often to repeat something: mostly a few times, seldom very often. */
  static int often(SplittableRandom random) {
    return 1 << random.nextInt(random.nextInt(30) == 0 ? 18 : 8);
  }

  /** Every index at which the pattern stands. */
  static int[] find(byte[] bytes, byte[] pattern) {
    int[] found = new int[16];
    int count = 0;
    for (int at = 0; at <= bytes.length - pattern.length; at++) {
      if (bytes[at] == pattern[0]
          && Arrays.equals(bytes, at, at + pattern.length, pattern, 0, pattern.length)) {
        found = count == found.length ? Arrays.copyOf(found, 2 * count) : found;
        found[count++] = at;
      }
    }
    return Arrays.copyOf(found, count);
  }

  private static byte[] flip(byte[] bytes, int at, SplittableRandom random) {
    byte[] changed = bytes.clone();
    changed[at] ^= (byte) (1 << random.nextInt(8));
    return changed;
  }

  private static byte[] fill(byte[] bytes, int at, int length, byte value) {
    byte[] changed = bytes.clone();
    Arrays.fill(changed, at, at + length, value);
    return changed;
  }

  private static byte[] repeat(byte[] bytes, int at, int length, SplittableRandom random) {
    return insert(bytes, at, times(slice(bytes, at, length), often(random)));
  }

  private static byte[] splice(byte[] bytes, int at, byte[] other, SplittableRandom random) {
    int from = random.nextInt(other.length + 1);
    int length = Math.min(other.length - from, MOST_BYTES - at);
    if (length < 0) {
      return bytes;
    }
    byte[] changed = Arrays.copyOf(bytes, at + length);
    System.arraycopy(other, from, changed, at, length);
    return changed;
  }

  private static int length(int most, SplittableRandom random) {
    return Math.min(most, random.nextInt(4) == 0 ? random.nextInt(4096) : 1 + random.nextInt(32));
  }
}
