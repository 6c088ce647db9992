package io.partita.nn.blas;

/** An exponential function in 32 bits alone: {@link Math#exp} would compute it in 64. */
public final class FloatExp {
  /** Added to a small number, it leaves the nearest integer in the last bits of the sum. */
  private static final float INTEGERS = 1.5f * (1 << 23);

  private static final float LOG2_E = 1.442695f;

  /** Bits of 1, and of the fraction of a number. */
  private static final int ONE = 0x3F800000;

  private static final int FRACTION_BITS = 23;

  /** Where the power is 2e-35, and its exponent still one of a normal number. */
  private static final float LEAST = -80;

  private FloatExp() {}

  /**
   * e to the power of x: 2 to the power of an integer, which is an exponent in bits, times a
   * polynomial of what is left. The coefficients are those that made the largest relative error
   * over −½ … ½ smallest (reweighted least squares).
   *
   * @param x at most 0; below −80 as there
   * @return within 2e-7 of the power, and within 6e-7 of it relatively down to x = −8, 5e-6 to −80;
   *     1 for 0; NaN for NaN
   */
  public static float ofNegative(float x) {
    float exponent = (x < LEAST ? LEAST : x) * LOG2_E;
    float shifted = exponent + INTEGERS;
    float left = exponent - (shifted - INTEGERS);
    float p = 0.0013264586f;
    p = p * left + 0.00967162f;
    p = p * left + 0.05550735f;
    p = p * left + 0.24022241f;
    p = p * left + 0.693147f;
    p = p * left + 1f;
    return p * Float.intBitsToFloat((Float.floatToRawIntBits(shifted) << FRACTION_BITS) + ONE);
  }
}
