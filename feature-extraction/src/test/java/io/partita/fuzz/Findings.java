package io.partita.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.partita.archive.Archives;
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
  };

  private final FuzzFormat format;

  Findings(FuzzFormat format) {
    this.format = format;
  }

  FuzzFormat format() {
    return format;
  }

  /** The file. */
  abstract byte[] bytes();
}
