package io.partita.similarity;

import io.partita.Labelled;

/** What one of two matching files is of the other, by how much of each the other covers. */
public enum Relation implements Labelled {
  /** All but a rest of both. */
  SAME,
  /** One is nearly all in the other, of which much is missing. */
  EXCERPT,
  /** Anything between: another arrangement, another performance. */
  VERSION;

  private static final double NEARLY_ALL = .8;
  private static final double MUCH_MISSING = .6;

  /**
   * The relation of two coverages.
   *
   * @param covA share of one file that the match covers, 0 to 1
   * @param covB the same of the other file
   */
  public static Relation of(double covA, double covB) {
    double most = Math.max(covA, covB);
    double least = Math.min(covA, covB);
    if (least >= NEARLY_ALL) {
      return SAME;
    }
    return most >= NEARLY_ALL && least < MUCH_MISSING ? EXCERPT : VERSION;
  }
}
