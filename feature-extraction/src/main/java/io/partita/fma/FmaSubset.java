package io.partita.fma;

import io.partita.Labelled;
import java.util.Optional;

/**
 * How much of the Free Music Archive: each set holds those before it. In tracks.csv a track names
 * the smallest set that it is in; {@code full} is every row, also one that names none.
 */
public enum FmaSubset implements Labelled {
  SMALL,
  MEDIUM,
  LARGE,
  FULL;

  /** The set of that label, if there is one. */
  public static Optional<FmaSubset> labelled(String label) {
    for (FmaSubset subset : values()) {
      if (subset.label().equals(label)) {
        return Optional.of(subset);
      }
    }
    return Optional.empty();
  }

  /**
   * Whether a track is in this set.
   *
   * @param tracksSubset the smallest set that it is in, null where its row names none
   */
  public boolean includes(FmaSubset tracksSubset) {
    return this == FULL || (tracksSubset != null && tracksSubset.compareTo(this) <= 0);
  }
}
