package io.partita.statistics;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * A sum of doubles without rounding, so that it does not depend on their order: one long
 * fixed-point number that reaches from the least square of a double to the largest (U. Kulisch,
 * Computer Arithmetic and Validity, 2008, chapter 8). It takes 1 KiB whatever is added.
 */
public final class ExactSum implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final int FRACTION_BITS = 52;
  private static final long FRACTION = (1L << FRACTION_BITS) - 1;

  /** The exponent of the last bit of the least double. */
  private static final int LEAST_EXPONENT = -1074;

  private static final int DIGIT_BITS = 32;
  private static final long DIGIT = (1L << DIGIT_BITS) - 1;

  /** The last bit of the first digit counts 2 to the power of this. */
  private static final int SCALE = 2 * LEAST_EXPONENT;

  /** Up to the square of the largest double, and 64 bits more for 2^64 of them. */
  private static final int DIGITS = (2 * 1024 - SCALE) / DIGIT_BITS + 3;

  /** A digit holds 31 bits more than it needs; each addition of less than 2^33 takes a part. */
  private static final int ADDITIONS_BEFORE_CARRY = 1 << 28;

  private final long[] digits = new long[DIGITS];
  private int additions;

  /**
   * Adds a number.
   *
   * @param x finite
   */
  public void add(double x) {
    long bits = Double.doubleToRawLongBits(x);
    addShifted(mantissa(bits), exponent(bits) - SCALE, x < 0);
    countAdditions(1);
  }

  /**
   * Adds the square of a number.
   *
   * @param x finite; its square may be beyond what a double holds
   */
  public void addSquare(double x) {
    long bits = Double.doubleToRawLongBits(x);
    long mantissa = mantissa(bits);
    int shift = 2 * exponent(bits) - SCALE;
    // 53 bits times 53 bits: 32 at a time, as the highest bit of a long is its sign.
    long low = mantissa * mantissa;
    addShifted(low & DIGIT, shift, false);
    addShifted(low >>> DIGIT_BITS, shift + DIGIT_BITS, false);
    addShifted(Math.multiplyHigh(mantissa, mantissa), shift + 2 * DIGIT_BITS, false);
    countAdditions(3);
  }

  /** Adds all that was added to another sum. */
  public void add(ExactSum other) {
    carry();
    other.carry();
    for (int i = 0; i < DIGITS; i++) {
      digits[i] += other.digits[i];
    }
    countAdditions(1);
  }

  /** The sum. */
  public BigDecimal value() {
    carry();
    byte[] bytes = new byte[4 * DIGITS + 1];
    long top = digits[DIGITS - 1];
    for (int i = 0; i < DIGITS; i++) {
      for (int b = 0; b < 4; b++) {
        bytes[bytes.length - 1 - 4 * i - b] = (byte) (digits[i] >>> (8 * b));
      }
    }
    bytes[0] = (byte) (top >> 63);
    // n / 2^s = n * 5^s / 10^s
    return new BigDecimal(
        new BigInteger(bytes).multiply(BigInteger.valueOf(5).pow(-SCALE)), -SCALE);
  }

  /**
   * Adds a number below 2^53 to three digits.
   *
   * @param shift of its last bit, from the last bit of all
   */
  private void addShifted(long number, int shift, boolean isNegative) {
    int digit = shift / DIGIT_BITS;
    int within = shift % DIGIT_BITS;
    long low = number << within;
    long high = within == 0 ? 0 : number >>> (Long.SIZE - within);
    if (isNegative) {
      digits[digit] -= low & DIGIT;
      digits[digit + 1] -= low >>> DIGIT_BITS;
      digits[digit + 2] -= high;
    } else {
      digits[digit] += low & DIGIT;
      digits[digit + 1] += low >>> DIGIT_BITS;
      digits[digit + 2] += high;
    }
  }

  private void countAdditions(int count) {
    additions += count;
    if (additions >= ADDITIONS_BEFORE_CARRY) {
      carry();
    }
  }

  /** Makes every digit 0 .. 2^32 - 1 but the first, which has the sign. */
  private void carry() {
    for (int i = 0; i < DIGITS - 1; i++) {
      digits[i + 1] += digits[i] >> DIGIT_BITS;
      digits[i] &= DIGIT;
    }
    additions = 0;
  }

  private static long mantissa(long bits) {
    long fraction = bits & FRACTION;
    return biasedExponent(bits) == 0 ? fraction : fraction | (FRACTION + 1);
  }

  /** Of the mantissa's last bit. */
  private static int exponent(long bits) {
    return Math.max(biasedExponent(bits), 1) - 1 + LEAST_EXPONENT;
  }

  private static int biasedExponent(long bits) {
    return (int) (bits >>> FRACTION_BITS) & 0x7ff;
  }
}
