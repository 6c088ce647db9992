package io.partita.numpy;

import io.partita.MalformedInputException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** The elements of an npy file: how many there are, and where each belongs in C order. */
final class NpyElements {
  /** Elements that this Java holds several times over, as bytes, as numbers and as frames. */
  static final long MOST = Runtime.getRuntime().maxMemory() / 32;

  /**
   * Of an array with an axis of 0: no byte of the file represents them, and each may become an
   * object.
   */
  private static final long MOST_EMPTY_ROWS = 1 << 20;

  private NpyElements() {}

  /** Elements that a shape holds. */
  static int product(int... shape) {
    return Math.toIntExact(Arrays.stream(shape).asLongStream().reduce(1, Math::multiplyExact));
  }

  /**
   * Checks that a shape holds these many values.
   *
   * @throws IllegalArgumentException where it does not
   */
  static void requireSize(int count, int... shape) {
    if (product(shape) != count) {
      throw new IllegalArgumentException(
          "Shape " + Arrays.toString(shape) + " does not hold " + count + " values");
    }
  }

  /** Elements of a file, once it is sure that they are there. */
  static int size(NpyHeader header, byte[] file, int bytesPerValue) throws MalformedInputException {
    int available = (file.length - header.dataOffset()) / bytesPerValue;
    boolean isEmpty = header.shape().contains(0);
    long size = 1;
    for (int axis : header.shape()) {
      size = Math.min(size * Math.max(axis, 1), 1L << Integer.SIZE);
    }
    if (!isEmpty && size > available) {
      throw NpyHeader.truncated(
          file, "but the shape " + header.shape() + " has more than " + available + " elements");
    }
    long most = isEmpty ? MOST_EMPTY_ROWS : MOST;
    if (size > most) {
      throw new MalformedInputException(
          NpyFault.TOO_LARGE,
          0,
          "The shape %s has %,d %s, and at most %,d are read"
              .formatted(header.shape(), size, isEmpty ? "empty rows" : "elements", most));
    }
    return isEmpty ? 0 : (int) size;
  }

  /** The bytes of the elements, in their order of bytes. */
  static ByteBuffer data(NpyHeader header, byte[] file) {
    return ByteBuffer.wrap(file, header.dataOffset(), file.length - header.dataOffset())
        .order(header.type().startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Counts through an array whose first axis varies fastest.
   *
   * @return for each element, as they are stored, its place in C order
   */
  static int[] placesOfFortranOrder(int size, int... shape) {
    int[] places = new int[size];
    int[] index = new int[shape.length];
    for (int i = 0; i < size; i++) {
      int at = 0;
      for (int axis = 0; axis < shape.length; axis++) {
        at = at * shape[axis] + index[axis];
      }
      places[i] = at;
      for (int axis = 0; axis < shape.length && ++index[axis] == shape[axis]; axis++) {
        index[axis] = 0;
      }
    }
    return places;
  }

  /** A header with room for the elements behind it. */
  static byte[] withRoomForValues(byte[] header, int count, int bytesPerValue) {
    return Arrays.copyOf(header, Math.toIntExact(header.length + (long) count * bytesPerValue));
  }
}
