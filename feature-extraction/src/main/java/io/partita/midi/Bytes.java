package io.partita.midi;

/** Big-endian numbers in a byte array; the caller knows that they lie inside it. */
final class Bytes {
  private Bytes() {}

  static int id(String fourLetters) {
    return fourLetters.charAt(0) << 24
        | fourLetters.charAt(1) << 16
        | fourLetters.charAt(2) << 8
        | fourLetters.charAt(3);
  }

  static int int16(byte[] bytes, int p) {
    return (bytes[p] & 0xFF) << 8 | (bytes[p + 1] & 0xFF);
  }

  static int int32(byte[] bytes, int p) {
    return int16(bytes, p) << 16 | int16(bytes, p + 2);
  }

  static boolean isId(byte[] bytes, int p, int id) {
    return p <= bytes.length - 4 && int32(bytes, p) == id;
  }

  /** Whether four printable ASCII characters are there, as a chunk's name. */
  static boolean isPrintable(byte[] bytes, int p) {
    if (p > bytes.length - 4) {
      return false;
    }
    for (int i = p; i < p + 4; i++) {
      if (bytes[i] < 0x20 || bytes[i] > 0x7E) {
        return false;
      }
    }
    return true;
  }
}
