package io.partita.notation;

/** Common multiples and divisors. */
public final class Fractions {
  private Fractions() {}

  /** The least common multiple of two numbers from 1 to 2^30. */
  public static long lcm(long a, long b) {
    return a / gcd(a, b) * b;
  }

  /** The greatest common divisor of two numbers from 0 on; of 0 and another the other. */
  public static long gcd(long a, long b) {
    return b == 0 ? a : gcd(b, a % b);
  }
}
