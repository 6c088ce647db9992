package io.partita.hdf5;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The inflated rows of one chunk, and the values in them. Rows that were shuffled stay so: then all
 * rows' first bytes come first, all second bytes next, and a value's bytes stand a chunk's rows
 * apart. Putting them back would cost more than reading them where they are.
 */
public final class RowBlock {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private final byte[] bytes;
  private final int rowStride;
  private final int byteStride;

  /** For each text member of a shuffled block: the longest text of all rows, or −1. */
  private final int[] longest;

  /**
   * @param bytes rows × rowBytes
   * @param members the most members a row is asked for
   */
  RowBlock(byte[] bytes, int rows, int rowBytes, boolean shuffled, int members) {
    this.bytes = bytes;
    this.rowStride = shuffled ? 1 : rowBytes;
    this.byteStride = shuffled ? rows : 1;
    this.longest = new int[members];
    Arrays.fill(longest, -1);
  }

  /** An integer; without a sign one of 4 bytes is taken as if it had one. */
  public int integer(int row, Hdf5Member member) {
    int value = (int) bits(row, member);
    int unused = Integer.SIZE - Byte.SIZE * member.bytes();
    return member.signed() ? (value << unused) >> unused : value;
  }

  public double real(int row, Hdf5Member member) {
    long bits = bits(row, member);
    return member.bytes() == Float.BYTES
        ? Float.intBitsToFloat((int) bits)
        : Double.longBitsToDouble(bits);
  }

  private long bits(int row, Hdf5Member member) {
    int at = row * rowStride + member.offset() * byteStride;
    long bits = 0;
    if (member.bigEndian()) {
      for (int i = 0; i < member.bytes(); i++, at += byteStride) {
        bits = (bits << 8) | (bytes[at] & 0xFF);
      }
    } else {
      for (int i = 0; i < member.bytes(); i++, at += byteStride) {
        bits |= (bytes[at] & 0xFFL) << (8 * i);
      }
    }
    return bits;
  }

  /** A text without the NULs that pad it: UTF-8, or ISO 8859-1 where it is not. */
  public String text(int row, Hdf5Member member) {
    int at = row * rowStride + member.offset() * byteStride;
    int length = byteStride == 1 ? member.bytes() : longest(member);
    while (length > 0 && bytes[at + (length - 1) * byteStride] == 0) {
      length--;
    }
    byte[] text = new byte[length];
    for (int i = 0; i < length; i++, at += byteStride) {
      text[i] = bytes[at];
    }
    return decode(text);
  }

  /** Texts are a few letters in a thousand bytes: the zeros are skipped once for all rows. */
  private int longest(Hdf5Member member) {
    int known = longest[member.number()];
    if (known >= 0) {
      return known;
    }
    int from = member.offset() * byteStride;
    int end = from + member.bytes() * byteStride;
    while (end - Long.BYTES >= from && (long) LONGS.get(bytes, end - Long.BYTES) == 0) {
      end -= Long.BYTES;
    }
    while (end > from && bytes[end - 1] == 0) {
      end--;
    }
    int length = (end - from + byteStride - 1) / byteStride;
    longest[member.number()] = length;
    return length;
  }

  private static String decode(byte[] text) {
    String utf8 = new String(text, StandardCharsets.UTF_8);
    if (utf8.indexOf('\uFFFD') < 0) {
      return utf8;
    }
    try {
      CharBuffer strict = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text));
      return strict.toString();
    } catch (CharacterCodingException e) {
      return new String(text, StandardCharsets.ISO_8859_1);
    }
  }
}
