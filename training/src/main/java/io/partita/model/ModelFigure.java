package io.partita.model;

/**
 * A figure of evaluations that tells a better model from a worse one.
 *
 * @param figure as evaluations call it
 */
public record ModelFigure(String figure, Scale scale) {
  /** What a figure's numbers are. */
  public enum Scale {
    /** Nats from 0 on, of which fewer are better. */
    NATS,

    /** What is left of something, from 0 on, of which less is better. */
    ERROR,

    /** A share, 0 to 1, of which more is better. */
    SHARE,

    /**
     * Nats of a probability density, of which fewer are better. They may be below 0, and their zero
     * depends on the unit in which the values are measured; only differences mean something.
     */
    DENSITY
  }

  /** A cross-entropy or another loss. */
  public static ModelFigure nats(String figure) {
    return new ModelFigure(figure, Scale.NATS);
  }

  /** An accuracy or another share of what is right. */
  public static ModelFigure share(String figure) {
    return new ModelFigure(figure, Scale.SHARE);
  }

  /** A relative squared error, or another share of what is wrong. */
  public static ModelFigure error(String figure) {
    return new ModelFigure(figure, Scale.ERROR);
  }

  /** −ln of a density, or a bound on it. */
  public static ModelFigure density(String figure) {
    return new ModelFigure(figure, Scale.DENSITY);
  }

  public boolean isLowerBetter() {
    return scale != Scale.SHARE;
  }

  /** Whether a number can be such a figure. */
  public boolean isInRange(double value) {
    return switch (scale) {
      case NATS, ERROR -> value >= 0 && value <= Double.MAX_VALUE;
      case SHARE -> value >= 0 && value <= 1;
      case DENSITY -> Double.isFinite(value);
    };
  }

  /** What {@link #isInRange} asks for, for people. */
  public String range() {
    return switch (scale) {
      case NATS -> "a number of nats";
      case ERROR -> "a number from 0 on";
      case SHARE -> "a share, 0 to 1";
      case DENSITY -> "a number of nats, below 0 or above";
    };
  }

  public boolean isBetter(double one, double other) {
    return isLowerBetter() ? one < other : one > other;
  }

  /**
   * The figure that is worse than another by a share, 0 to 1: of that figure or, as nats are
   * logarithms, of a nat where it is a density's. 0.02 nats are 2 % of the density.
   */
  public double worseBy(double share, double than) {
    return switch (scale) {
      case NATS, ERROR -> than * (1 + share);
      case SHARE -> than * (1 - share);
      case DENSITY -> than + share;
    };
  }
}
