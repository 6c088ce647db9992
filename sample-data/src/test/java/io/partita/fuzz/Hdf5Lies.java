package io.partita.fuzz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SplittableRandom;

/** Changes of an HDF5 file that know where its structures stand and what looks like an address. */
final class Hdf5Lies {
  private static final byte[] TREE = {'T', 'R', 'E', 'E'};
  private static final byte[] HEAP = {'H', 'E', 'A', 'P'};
  private static final byte[] NODE = {'S', 'N', 'O', 'D'};
  private static final int NODE_ENTRY_BYTES = 40;

  /** Of an object header's first block, about what its messages of layout and types take. */
  private static final int HEADER_BYTES = 600;

  private Hdf5Lies() {}

  /** Makes one change. */
  static byte[] change(byte[] bytes, SplittableRandom random) {
    if (bytes.length < 96) {
      return Bits.change(bytes, bytes, random);
    }
    return switch (random.nextInt(10)) {
      case 0, 1 -> near(bytes, one(bytes, TREE, random), 64, random);
      case 2 -> near(bytes, one(bytes, TREE, random) + 24, 1024, random);
      case 3 -> near(bytes, one(bytes, HEAP, random), 40, random);
      case 4 -> near(bytes, one(bytes, NODE, random), 8 + 4 * NODE_ENTRY_BYTES, random);
      case 5, 6, 7 -> near(bytes, header(bytes, random), HEADER_BYTES, random);
      case 8 -> near(bytes, 0, 96, random);
      default -> moved(bytes, random);
    };
  }

  /** A number of 1, 2, 4 or 8 bytes somewhere behind {@code from}. */
  private static byte[] near(byte[] bytes, int from, int reach, SplittableRandom random) {
    int width = 1 << random.nextInt(4);
    int at = from + random.nextInt(reach) / width * width;
    long value = random.nextInt(3) == 0 ? place(bytes, random) : Bits.lie(random, bytes.length);
    return Bits.set(bytes, at, width, value, false);
  }

  /** Where some structure stands: an address that leads back, or to the wrong kind. */
  private static long place(byte[] bytes, SplittableRandom random) {
    byte[][] kinds = {TREE, HEAP, NODE};
    return random.nextBoolean()
        ? one(bytes, kinds[random.nextInt(kinds.length)], random)
        : header(bytes, random);
  }

  private static int one(byte[] bytes, byte[] signature, SplittableRandom random) {
    int[] places = Bits.find(bytes, signature);
    return places.length == 0 ? 0 : places[random.nextInt(places.length)];
  }

  /** An object header: the root's, or that of a link in some symbol table. */
  private static int header(byte[] bytes, SplittableRandom random) {
    ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int node = one(bytes, NODE, random);
    int links = node == 0 || node + 8 > bytes.length ? 0 : file.getShort(node + 6) & 0xff;
    int entry = node + 8 + NODE_ENTRY_BYTES * random.nextInt(Math.max(1, links));
    long address =
        links == 0 || entry + 16 > bytes.length ? file.getLong(64) : file.getLong(entry + 8);
    return address < 0 || address >= bytes.length ? 0 : (int) address;
  }

  /** One block of the size of a structure over another. */
  private static byte[] moved(byte[] bytes, SplittableRandom random) {
    int from = (int) Math.min(place(bytes, random), bytes.length - 1);
    int length = Math.min(1 << random.nextInt(3, 10), bytes.length - from);
    return Bits.overwrite(bytes, (int) place(bytes, random), Bits.slice(bytes, from, length));
  }
}
