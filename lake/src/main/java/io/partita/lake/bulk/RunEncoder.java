package io.partita.lake.bulk;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.parquet.bytes.BytesInput;

/**
 * Small numbers as runs of one number and as packed groups of eight (Parquet format, Encodings.md,
 * "Run Length Encoding / Bit-Packing Hybrid"). The bytes are those of parquet-mr's encoder; this
 * one takes a run at once.
 */
final class RunEncoder {
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int GROUP = 8;

  /** As many as the one byte of their header can count. */
  private static final int MOST_GROUPS = 63;

  private static final int NO_GROUPS = -1;

  private final int width;
  private final int[] group = new int[GROUP];
  private byte[] bytes = new byte[1 << 12];
  private int size;
  private int last;
  private int repeats;
  private int grouped;
  private int groups;
  private int header = NO_GROUPS;

  /**
   * @param width bits of the largest number
   */
  RunEncoder(int width) {
    this.width = width;
  }

  void add(int number) {
    if (number == last) {
      repeats++;
      if (repeats >= GROUP) {
        return; // the numbers that wait in the group are of the run, too
      }
    } else {
      if (repeats >= GROUP) {
        writeRun();
      }
      repeats = 1;
      last = number;
    }
    group[grouped++] = number;
    if (grouped == GROUP) {
      writeGroup();
    }
  }

  /** Adds a number so many times. */
  void add(int number, int times) {
    int left = times;
    while (left > 0 && (number != last || repeats < GROUP)) {
      add(number);
      left--;
    }
    repeats += left;
  }

  /** How many bytes there are, without those that wait. */
  int size() {
    return size;
  }

  /** All bytes; they hold until the next number is added, to an empty encoder. */
  BytesInput take() {
    if (repeats >= GROUP) {
      writeRun();
    } else if (grouped > 0) {
      Arrays.fill(group, grouped, GROUP, 0);
      writeGroup();
    }
    endGroups();
    BytesInput taken = BytesInput.from(bytes, 0, size);
    size = 0;
    last = 0;
    repeats = 0;
    grouped = 0;
    return taken;
  }

  private void writeRun() {
    endGroups();
    reserve(2 * Integer.BYTES + 1);
    int rest = repeats << 1;
    while (rest > 0x7F) {
      bytes[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
    for (int bit = 0; bit < width; bit += Byte.SIZE) {
      bytes[size++] = (byte) (last >>> bit);
    }
    repeats = 0;
    grouped = 0;
  }

  private void writeGroup() {
    if (groups == MOST_GROUPS) {
      endGroups();
    }
    reserve(1 + width + Integer.BYTES);
    if (header == NO_GROUPS) {
      header = size++;
    }
    long packed = 0;
    int bits = 0;
    for (int number : group) {
      packed |= (long) number << bits;
      bits += width;
      if (bits >= Integer.SIZE) {
        INTS.set(bytes, size, (int) packed);
        size += Integer.BYTES;
        packed >>>= Integer.SIZE;
        bits -= Integer.SIZE;
      }
    }
    INTS.set(bytes, size, (int) packed);
    size += bits / Byte.SIZE;
    grouped = 0;
    repeats = 0;
    groups++;
  }

  private void endGroups() {
    if (header != NO_GROUPS) {
      bytes[header] = (byte) ((groups << 1) | 1);
      header = NO_GROUPS;
      groups = 0;
    }
  }

  private void reserve(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, 2 * bytes.length);
    }
  }
}
