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

    @Override
    public double decibels() {
      return 20 / Math.log(10);
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

    @Override
    public double decibels() {
      return 20;
    }
  };

  abstract double log(double magnitude);

  /** The inverse of {@link #log}. */
  public abstract double power(double logarithm);

  /** How many decibels a step of 1 is, of logarithms of magnitudes: 8.686 or 20. */
  public abstract double decibels();
}
