package io.partita.nn.latent;

/** How alike the directions of two latent vectors are. */
public final class Cosine {
  private Cosine() {}

  /**
   * The cosine of the angle between two vectors of one length.
   *
   * @return -1 to 1; 0 where one of them has no direction
   */
  public static double of(float[] one, float[] other) {
    double product = 0;
    double square = 0;
    double otherSquare = 0;
    for (int i = 0; i < one.length; i++) {
      double x = one[i];
      double y = other[i];
      product += x * y;
      square += x * x;
      otherSquare += y * y;
    }
    double lengths = Math.sqrt(square) * Math.sqrt(otherSquare);
    return lengths > 0 ? product / lengths : 0;
  }
}
