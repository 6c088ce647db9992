package io.partita.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.partita.archive.Archives;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Changes of a tar that know its headers and leave their checksums right. */
final class TarLies {
  private static final int BLOCK_BYTES = 512;
  private static final String TYPES = "\0001234567gxXLKVDMNSA~";
  private static final String[] NAMES = {
    "",
    "/",
    "./",
    "../up.mid",
    "a/../../b.mid",
    "/etc/x.mid",
    "C:\\x.mid",
    "x\\..\\y.mid",
    "dir/",
    ".",
    "..",
    "\u00ff\u00fe.mid",
    "\u00e2\u0080\u00a8.mid",
    "a\nb.mid",
    "track.h5",
    "note.txt"
  };
  private static final String[] KEYS = {
    "path",
    "size",
    "linkpath",
    "GNU.sparse.name",
    "GNU.sparse.size",
    "GNU.sparse.major",
    "mtime",
    "",
    "comment"
  };

  private TarLies() {}

  /** Makes one change. */
  static byte[] change(byte[] bytes, SplittableRandom random) {
    int blocks = bytes.length / BLOCK_BYTES;
    if (blocks == 0) {
      return Bits.insert(bytes, 0, Archives.tarHeader("a.mid", bytes.length, '0'));
    }
    int at = BLOCK_BYTES * header(bytes, random.nextInt(blocks));
    byte[] block = Bits.slice(bytes, at, BLOCK_BYTES);
    return switch (random.nextInt(9)) {
      case 0, 1 -> put(bytes, at, size(block, random));
      case 2 -> put(bytes, at, type(block, random));
      case 3 -> put(bytes, at, name(block, random));
      case 4 -> put(bytes, at, Bits.change(block, block, random));
      case 5 -> Bits.insert(bytes, at, pax(random));
      case 6 -> Bits.insert(bytes, at, longName(random));
      case 7 -> Bits.insert(bytes, at, Bits.times(block, Bits.often(random)));
      default -> Bits.cut(bytes, at, BLOCK_BYTES);
    };
  }

  /** The block itself, or the next before it that looks like a header. */
  private static int header(byte[] bytes, int block) {
    for (int i = block; i > 0; i--) {
      if (bytes[i * BLOCK_BYTES + 257] == 'u' && bytes[i * BLOCK_BYTES + 258] == 's') {
        return i;
      }
    }
    return 0;
  }

  private static byte[] put(byte[] bytes, int at, byte[] block) {
    byte[] whole = Arrays.copyOf(block, BLOCK_BYTES);
    return Bits.overwrite(bytes, at, Archives.checksummed(whole));
  }

  private static byte[] size(byte[] block, SplittableRandom random) {
    long lie = Bits.lie(random, BLOCK_BYTES);
    if (random.nextInt(3) == 0) {
      byte[] binary = Bits.set(block, 124, 4, random.nextBoolean() ? 0x80000000L : -1, true);
      return Bits.set(binary, 128, 8, lie, true);
    }
    String digits = "%012o".formatted(lie);
    byte[] octal = block.clone();
    Archives.put(octal, 124, digits.substring(digits.length() - random.nextInt(1, 13)));
    return octal;
  }

  private static byte[] type(byte[] block, SplittableRandom random) {
    return Bits.set(block, 156, 1, TYPES.charAt(random.nextInt(TYPES.length())), true);
  }

  private static byte[] name(byte[] block, SplittableRandom random) {
    byte[] named = block.clone();
    byte[] name = anyName(random, 100);
    System.arraycopy(new byte[100], 0, named, 0, 100);
    System.arraycopy(name, 0, named, 0, name.length);
    return named;
  }

  private static byte[] anyName(SplittableRandom random, int most) {
    byte[] name = NAMES[random.nextInt(NAMES.length)].getBytes(ISO_8859_1);
    byte[] all = random.nextInt(3) == 0 ? Bits.times(name, 1 << random.nextInt(19)) : name;
    return Arrays.copyOf(all, Math.min(all.length, most));
  }

  private static byte[] longName(SplittableRandom random) {
    byte[] name = anyName(random, Bits.MOST_BYTES);
    return withData(name, 'L', random);
  }

  private static byte[] pax(SplittableRandom random) {
    StringBuilder records = new StringBuilder();
    for (int i = random.nextInt(1, 5); i > 0; i--) {
      String key = KEYS[random.nextInt(KEYS.length)];
      String value =
          key.equals("size")
              ? Long.toString(Bits.lie(random, BLOCK_BYTES))
              : new String(anyName(random, Bits.MOST_BYTES), ISO_8859_1);
      int rest = 3 + key.length() + value.length();
      int digits = Integer.toString(rest + Integer.toString(rest).length()).length();
      long length = random.nextInt(8) == 0 ? Bits.lie(random, rest) : rest + digits;
      records.append(length).append(' ').append(key).append('=').append(value).append('\n');
    }
    byte[] data = Bits.times(records.toString().getBytes(ISO_8859_1), Bits.often(random) / 4 + 1);
    return withData(data, random.nextInt(8) == 0 ? 'g' : 'x', random);
  }

  private static byte[] withData(byte[] data, char type, SplittableRandom random) {
    long size = random.nextInt(8) == 0 ? Bits.lie(random, data.length) : data.length;
    byte[] header = Archives.tarHeader("././@LongLink", size & 0x1ffffffffL, type);
    return Archives.join(header, Archives.padded(data));
  }
}
