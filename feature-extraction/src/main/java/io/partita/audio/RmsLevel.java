package io.partita.audio;

import java.util.Optional;

/**
 * Clips at one level: a root mean square of 1, so that nats a sample of any two can be compared.
 */
public final class RmsLevel {
  /** Below it a clip is silent: −80 dBFS, three steps of 16 bits. */
  public static final double LEAST = 1e-4;

  private RmsLevel() {}

  /** The root of the mean square; 0 without samples. */
  public static double of(float[] samples) {
    double squares = 0;
    for (float sample : samples) {
      squares += (double) sample * sample;
    }
    return samples.length == 0 ? 0 : Math.sqrt(squares / samples.length);
  }

  /**
   * The samples of a whole clip at a root mean square of 1.
   *
   * @return empty for a silent clip, one below {@link #LEAST}
   */
  public static Optional<float[]> normalised(float[] samples) {
    double rms = of(samples);
    if (!(rms >= LEAST)) {
      return Optional.empty();
    }
    float[] normalised = new float[samples.length];
    for (int i = 0; i < samples.length; i++) {
      normalised[i] = (float) (samples[i] / rms);
    }
    return Optional.of(normalised);
  }
}
