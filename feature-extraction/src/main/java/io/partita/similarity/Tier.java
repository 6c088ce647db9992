package io.partita.similarity;

import io.partita.Labelled;
import java.util.Locale;

/** How sure it is that two files hold the same music, the surest first. */
public enum Tier implements Labelled {
  /** Equal after normalisation, see {@link ContentShape}. */
  EXACT(0, 0, 0),
  /** Enough to represent each other in a training. */
  STRICT(1, 24, .30),
  /** Enough to be called copies of each other. */
  NEAR(2, 16, .15),
  /** Enough not to be put into different splits. */
  RELATED(3, 12, .10);

  private final int rank;
  private final int minChain;
  private final double minCoverage;

  Tier(int rank, int minChain, double minCoverage) {
    this.rank = rank;
    this.minChain = minChain;
    this.minCoverage = minCoverage;
  }

  /** The tier of a word of the lake's tables. */
  public static Tier ofWord(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  /** 0 of the surest, then ascending, in the order of {@link #values}. */
  public int rank() {
    return rank;
  }

  /** Whether this is as sure as another one, or surer. */
  public boolean isAtLeast(Tier other) {
    return rank <= other.rank;
  }

  /** Whether a chain is long and covers enough; none is {@link #EXACT} by its chain. */
  boolean holds(int chain, double coverage) {
    return this != EXACT && chain >= minChain && coverage >= minCoverage;
  }
}
