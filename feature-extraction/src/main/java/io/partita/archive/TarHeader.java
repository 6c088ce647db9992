package io.partita.archive;

import static io.partita.archive.ArchiveFault.CORRUPT_ARCHIVE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.partita.MalformedInputException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * One 512-byte header block of a tar archive: POSIX ustar, GNU or the old V7 form.
 *
 * @param rawName the name's bytes, one per char, as its encoding is not known yet
 * @param sizeBytes the size of the data behind the header, at least 0
 * @param type the type flag
 */
record TarHeader(String rawName, long sizeBytes, char type) {
  static final int BLOCK_BYTES = 512;

  private static final int NAME_LENGTH = 100;
  private static final int SIZE_AT = 124;
  private static final int SIZE_LENGTH = 12;
  private static final int CHECKSUM_AT = 148;
  private static final int CHECKSUM_LENGTH = 8;
  private static final int TYPE_AT = 156;
  private static final int MAGIC_AT = 257;
  private static final int PREFIX_AT = 345;
  private static final int PREFIX_LENGTH = 155;
  private static final Pattern OCTAL = Pattern.compile("[0-7]+");
  private static final byte[] POSIX_MAGIC = {'u', 's', 't', 'a', 'r', 0};

  /** Whether the bytes start with a header block whose checksum is right. */
  static boolean isHeader(byte[] block) {
    return block.length >= BLOCK_BYTES && !isZero(block) && hasChecksum(block);
  }

  static boolean isZero(byte[] block) {
    for (int i = 0; i < BLOCK_BYTES; i++) {
      if (block[i] != 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * @param block {@link #BLOCK_BYTES} bytes
   * @param byteOffset place of the block, for the exception
   */
  static TarHeader parse(byte[] block, long byteOffset) throws MalformedInputException {
    if (!hasChecksum(block)) {
      throw new MalformedInputException(
          CORRUPT_ARCHIVE,
          byteOffset,
          "Expected a tar header but the block has no valid checksum; it starts with "
              + hex(block, 0, 8));
    }
    long sizeBytes = number(block, SIZE_AT, SIZE_LENGTH);
    if (sizeBytes < 0 || sizeBytes > Long.MAX_VALUE - BLOCK_BYTES) {
      throw new MalformedInputException(
          CORRUPT_ARCHIVE,
          byteOffset,
          "The tar header's size is no number: " + hex(block, SIZE_AT, SIZE_LENGTH));
    }
    String name = text(block, 0, NAME_LENGTH);
    if (Arrays.equals(
        block, MAGIC_AT, MAGIC_AT + POSIX_MAGIC.length, POSIX_MAGIC, 0, POSIX_MAGIC.length)) {
      String prefix = text(block, PREFIX_AT, PREFIX_LENGTH);
      name = prefix.isEmpty() ? name : prefix + "/" + name;
    }
    return new TarHeader(name, sizeBytes, (char) (block[TYPE_AT] & 0xff));
  }

  /**
   * The checksum is the sum of the block's bytes, its own field taken as spaces; some sum signed.
   */
  private static boolean hasChecksum(byte[] block) {
    long stored = number(block, CHECKSUM_AT, CHECKSUM_LENGTH);
    long unsigned = (long) CHECKSUM_LENGTH * ' ';
    long signed = unsigned;
    for (int i = 0; i < BLOCK_BYTES; i++) {
      if (i < CHECKSUM_AT || i >= CHECKSUM_AT + CHECKSUM_LENGTH) {
        unsigned += block[i] & 0xff;
        signed += block[i];
      }
    }
    return stored == unsigned || stored == signed;
  }

  /**
   * Octal digits between spaces and NULs, or big-endian binary after a byte of 0x80; −1 if neither.
   */
  private static long number(byte[] block, int at, int length) {
    if ((block[at] & 0x80) != 0) {
      return binary(block, at, length);
    }
    String digits = new String(block, at, length, ISO_8859_1).replace('\0', ' ').strip();
    if (digits.isEmpty()) {
      return 0;
    }
    return OCTAL.matcher(digits).matches() ? Long.parseLong(digits, 8) : -1;
  }

  private static long binary(byte[] block, int at, int length) {
    long value = block[at] & 0x7f;
    for (int i = at + 1; i < at + length; i++) {
      if (value >>> 55 != 0) {
        return -1;
      }
      value = (value << 8) | (block[i] & 0xff);
    }
    return value;
  }

  private static String text(byte[] block, int at, int length) {
    int end = at;
    while (end < at + length && block[end] != 0) {
      end++;
    }
    return new String(block, at, end - at, ISO_8859_1);
  }

  private static String hex(byte[] block, int at, int length) {
    return HexFormat.ofDelimiter(" ").withUpperCase().formatHex(block, at, at + length);
  }
}
