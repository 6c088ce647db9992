package io.partita.fuzz;

import io.partita.archive.Archives;
import java.util.Map;
import java.util.SplittableRandom;

/** Changes of a zip that know the fields of its directory, its ends and its local headers. */
final class ZipLies {
  private static final byte[] LOCAL = {'P', 'K', 3, 4};
  private static final byte[] ENTRY = {'P', 'K', 1, 2};
  private static final byte[] END = {'P', 'K', 5, 6};
  private static final int ENTRY_NAME_AT = 46;
  private static final byte[] ZEROS = Archives.zip(Map.of("zeros.mid", new byte[2 << 20]));

  /** Offset and width of a field. */
  private record Field(int at, int width) {}

  private static final Field[] ENTRY_FIELDS = {
    new Field(4, 2), new Field(8, 2), new Field(10, 2), new Field(16, 4), new Field(20, 4),
    new Field(24, 4), new Field(28, 2), new Field(30, 2), new Field(32, 2), new Field(38, 4),
    new Field(42, 4)
  };
  private static final Field[] LOCAL_FIELDS = {
    new Field(6, 2),
    new Field(8, 2),
    new Field(14, 4),
    new Field(18, 4),
    new Field(22, 4),
    new Field(26, 2),
    new Field(28, 2)
  };
  private static final Field[] END_FIELDS = {
    new Field(4, 2),
    new Field(8, 2),
    new Field(10, 2),
    new Field(12, 4),
    new Field(16, 4),
    new Field(20, 2)
  };

  private ZipLies() {}

  /** Makes one change. */
  static byte[] change(byte[] bytes, SplittableRandom random) {
    int entry = one(Bits.find(bytes, ENTRY), random);
    int local = one(Bits.find(bytes, LOCAL), random);
    int end = one(Bits.find(bytes, END), random);
    return switch (random.nextInt(11)) {
      case 0, 1, 2 -> lie(bytes, entry, ENTRY_FIELDS, random);
      case 3 -> lie(bytes, local, LOCAL_FIELDS, random);
      case 4, 5 -> lie(bytes, end, END_FIELDS, random);
      case 6 -> atTheSamePlace(bytes, entry, random);
      case 7 -> withZip64(bytes, entry, random);
      case 8 -> withZip64End(bytes, end, random);
      case 9 -> random.nextInt(16) == 0 ? ZEROS : Archives.zip(Map.of("inner.zip", bytes));
      default -> withName(bytes, entry, random);
    };
  }

  private static int one(int[] places, SplittableRandom random) {
    return places.length == 0 ? 0 : places[random.nextInt(places.length)];
  }

  private static byte[] lie(byte[] bytes, int at, Field[] fields, SplittableRandom random) {
    Field field = fields[random.nextInt(fields.length)];
    return Bits.set(bytes, at + field.at, field.width, Bits.lie(random, bytes.length), false);
  }

  /** Two entries, or more, of the same data. */
  private static byte[] atTheSamePlace(byte[] bytes, int entry, SplittableRandom random) {
    byte[] shared = bytes;
    int[] entries = Bits.find(bytes, ENTRY);
    for (int at : entries) {
      if (entry + 46 <= bytes.length && at + 46 <= bytes.length && random.nextBoolean()) {
        shared = Bits.overwrite(shared, at + 42, Bits.slice(bytes, entry + 42, 4));
        shared = Bits.overwrite(shared, at + 16, Bits.slice(bytes, entry + 16, 12));
      }
    }
    return shared;
  }

  private static byte[] withZip64(byte[] bytes, int entry, SplittableRandom random) {
    if (entry + ENTRY_NAME_AT > bytes.length) {
      return bytes;
    }
    int nameBytes = (bytes[entry + 28] & 0xff) | ((bytes[entry + 29] & 0xff) << 8);
    int extraAt = Math.min(entry + ENTRY_NAME_AT + nameBytes, bytes.length);
    int extraBytes = 4 + 8 * random.nextInt(4);
    byte[] extra = Bits.set(new byte[extraBytes], 0, 2, 1, false);
    extra = Bits.set(extra, 2, 2, random.nextInt(8) == 0 ? 0xffff : extraBytes - 4, false);
    for (int at = 4; at < extraBytes; at += 8) {
      extra = Bits.set(extra, at, 8, Bits.lie(random, bytes.length), false);
    }
    byte[] ones = bytes;
    for (int at : new int[] {20, 24, 42}) {
      ones = random.nextBoolean() ? Bits.set(ones, entry + at, 4, -1, false) : ones;
    }
    byte[] longer = Bits.insert(Bits.set(ones, entry + 30, 2, extraBytes, false), extraAt, extra);
    int end = one(Bits.find(longer, END), random);
    return Bits.set(longer, end + 12, 4, directoryBytes(longer, end), false);
  }

  /** From the first entry to the end record. */
  private static long directoryBytes(byte[] bytes, int end) {
    int[] entries = Bits.find(bytes, ENTRY);
    return entries.length == 0 ? 0 : end - (long) entries[0];
  }

  private static byte[] withZip64End(byte[] bytes, int end, SplittableRandom random) {
    byte[] end64 = Bits.overwrite(new byte[56 + 20], 0, new byte[] {'P', 'K', 6, 6});
    end64 = Bits.set(end64, 40, 8, honestOr(random, directoryBytes(bytes, end)), false);
    end64 = Bits.set(end64, 48, 8, honestOr(random, end - directoryBytes(bytes, end)), false);
    end64 = Bits.overwrite(end64, 56, new byte[] {'P', 'K', 6, 7});
    end64 = Bits.set(end64, 56 + 8, 8, honestOr(random, end), false);
    return Bits.insert(bytes, end, end64);
  }

  private static long honestOr(SplittableRandom random, long honest) {
    return random.nextInt(3) == 0 ? Bits.lie(random, honest) : honest;
  }

  private static byte[] withName(byte[] bytes, int entry, SplittableRandom random) {
    byte[][] names = {{'.', '.', '/'}, {'/'}, {'C', ':'}, {'.', '/', '.', '/'}, {0}, {(byte) 0xff}};
    int at = Math.min(entry + ENTRY_NAME_AT, bytes.length);
    return Bits.overwrite(bytes, at, names[random.nextInt(names.length)]);
  }
}
