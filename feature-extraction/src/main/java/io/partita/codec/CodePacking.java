package io.partita.codec;

import io.partita.MalformedInputException;

/**
 * Codes as bits: frame by frame, all stages of a frame one after another, each code in as many bits
 * as tell the entries apart, its least significant bit first; the last byte is filled with zeros.
 * This is how EnCodec's containers hold them: 1, 2, 3 and 4 in ten bits are {@code 01 08 30 00 01}.
 */
public final class CodePacking {
  /** Codes are 16 bits with a sign. */
  public static final int MAX_BITS = 15;

  private CodePacking() {}

  /** Bytes that so many codes take. */
  public static long bytes(long stages, long frames, int bits) {
    return (stages * frames * bits + Byte.SIZE - 1) / Byte.SIZE;
  }

  /**
   * Packs codes.
   *
   * @param codes [stages][frames], each of them below 2^bits
   * @param bits 1 to {@link #MAX_BITS}
   */
  public static byte[] pack(short[][] codes, int bits) {
    int frames = codes.length == 0 ? 0 : codes[0].length;
    byte[] packed = new byte[Math.toIntExact(bytes(codes.length, frames, bits))];
    int at = 0;
    int held = 0;
    int heldBits = 0;
    for (int t = 0; t < frames; t++) {
      for (short[] stage : codes) {
        if (stage[t] < 0 || stage[t] >>> bits != 0) {
          throw new IllegalArgumentException(stage[t] + " has no room in " + bits + " bits");
        }
        held |= stage[t] << heldBits;
        heldBits += bits;
        for (; heldBits >= Byte.SIZE; heldBits -= Byte.SIZE) {
          packed[at++] = (byte) held;
          held >>>= Byte.SIZE;
        }
      }
    }
    if (heldBits > 0) {
      packed[at] = (byte) held;
    }
    return packed;
  }

  /**
   * Reads codes.
   *
   * @param from byte of the first
   * @param entries of the codebooks, at most 2^bits
   * @return [stages][frames]
   * @throws MalformedInputException {@link CodeFault#TRUNCATED} or {@link
   *     CodeFault#CODE_OUT_OF_RANGE}
   */
  public static short[][] unpack(
      byte[] bytes, int from, int stages, int frames, int bits, int entries)
      throws MalformedInputException {
    long length = bytes(stages, frames, bits);
    if (from + length > bytes.length) {
      throw new MalformedInputException(
          CodeFault.TRUNCATED,
          bytes.length,
          "%d codes of %d bits take %d bytes from byte %d on, and there are %d"
              .formatted(
                  (long) stages * frames, bits, length, from, Math.max(0, bytes.length - from)));
    }
    short[][] codes = new short[stages][frames];
    int at = from;
    int held = 0;
    int heldBits = 0;
    for (int t = 0; t < frames; t++) {
      for (int stage = 0; stage < stages; stage++) {
        for (; heldBits < bits; heldBits += Byte.SIZE) {
          held |= (bytes[at++] & 0xFF) << heldBits;
        }
        int code = held & ((1 << bits) - 1);
        held >>>= bits;
        heldBits -= bits;
        if (code >= entries) {
          throw new MalformedInputException(
              CodeFault.CODE_OUT_OF_RANGE,
              at - 1,
              "Code %d of stage %d, frame %d; the codebook has %d entries"
                  .formatted(code, stage + 1, t, entries));
        }
        codes[stage][t] = (short) code;
      }
    }
    return codes;
  }
}
