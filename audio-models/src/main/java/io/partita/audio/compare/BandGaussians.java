package io.partita.audio.compare;

import java.io.Serializable;

/**
 * A Gaussian for each band of log-mel windows: fitted to a train split, it says what little a model
 * must know that learns nothing but each band's level.
 */
public final class BandGaussians implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Of a band that is constant in the train split, 0.87 dB. */
  public static final double LEAST_DEVIATION = 0.1;

  private final double[] means;
  private final double[] deviations;

  BandGaussians(double[] means, double[] deviations) {
    this.means = means.clone();
    this.deviations = deviations.clone();
    for (int band = 0; band < deviations.length; band++) {
      this.deviations[band] = Math.max(LEAST_DEVIATION, deviations[band]);
    }
  }

  /** How many bands there are. */
  public int bands() {
    return means.length;
  }

  /** Of a band's log-mels. */
  public double mean(int band) {
    return means[band];
  }

  /** Of a band's log-mels, {@link #LEAST_DEVIATION} at least. */
  public double deviation(int band) {
    return deviations[band];
  }

  /**
   * Adds the density of a window, in nats of the log-mels as they are: of values divided by a
   * deviation d it is ln d more a value.
   *
   * @param window [bands][frames] in a row
   */
  public void add(float[] window, MeanDensity into) {
    int frames = BandMoments.frames(window, means.length);
    double nats = 0;
    for (int band = 0; band < means.length; band++) {
      double squaredDistances = 0;
      for (int i = band * frames; i < (band + 1) * frames; i++) {
        squaredDistances += (window[i] - means[band]) * (window[i] - means[band]);
      }
      nats += WaveDensities.gaussian(squaredDistances, frames, deviations[band]);
    }
    into.add(nats, window.length);
  }
}
