package io.partita.similarity;

/**
 * Compares one file with others. For each namespace the shingles that both have give points (time
 * in one, time in the other), of which the longest increasing {@link Chain} is what they have in
 * common; the better one of tracks and sky counts. It makes no difference which file is given
 * first. Of drums, whose patterns come again and again, it is enough to share some shingles and to
 * go on in time. Not for several threads.
 */
public final class PairMatcher {
  /** Of how files are compared: another one where a pair may come out otherwise. */
  public static final int VERSION = 2;

  private static final int MIN_DRUM_SHINGLES = 16;
  private static final int MIN_DRUM_CHAIN = 16;
  private static final double MIN_DRUM_CONTAINMENT = .10;
  private static final double MIN_DRUM_COVERAGE = .05;

  private final ComparedFile file;
  private final ShingleTable[] tables;
  private final Chain chain = new Chain();

  /** Prepares comparisons with a file. */
  public PairMatcher(ComparedFile file) {
    this.file = file;
    this.tables = new ShingleTable[Namespace.values().length];
    for (Namespace namespace : Namespace.values()) {
      tables[namespace.number()] = new ShingleTable(file.line(namespace).shingles());
    }
  }

  /**
   * How the file, as the first, and another one agree.
   *
   * @return never null; its tier is null where they do not agree
   */
  public PairMatch match(ComparedFile other) {
    PairMatch best = null;
    int shared = 0;
    for (Namespace namespace : Namespace.values()) {
      PairMatch match = match(namespace, other);
      shared += match.shared();
      best = best == null || match.isBetterThan(best) ? match : best;
    }
    int least = Math.min(file.shingles(), other.shingles());
    boolean areEqual = shared == file.shingles() && shared == other.shingles();
    return least < MusicFeatures.MIN_SHINGLES && !areEqual ? best.asNothing() : best;
  }

  private PairMatch match(Namespace namespace, ComparedFile other) {
    WeighedLine line = file.line(namespace);
    WeighedLine otherLine = other.line(namespace);
    int shared = tables[namespace.number()].shared(otherLine.shingles());
    if (shared == 0) {
      return new PairMatch(null, Relation.VERSION, namespace, 0, 0, 0, 0, 0, null);
    }
    chain.find(tables[namespace.number()], line, otherLine);
    double total = line.total();
    double otherTotal = otherLine.total();
    double cov = total == 0 ? 0 : chain.weight() / total;
    double otherCov = otherTotal == 0 ? 0 : chain.weight() / otherTotal;
    double most = Math.max(cov, otherCov);
    int least = Math.min(line.distinct(), otherLine.distinct());
    return new PairMatch(
        tier(namespace, shared, least, most),
        Relation.of(cov, otherCov),
        namespace,
        shared,
        chain.steps(),
        most,
        cov,
        otherCov,
        chain.where());
  }

  private Tier tier(Namespace namespace, int shared, int least, double coverage) {
    boolean areDrumsAlike =
        namespace == Namespace.DST
            && shared >= MIN_DRUM_SHINGLES
            && chain.steps() >= MIN_DRUM_CHAIN
            && coverage >= MIN_DRUM_COVERAGE
            && shared >= MIN_DRUM_CONTAINMENT * least;
    for (Tier tier : Tier.values()) {
      if (tier.holds(chain.steps(), coverage) || (areDrumsAlike && tier == Tier.NEAR)) {
        return tier;
      }
    }
    return null;
  }
}
