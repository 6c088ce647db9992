package io.partita.kind.hosted.file;

import io.partita.audio.Float16;
import java.nio.ByteBuffer;

/** Numbers of tensors, little-endian, as float32. */
final class Floats {
  private Floats() {}

  /**
   * All numbers of a buffer.
   *
   * @param type as safetensors call it
   * @return null where it is no floating-point type
   */
  static float[] of(String type, ByteBuffer bytes) {
    return switch (type) {
      case "F32" -> {
        float[] values = new float[bytes.remaining() / Float.BYTES];
        bytes.asFloatBuffer().get(values);
        yield values;
      }
      case "F64" -> {
        float[] values = new float[bytes.remaining() / Double.BYTES];
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) bytes.getDouble(i * Double.BYTES);
        }
        yield values;
      }
      case "F16", "BF16" -> {
        float[] values = new float[bytes.remaining() / Short.BYTES];
        for (int i = 0; i < values.length; i++) {
          short bits = bytes.getShort(i * Short.BYTES);
          values[i] = type.equals("F16") ? Float16.toFloat(bits) : Float.intBitsToFloat(bits << 16);
        }
        yield values;
      }
      default -> null;
    };
  }
}
