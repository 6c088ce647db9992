package io.partita.kind.hosted;

import java.util.Arrays;

/**
 * An array that goes into a hosted model or comes out of it: float32 or int64, in C order.
 *
 * @param shape lengths of the axes; none is a single number, which a TorchScript method takes as
 *     its float or int
 * @param floats the values, null where they are int64
 * @param longs the values, null where they are float32
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; a copy would hold it twice
public record HostedArray(long[] shape, float[] floats, long[] longs) {
  /** Checks that the shape holds the values. */
  public HostedArray {
    int values = floats == null ? longs.length : floats.length;
    long size = 1;
    for (long axis : shape) {
      size = Math.multiplyExact(size, axis);
    }
    if (size != values || (floats == null) == (longs == null)) {
      throw new IllegalArgumentException(
          "Shape " + Arrays.toString(shape) + " does not hold " + values + " values");
    }
  }

  /** Of float32. */
  public static HostedArray of(float[] floats, long... shape) {
    return new HostedArray(shape, floats, null);
  }

  /** Of int64. */
  public static HostedArray of(long[] longs, long... shape) {
    return new HostedArray(shape, null, longs);
  }

  /** A single number, as a method's argument of type float. */
  public static HostedArray number(double value) {
    return of(new float[] {(float) value});
  }

  /** A single number, as a method's argument of type int. */
  public static HostedArray number(long value) {
    return of(new long[] {value});
  }

  /**
   * One channel of a batch of one.
   *
   * @return [1, 1, samples]
   */
  public static HostedArray mono(float[] samples) {
    return of(samples, 1, 1, samples.length);
  }

  /**
   * Rows as a batch of one.
   *
   * @param rows [row][column], all of one length
   * @return [1, rows, columns]
   */
  public static HostedArray rows(float[][] rows) {
    int columns = rows.length == 0 ? 0 : rows[0].length;
    float[] values = new float[rows.length * columns];
    for (int row = 0; row < rows.length; row++) {
      System.arraycopy(rows[row], 0, values, row * columns, columns);
    }
    return of(values, 1, rows.length, columns);
  }

  /**
   * The rows of a batch of one, [1, rows, columns], of float32.
   *
   * @throws IllegalStateException where it has other axes
   */
  public float[][] toRows() {
    if (floats == null || shape.length != 3 || shape[0] != 1) {
      throw new IllegalStateException("Rows come from [1, rows, columns], not " + text());
    }
    int columns = (int) shape[2];
    float[][] rows = new float[(int) shape[1]][];
    for (int row = 0; row < rows.length; row++) {
      rows[row] = Arrays.copyOfRange(floats, row * columns, (row + 1) * columns);
    }
    return rows;
  }

  /** Index of the first value that is no number, -1 where all are. */
  public int firstNotFinite() {
    for (int i = 0; floats != null && i < floats.length; i++) {
      if (!Float.isFinite(floats[i])) {
        return i;
      }
    }
    return -1;
  }

  /** For messages: type and axes, as {@code float32 [1, 8, 64]}. */
  public String text() {
    return (floats == null ? "int64 " : "float32 ") + Arrays.toString(shape);
  }
}
