package io.partita.audio;

/**
 * IEEE 754 binary16: 1 sign bit, 5 of exponent, 10 of fraction. Largest finite value 65,504,
 * smallest above zero 2⁻²⁴.
 */
public final class Float16 {
  /** Bytes of a value. */
  public static final int BYTES = 2;

  private static final int INFINITY = 0x7C00;
  private static final int QUIET = 0x0200;

  /** Bits of a float32 whose rounding goes to infinity from there on: 65,520. */
  private static final int OVERFLOW = 0x477FF000;

  /** Bits of 2⁻¹⁴, the smallest normal binary16. */
  private static final int SMALLEST_NORMAL = 0x38800000;

  private Float16() {}

  /**
   * Rounds to the nearest, to even where two are as near. From 65,520 on it is infinity; below 2⁻¹⁴
   * it is subnormal; NaN stays NaN.
   */
  public static short of(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = bits >>> 16 & 0x8000;
    int magnitude = bits & 0x7FFFFFFF;
    if (magnitude >= OVERFLOW) {
      boolean isNan = magnitude > 0x7F800000;
      return (short) (sign | INFINITY | (isNan ? QUIET | (magnitude >>> 13 & 0x3FF) : 0));
    }
    if (magnitude < SMALLEST_NORMAL) {
      // A float of this exponent counts in steps of 2⁻²⁴: adding it rounds as binary16 would.
      float rounded = Float.intBitsToFloat(magnitude) + 0.5f;
      return (short) (sign | Float.floatToRawIntBits(rounded) - Float.floatToRawIntBits(0.5f));
    }
    int odd = magnitude >>> 13 & 1;
    return (short) (sign | (magnitude - (112 << 23) + 0xFFF + odd) >>> 13);
  }

  /** The exact value of binary16 bits. */
  public static float toFloat(short half) {
    int sign = (half & 0x8000) << 16;
    int exponent = half >>> 10 & 0x1F;
    int fraction = half & 0x3FF;
    if (exponent == 0) {
      float magnitude = fraction * 0x1p-24f;
      return sign == 0 ? magnitude : -magnitude;
    }
    int shifted = exponent == 0x1F ? 0xFF : exponent + 112;
    return Float.intBitsToFloat(sign | shifted << 23 | fraction << 13);
  }

  /**
   * Writes values as little-endian binary16.
   *
   * @param bytes array for 2 bytes a value from {@code offset} on
   */
  public static void toBytes(float[] values, byte[] bytes, int offset) {
    int at = offset;
    for (float value : values) {
      short half = of(value);
      bytes[at++] = (byte) half;
      bytes[at++] = (byte) (half >> 8);
    }
  }

  /** Reads {@code count} little-endian binary16 values from {@code offset} on. */
  public static float[] fromBytes(byte[] bytes, int offset, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      int at = offset + BYTES * i;
      values[i] = toFloat((short) ((bytes[at] & 0xFF) | bytes[at + 1] << 8));
    }
    return values;
  }
}
