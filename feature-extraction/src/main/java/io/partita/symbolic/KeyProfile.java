package io.partita.symbolic;

import java.util.Arrays;
import java.util.Locale;

/** How often each degree of a key sounds, from the tonic upwards, by those who measured it. */
public enum KeyProfile {
  /**
   * Shares of the notes in 490 pieces: J. Albrecht and D. Shanahan, The Use of Large Corpora to
   * Train a New Type of Key-Finding Algorithm, Music Perception 31(1), 2013.
   */
  ALBRECHT_SHANAHAN(
      new double[] {.238, .006, .111, .006, .137, .094, .016, .214, .009, .080, .008, .081},
      new double[] {.220, .006, .104, .123, .019, .103, .012, .214, .062, .022, .061, .052}),

  /**
   * Probe tone ratings: C. L. Krumhansl and E. J. Kessler, Tracing the Dynamic Changes in Perceived
   * Tonal Organization in a Spatial Representation of Musical Keys, Psychological Review 89, 1982.
   */
  KRUMHANSL_KESSLER(
      new double[] {6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88},
      new double[] {6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17});

  static final int CLASSES = 12;

  @SuppressWarnings("ImmutableEnumChecker") // nobody writes to them
  private final double[] major;

  @SuppressWarnings("ImmutableEnumChecker")
  private final double[] minor;

  KeyProfile(double[] major, double[] minor) {
    this.major = standardized(major);
    this.minor = standardized(minor);
  }

  /** As in options and tables: {@code albrecht-shanahan}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Pearson's r of standardized durations of pitch classes with a key's profile. */
  double correlation(double[] sounding, int tonic, boolean isMinor) {
    double[] profile = isMinor ? minor : major;
    double r = 0;
    for (int degree = 0; degree < CLASSES; degree++) {
      r += sounding[(tonic + degree) % CLASSES] * profile[degree];
    }
    return r;
  }

  /** The same values less their mean and by a factor, so that the sum of their squares is 1. */
  static double[] standardized(double... values) {
    double mean = Arrays.stream(values).sum() / CLASSES;
    double length = Math.sqrt(Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum());
    return Arrays.stream(values).map(v -> (v - mean) / length).toArray();
  }
}
