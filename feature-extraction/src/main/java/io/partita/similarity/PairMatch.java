package io.partita.similarity;

/**
 * How two files agree, and where.
 *
 * @param tier how sure it is that they hold the same music; null where it is not
 * @param relation what one is of the other
 * @param namespace of the lines that agree best
 * @param shared distinct shingles of it that both have
 * @param chain steps of the longest chain that go on at its tempo
 * @param covMin share of the smaller file's weight that the chain covers, 0 to 1
 * @param covA the same share of the first file
 * @param covB the same share of the second file
 * @param where the chain is; null if absent
 */
public record PairMatch(
    Tier tier,
    Relation relation,
    Namespace namespace,
    int shared,
    int chain,
    double covMin,
    double covA,
    double covB,
    Stretch where) {

  /**
   * The stretch of two files that is the same music.
   *
   * @param aFromS where it begins in the first file, seconds
   * @param aToS where its last note begins in the first file
   * @param bFromS where it begins in the second file
   * @param bToS where its last note begins in the second file
   * @param slope seconds of the second file for each of the first, above 0
   * @param transpose semitones from the first to the second; 0 of drums
   */
  public record Stretch(
      double aFromS, double aToS, double bFromS, double bToS, double slope, int transpose) {
    Stretch flipped() {
      return new Stretch(bFromS, bToS, aFromS, aToS, 1 / slope, -transpose);
    }
  }

  /** The same of the files the other way round. */
  PairMatch flipped() {
    return new PairMatch(
        tier,
        relation,
        namespace,
        shared,
        chain,
        covMin,
        covB,
        covA,
        where == null ? null : where.flipped());
  }

  /** The same of two files that are known to be equal after normalisation. */
  public PairMatch asExact() {
    return new PairMatch(Tier.EXACT, Relation.SAME, namespace, shared, chain, 1, 1, 1, where);
  }

  /** The same where the files do not agree. */
  PairMatch asNothing() {
    return new PairMatch(null, relation, namespace, shared, chain, covMin, covA, covB, where);
  }

  /** Whether this says more than another one of the same files. */
  boolean isBetterThan(PairMatch other) {
    int rank = tier == null ? Tier.values().length : tier.rank();
    int otherRank = other.tier == null ? Tier.values().length : other.tier.rank();
    return rank < otherRank || (rank == otherRank && covMin > other.covMin);
  }
}
