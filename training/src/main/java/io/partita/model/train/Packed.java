package io.partita.model.train;

import io.partita.nn.blas.FloatMatrix;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A {@link Trained} as it goes from one JVM to another: its numbers as bytes in one piece, where
 * Java would write them one by one.
 *
 * @param adam null where it is not averaged
 */
record Packed(int place, Averaged averaged, Numbers parameters, Numbers adam, List<Update> updates)
    implements Serializable {

  /**
   * An array.
   *
   * @param bytes 4 a number; 2 where they are differences, the upper half of a 32-bit number
   *     rounded to the nearest (bfloat16)
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Numbers(long[] shape, byte[] bytes) implements Serializable {}

  static Packed of(Trained trained) {
    boolean halves = trained.averaged() == Averaged.DIFFERENCES;
    return new Packed(
        trained.place(),
        trained.averaged(),
        numbers(trained.parameters(), halves),
        trained.adam() == null ? null : numbers(trained.adam(), halves),
        trained.updates());
  }

  private Object readResolve() {
    boolean halves = averaged == Averaged.DIFFERENCES;
    return new Trained(
        place,
        averaged,
        array(parameters, halves),
        adam == null ? null : array(adam, halves),
        updates);
  }

  private static Numbers numbers(INDArray array, boolean halves) {
    float[] values = values(array.reshape(array.length()));
    ByteBuffer bytes = ByteBuffer.allocate(values.length * (halves ? Short.BYTES : Float.BYTES));
    if (halves) {
      for (float value : values) {
        bytes.putShort(half(value));
      }
    } else {
      bytes.asFloatBuffer().put(values);
    }
    return new Numbers(array.shape(), bytes.array());
  }

  private static float[] values(INDArray row) {
    if (!FloatMatrix.serves(row.dataType())) {
      return row.toFloatVector();
    }
    float[] values = new float[(int) row.length()];
    FloatMatrix.of(row).read(0, values, 0, values.length);
    return values;
  }

  private static INDArray array(Numbers of, boolean halves) {
    ByteBuffer from = ByteBuffer.wrap(of.bytes);
    float[] values = new float[of.bytes.length / (halves ? Short.BYTES : Float.BYTES)];
    if (halves) {
      for (int k = 0; k < values.length; k++) {
        values[k] = Float.intBitsToFloat(from.getShort() << Short.SIZE);
      }
    } else {
      from.asFloatBuffer().get(values);
    }
    return Nd4j.createFromArray(values).reshape(of.shape);
  }

  /** The nearest bfloat16, of two as near the even one; no number stays none. */
  static short half(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (Float.isNaN(value)) {
      return (short) ((bits >>> Short.SIZE) | 0x40);
    }
    int isOdd = (bits >>> Short.SIZE) & 1;
    return (short) ((bits + 0x7fff + isOdd) >>> Short.SIZE);
  }
}
