package io.partita.audio;

import io.partita.Labelled;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** How a log-mel value is stored in a blob: little-endian, IEEE 754. */
public enum MelType implements Labelled {
  /** Half the size; values of a log-mel spectrogram are off by 2⁻⁸ at most. */
  FLOAT16(Float16.BYTES),
  FLOAT32(Float.BYTES);

  private final int bytes;

  MelType(int bytes) {
    this.bytes = bytes;
  }

  /** The type of that label, if there is one. */
  public static Optional<MelType> labelled(String label) {
    for (MelType type : values()) {
      if (type.label().equals(label)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  /** Bytes of one value. */
  public int bytes() {
    return bytes;
  }

  /**
   * Writes values one after the other.
   *
   * @param blob array for {@link #bytes} a value from {@code offset} on
   */
  public void write(float[] values, byte[] blob, int offset) {
    if (this == FLOAT16) {
      Float16.toBytes(values, blob, offset);
    } else {
      ByteBuffer.wrap(blob)
          .order(ByteOrder.LITTLE_ENDIAN)
          .position(offset)
          .asFloatBuffer()
          .put(values);
    }
  }

  /**
   * All values of a blob.
   *
   * @throws IllegalArgumentException if its length is no multiple of {@link #bytes}
   */
  public float[] read(byte[] blob) {
    if (blob.length % bytes != 0) {
      throw new IllegalArgumentException(
          "A blob of " + blob.length + " bytes holds no whole number of " + label() + " values");
    }
    if (this == FLOAT16) {
      return Float16.fromBytes(blob, 0, blob.length / bytes);
    }
    float[] values = new float[blob.length / bytes];
    ByteBuffer.wrap(blob).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return values;
  }
}
