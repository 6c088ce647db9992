package io.partita.fuzz;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.partita.archive.Archives;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** The inputs that once broke a reader, each built anew, with a word on what it broke. */
enum Findings {
  /**
   * The entries of the directory claim more data than the file has. The reader told a position
   * behind the file's end, and took the claims for compressed bytes when it looked for a bomb.
   */
  ZIP_THAT_CLAIMS_MORE_THAN_IT_HAS(FuzzFormat.ZIP) {
    @Override
    byte[] bytes() {
      Map<String, byte[]> members = new LinkedHashMap<>();
      for (int i = 0; i < 4; i++) {
        members.put(i + ".mid", Bits.any(300, new SplittableRandom(i)));
      }
      byte[] zip = Archives.zip(members);
      for (int entry : Bits.find(zip, new byte[] {'P', 'K', 1, 2})) {
        zip = Bits.set(zip, entry + 20, 4, zip.length - 100, false);
      }
      return zip;
    }
  },
  /**
   * A name of "./" a hundred thousand times, in a kilobyte once compressed. Each was taken off by a
   * copy of the rest: the time grew with the square of the name's length.
   */
  TAR_NAME_OF_MANY_HERES(FuzzFormat.TAR_GZ) {
    @Override
    byte[] bytes() {
      byte[] name = "./".repeat(250_000).getBytes(ISO_8859_1);
      return Archives.gzip(
          Archives.join(
              Archives.tarHeader("././@LongLink", name.length, 'L'),
              Archives.padded(name),
              Archives.tarHeader("a.mid", 0, '0'),
              Archives.end()));
    }
  },
  /**
   * A pax header of the shortest records. A pattern was compiled for each, a hundred times the
   * record's size.
   */
  PAX_HEADER_OF_MANY_RECORDS(FuzzFormat.TAR) {
    @Override
    byte[] bytes() {
      byte[] records = "8 path=\n".repeat(50_000).getBytes(ISO_8859_1);
      return Archives.join(
          Archives.tarHeader("PaxHeaders/a.mid", records.length, 'x'),
          Archives.padded(records),
          Archives.tarHeader("a.mid", 0, '0'),
          Archives.end());
    }
  },
  /**
   * The nodes of a group's B-tree begin within one another, 16 bytes apart. Each was read once, up
   * to the file's end: a megabyte of file took gigabytes of heap.
   */
  HDF5_NODES_WITHIN_NODES(FuzzFormat.HDF5) {
    @Override
    byte[] bytes() throws IOException {
      byte[] file = FuzzSeeds.generated().of(FuzzFormat.HDF5).get(0);
      int nodes = 20_000;
      int tree = file.length;
      int first = tree + 24 + 16 * nodes + 8;
      ByteBuffer nested = ByteBuffer.allocate(first + 48 * nodes).order(LITTLE_ENDIAN);
      nested.put(file).put(new byte[] {'T', 'R', 'E', 'E', 0, 1}).putShort((short) nodes);
      nested.putLong(-1).putLong(-1); // no siblings
      for (int i = 0; i < nodes; i++) {
        nested.putLong(0).putLong(first + 16L * i); // key and child
        nested.put(first + 16 * i, new byte[] {'T', 'R', 'E', 'E', 0, 0});
        nested.putShort(first + 16 * i + 6, (short) (nodes - i));
      }
      long rootTree = nested.getLong(80); // as the superblock has it, and so the root's header
      for (int at = 0; at < tree - 8; at++) {
        if (nested.getLong(at) == rootTree) {
          nested.putLong(at, tree);
        }
      }
      return nested.array();
    }
  };

  private final FuzzFormat format;

  Findings(FuzzFormat format) {
    this.format = format;
  }

  FuzzFormat format() {
    return format;
  }

  /** The file. */
  abstract byte[] bytes() throws IOException;
}
