package io.partita.numpy;

import io.partita.MalformedInputException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * An array of integers in NumPy's file format. Read are int8, uint8, int16, uint16, int32 and int64
 * in either order of bytes and of axes; written are little-endian, C order.
 */
public final class NpyInts {
  private final int[] shape;
  private final int[] values;

  private NpyInts(int[] shape, int[] values) {
    this.shape = shape;
    this.values = values;
  }

  /** A type of elements, by NumPy's name without the order of bytes. */
  public enum Type {
    U1(1, 0, 0xFF),
    I1(1, Byte.MIN_VALUE, Byte.MAX_VALUE),
    U2(2, 0, 0xFFFF),
    I2(2, Short.MIN_VALUE, Short.MAX_VALUE),
    I4(4, Integer.MIN_VALUE, Integer.MAX_VALUE),
    I8(8, Integer.MIN_VALUE, Integer.MAX_VALUE);

    private final int bytes;
    private final int least;
    private final int most;

    Type(int bytes, int least, int most) {
      this.bytes = bytes;
      this.least = least;
      this.most = most;
    }

    private String descr() {
      return switch (this) {
        case U1 -> "|u1";
        case I1 -> "|i1";
        case U2 -> "<u2";
        case I2 -> "<i2";
        case I4 -> "<i4";
        case I8 -> "<i8";
      };
    }

    private static Type of(String descr) throws MalformedInputException {
      return switch (descr) {
        case "|u1", "<u1", ">u1" -> U1;
        case "|i1", "<i1", ">i1" -> I1;
        case "<u2", ">u2" -> U2;
        case "<i2", ">i2" -> I2;
        case "<i4", ">i4" -> I4;
        case "<i8", ">i8" -> I8;
        default ->
            throw new MalformedInputException(
                NpyFault.UNSUPPORTED_TYPE,
                0,
                "Elements are of type "
                    + descr
                    + "; save the array as an integer of 8 to 64 bits, as int32");
      };
    }

    private long read(ByteBuffer data) {
      return switch (this) {
        case U1 -> data.get() & 0xFF;
        case I1 -> data.get();
        case U2 -> data.getShort() & 0xFFFF;
        case I2 -> data.getShort();
        case I4 -> data.getInt();
        case I8 -> data.getLong();
      };
    }

    private void write(int value, ByteBuffer data) {
      switch (this) {
        case U1, I1 -> data.put((byte) value);
        case U2, I2 -> data.putShort((short) value);
        case I4 -> data.putInt(value);
        case I8 -> data.putLong(value);
      }
    }
  }

  /**
   * An array in memory.
   *
   * @param values in C order: the last axis varies fastest
   * @param shape lengths of the axes; their product is the number of values
   */
  public static NpyInts of(int[] values, int... shape) {
    NpyElements.requireSize(values.length, shape);
    return new NpyInts(shape.clone(), values.clone());
  }

  /** As {@link #of(int[], int...)}. */
  public static NpyInts of(short[] values, int... shape) {
    int[] wide = new int[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    return of(wide, shape);
  }

  /** Bytes as an array of one axis, as numbers from 0 to 255. */
  public static NpyInts ofBytes(byte[] bytes) {
    int[] values = new int[bytes.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = bytes[i] & 0xFF;
    }
    return of(values, values.length);
  }

  /** The lowest byte of each value, in order. */
  public byte[] toBytes() {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  /**
   * Reads a file. Bytes after the last element are ignored.
   *
   * @throws MalformedInputException a {@link NpyFault}, also where a 64 bit integer is beyond 32
   */
  public static NpyInts read(byte[] file) throws MalformedInputException {
    NpyHeader header = NpyHeader.read(file);
    Type type = Type.of(header.type());
    int size = NpyElements.size(header, file, type.bytes);
    ByteBuffer data = NpyElements.data(header, file);
    int[] shape = header.axes();
    int[] places =
        header.fortranOrder() ? NpyElements.placesOfFortranOrder(size, shape) : new int[0];
    int[] values = new int[size];
    for (int i = 0; i < size; i++) {
      int at = data.position();
      long value = type.read(data);
      if (value != (int) value) {
        throw new MalformedInputException(
            NpyFault.OUT_OF_RANGE, at, "Element " + i + " is " + value + ", beyond 32 bits");
      }
      values[places.length > 0 ? places[i] : i] = (int) value;
    }
    return new NpyInts(shape, values);
  }

  public int[] shape() {
    return shape.clone();
  }

  /** In C order. */
  public int[] values() {
    return values.clone();
  }

  /**
   * The file.
   *
   * @throws IllegalArgumentException where a value is beyond the type
   */
  public byte[] toBytes(Type type) {
    byte[] header = NpyHeader.write(type.descr(), shape);
    byte[] file = NpyElements.withRoomForValues(header, values.length, type.bytes);
    ByteBuffer data = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).position(header.length);
    for (int value : values) {
      if (value < type.least || value > type.most) {
        throw new IllegalArgumentException("Type " + type + " does not hold " + value);
      }
      type.write(value, data);
    }
    return file;
  }

  @Override
  public String toString() {
    return "integers " + Arrays.toString(shape);
  }
}
