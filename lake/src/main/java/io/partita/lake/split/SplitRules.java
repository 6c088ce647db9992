package io.partita.lake.split;

import io.partita.split.SplitRatios;
import java.util.Locale;

/**
 * How the files of a data set are dealt.
 *
 * @param by what files of one split have in common
 * @param seed of the draw
 * @param official what becomes of the splits that a catalog gives
 */
public record SplitRules(By by, SplitRatios ratios, long seed, Official official) {
  /** What files of one split have in common. */
  public enum By {
    GROUP,
    CONTENT;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What becomes of the splits that a catalog gives. */
  public enum Official {
    KEEP,
    DRAW;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
