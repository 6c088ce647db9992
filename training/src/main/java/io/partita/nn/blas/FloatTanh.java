package io.partita.nn.blas;

/** A hyperbolic tangent that the JIT compiler vectorises in a loop. */
public final class FloatTanh {
  private FloatTanh() {}

  /**
   * tanh to 4e-7, as x·P(x²)/Q(x²) without branches. The coefficients are those that made the
   * largest relative error over 0 … 8 smallest (reweighted least squares of x·P − tanh·Q); from
   * there on tanh differs from 1 by less than 3e-7.
   */
  public static float of(float x) {
    float bounded = Math.max(-8f, Math.min(8f, x));
    float square = bounded * bounded;
    float p = 1.5231237e-8f;
    p = p * square + 2.1895308e-5f;
    p = p * square + 0.0035716395f;
    p = p * square + 0.13444534f;
    p = p * square + 1f;
    float q = 8.5227987e-7f;
    q = q * square + 0.00034113583f;
    q = q * square + 0.026164602f;
    q = q * square + 0.46777862f;
    q = q * square + 1f;
    return bounded * p / q;
  }
}
