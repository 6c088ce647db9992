package io.partita.audio;

/**
 * The filter of ITU-R BS.1770-4 for one channel: a shelf that raises what is above some 1.7 kHz by
 * 4 dB, as a head does, and a high pass at 38 Hz. The recommendation gives coefficients for 48 kHz;
 * those of other rates are of the same analogue filters by the bilinear transform.
 */
final class KWeighting {
  private final Biquad shelf;
  private final Biquad highPass;

  KWeighting(int sampleRateHz) {
    shelf = shelf(Math.tan(Math.PI * 1681.974450955533 / sampleRateHz), 0.7071752369554196);
    highPass = highPass(Math.tan(Math.PI * 38.13547087602444 / sampleRateHz), 0.5003270373238773);
  }

  double filter(double sample) {
    return highPass.filter(shelf.filter(sample));
  }

  /** Forgets what has faded, so that numbers do not become slow ones next to zero. */
  void settle() {
    shelf.settle();
    highPass.settle();
  }

  private static Biquad shelf(double k, double q) {
    double high = Math.pow(10, 3.999843853973347 / 20);
    double band = Math.pow(high, 0.4996667741545416);
    double a0 = 1 + k / q + k * k;
    return new Biquad(
        (high + band * k / q + k * k) / a0,
        2 * (k * k - high) / a0,
        (high - band * k / q + k * k) / a0,
        2 * (k * k - 1) / a0,
        (1 - k / q + k * k) / a0);
  }

  private static Biquad highPass(double k, double q) {
    double a0 = 1 + k / q + k * k;
    return new Biquad(1, -2, 1, 2 * (k * k - 1) / a0, (1 - k / q + k * k) / a0);
  }

  /** A filter of second order in transposed direct form II. */
  private static final class Biquad {
    private static final double FADED = 1e-30;

    private final double b0;
    private final double b1;
    private final double b2;
    private final double a1;
    private final double a2;
    private double s1;
    private double s2;

    Biquad(double b0, double b1, double b2, double a1, double a2) {
      this.b0 = b0;
      this.b1 = b1;
      this.b2 = b2;
      this.a1 = a1;
      this.a2 = a2;
    }

    double filter(double x) {
      double y = b0 * x + s1;
      s1 = b1 * x - a1 * y + s2;
      s2 = b2 * x - a2 * y;
      return y;
    }

    void settle() {
      if (Math.abs(s1) < FADED && Math.abs(s2) < FADED) {
        s1 = 0;
        s2 = 0;
      }
    }
  }
}
