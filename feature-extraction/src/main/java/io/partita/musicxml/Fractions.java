package io.partita.musicxml;

import java.math.BigInteger;

/** Common multiples. */
final class Fractions {
  private Fractions() {}

  /** The least common multiple of two numbers from 1 to 2^30. */
  static long lcm(long a, long b) {
    return a / BigInteger.valueOf(a).gcd(BigInteger.valueOf(b)).longValue() * b;
  }
}
