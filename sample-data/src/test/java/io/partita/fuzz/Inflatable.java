package io.partita.fuzz;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** What really lies compressed in some bytes, found without believing any of their fields. */
final class Inflatable {
  private static final int GZIP_HEADER_BYTES = 10;
  private static final int ZIP_HEADER_BYTES = 30;

  private Inflatable() {}

  /** The bytes that come out of every deflate and zlib stream that begins somewhere. */
  static long bytes(byte[] input) {
    long total = 0;
    for (int at = 0; at + 4 < input.length; at++) {
      int first = input[at] & 0xff;
      int second = input[at + 1] & 0xff;
      if (first == 0x1f && second == 0x8b) {
        total += inflated(input, at + GZIP_HEADER_BYTES, true);
      } else if (first == 'P' && second == 'K' && input[at + 2] == 3 && input[at + 3] == 4) {
        total += zipMember(input, at);
      } else if (first == 0x78 && ((first << 8) | second) % 31 == 0) {
        total += inflated(input, at, false);
      }
    }
    return total;
  }

  private static long zipMember(byte[] input, int at) {
    if (at + ZIP_HEADER_BYTES > input.length) {
      return 0;
    }
    int nameBytes = (input[at + 26] & 0xff) | ((input[at + 27] & 0xff) << 8);
    int extraBytes = (input[at + 28] & 0xff) | ((input[at + 29] & 0xff) << 8);
    return inflated(input, at + ZIP_HEADER_BYTES + nameBytes + extraBytes, true);
  }

  private static long inflated(byte[] input, int from, boolean raw) {
    Inflater inflater = new Inflater(raw);
    try {
      int start = Math.min(from, input.length);
      inflater.setInput(input, start, input.length - start);
      byte[] buffer = new byte[64 << 10];
      while (inflater.inflate(buffer) > 0) {
        // only the count matters
      }
    } catch (DataFormatException e) {
      // what came before it counts
    }
    long bytes = inflater.getBytesWritten();
    inflater.end();
    return bytes;
  }
}
