package io.partita.audio;

/** The logarithm that a recipe takes of mel magnitudes. */
public enum LogBase {
  NATURAL {
    @Override
    double log(double magnitude) {
      return Math.log(magnitude);
    }

    @Override
    public double power(double logarithm) {
      return Math.exp(logarithm);
    }
  },
  DECIMAL {
    @Override
    double log(double magnitude) {
      return Math.log10(magnitude);
    }

    @Override
    public double power(double logarithm) {
      return Math.pow(10, logarithm);
    }
  };

  abstract double log(double magnitude);

  /** The inverse of {@link #log}. */
  public abstract double power(double logarithm);
}
