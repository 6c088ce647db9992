package io.partita.audio;

/**
 * How far one signal's magnitude spectrograms are from another's, at several resolutions (Yamamoto,
 * Song and Kim, "Parallel WaveGAN", 2020, equations 3 to 6): for each length of frames the spectral
 * convergence and the mean absolute difference of natural logarithms,
 *
 * <pre>
 * √(sum of (B − A)²) / √(sum of A²) + mean of |ln B − ln A|,   A = √(re² + im² + 1e-6)
 * </pre>
 *
 * <p>added, and averaged over the lengths. Frames have a periodic Hann window, start every quarter
 * of a frame and lie within the signal. It takes no notice of phases.
 */
public final class StftDistance {
  private static final double POWER_EPSILON = 1e-6;

  private final MagnitudeSpectra[] resolutions;

  /**
   * @param lengths of frames, multiples of 4
   */
  public StftDistance(int... lengths) {
    resolutions = new MagnitudeSpectra[lengths.length];
    for (int i = 0; i < lengths.length; i++) {
      resolutions[i] = new MagnitudeSpectra(lengths[i], false, POWER_EPSILON);
    }
  }

  /**
   * The distance of one signal from another, of the same length and at least as long as the longest
   * frame.
   *
   * @param gradient of each sample of {@code signal}, to which that of the distance is added
   */
  public double of(double[] signal, double[] reference, double[] gradient) {
    double sum = 0;
    for (MagnitudeSpectra resolution : resolutions) {
      MagnitudeSpectra.Read made = resolution.read(signal, 1);
      double[] wanted = resolution.read(reference, 1).magnitudes();
      sum += of(made, wanted, gradient, 1.0 / resolutions.length);
    }
    return sum / resolutions.length;
  }

  private static double of(
      MagnitudeSpectra.Read made, double[] wanted, double[] gradient, double weight) {
    double[] magnitudes = made.magnitudes();
    double apart = 0;
    double energy = 0;
    double logs = 0;
    for (int k = 0; k < wanted.length; k++) {
      double a = wanted[k];
      double b = magnitudes[k];
      apart += (b - a) * (b - a);
      energy += a * a;
      logs += Math.abs(Math.log(b / a));
    }
    double norm = Math.sqrt(apart * energy);
    double count = wanted.length;
    made.addGradient(
        k -> {
          double off = magnitudes[k] - wanted[k];
          return (norm == 0 ? 0 : off / norm) + Math.signum(off) / (magnitudes[k] * count);
        },
        weight,
        gradient);
    return Math.sqrt(apart / energy) + logs / count;
  }
}
