package io.partita.hdf5;

import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.FixedPoint;
import io.jhdf.object.datatype.FloatingPoint;
import io.jhdf.object.datatype.StringData;
import io.partita.hdf5.Hdf5Column.Kind;
import java.nio.ByteOrder;

/**
 * Where a value is in a row and how: an integer of 1 to 4 bytes, a real of 4 or 8, or a text of any
 * width.
 *
 * @param number of the member among those of its table, from 0
 * @param offset in the row, in bytes
 */
public record Hdf5Member(
    int number, int offset, Kind kind, int bytes, boolean bigEndian, boolean signed) {

  /** The member, or null if its type is none of these. */
  static Hdf5Member of(int number, int offset, DataType type) {
    int bytes = type.getSize();
    if (type instanceof FixedPoint integer && bytes >= 1 && bytes <= Integer.BYTES) {
      boolean big = integer.getByteOrder().equals(ByteOrder.BIG_ENDIAN);
      return new Hdf5Member(number, offset, Kind.INT32, bytes, big, integer.isSigned());
    }
    if (type instanceof FloatingPoint real && (bytes == Float.BYTES || bytes == Double.BYTES)) {
      boolean big = real.getByteOrder().equals(ByteOrder.BIG_ENDIAN);
      return new Hdf5Member(number, offset, Kind.FLOAT64, bytes, big, true);
    }
    if (type instanceof StringData && bytes >= 1) {
      return new Hdf5Member(number, offset, Kind.TEXT, bytes, false, false);
    }
    return null;
  }
}
