package io.partita.similarity;

import java.io.Serializable;
import java.util.Arrays;

/**
 * In how many files a shingle is, and what that makes of it. Only shingles of more files than
 * {@link #floor} are held, so that a table for a million files fits a worker; all others count as
 * if they were in so many.
 */
public final class ShingleFrequencies implements Serializable {
  private static final long serialVersionUID = 1;

  /** Weights are whole numbers, 64 a natural unit, so that their sums know no order. */
  private static final double WEIGHT_UNIT = 64;

  private static final int MIN_LIMIT = 50;
  private static final double HOT_SHARE = .003;
  private static final double COMMON_SHARE = .02;
  private static final int FLOOR_FILES = 10_000;

  /** In a few files nothing is rare: the weights are those in so many at least. */
  private static final int MIN_FILES = 1000;

  private final int files;
  private final long[] hashes;
  private final int[] counts;

  /**
   * The frequencies in a number of files.
   *
   * @param files distinct contents, 0 or more
   * @param hashes of the shingles of more than {@link #floor} files, ascending
   * @param counts of files, beside them
   */
  public ShingleFrequencies(int files, long[] hashes, int[] counts) {
    this.files = files;
    this.hashes = hashes.clone();
    this.counts = counts.clone();
  }

  /** How many files a shingle may be in that needs no entry. */
  public static int floor(int files) {
    return Math.max(1, files / FLOOR_FILES);
  }

  /** Above so many files a shingle names no candidates. */
  public int hotLimit() {
    return (int) Math.max(MIN_LIMIT, HOT_SHARE * files);
  }

  /** Whether it is in too many files to name candidates. */
  public boolean isHot(long hash) {
    return count(hash) > hotLimit();
  }

  /**
   * What a shingle weighs in a match: 64 · ln(files / files with it), and 0 where it is in more
   * than one of fifty.
   */
  public int weight(long hash) {
    int count = count(hash);
    return count > Math.max(MIN_LIMIT, COMMON_SHARE * files)
        ? 0
        : (int) Math.round(WEIGHT_UNIT * Math.log((double) Math.max(files, MIN_FILES) / count));
  }

  /** Weights of the occurrences of shingles, beside them. */
  public short[] weights(Shingles shingles) {
    short[] weights = new short[shingles.size()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (short) weight(shingles.hash()[i]);
    }
    return weights;
  }

  private int count(long hash) {
    int at = Arrays.binarySearch(hashes, hash);
    return at < 0 ? floor(files) : counts[at];
  }
}
